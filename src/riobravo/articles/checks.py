"""``dataset/checks.csv``: which fact each brief tells, and whether that fact was looked up anew when it was written."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from riobravo import generated
from riobravo.errors import RioBravoError

VERDICTS: Final[Mapping[str, str]] = {
    "confirmed": "looked up anew; a public page supports what the brief says",
    "corrected": "looked up anew; a date, number, place or status was changed, as the note says",
    "softened": "looked up anew and not settled; the brief hedges, is less precise, or names its single source",
    "dropped": "looked up anew and not told in any brief; the row has no brief_id",
    "not_rechecked": "told as it was collected; its sources were read then, and not looked up a second time",
}
"""Verdict → what it means."""

NAME: Final = "checks.csv"
SUMMARY: Final = "CHECKS.md"
_BLOCK: Final = "counts"
_MADE_BY: Final = "riobravo lint --write-counts"


@dataclass(frozen=True, slots=True, order=True)
class Check:
    """One fact as told in one brief; ``brief_id`` is empty for a fact that was dropped."""

    brief_id: str
    fact_id: str
    verdict: str
    looked_at: str
    note: str


def read(path: Path) -> list[Check]:
    """The rows of the file, in its order; what they say is not checked here.

    Raises:
        RioBravoError: RB-202 for a file that cannot be opened, RB-216 or RB-217 for one that is no such table.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except OSError as error:
        raise RioBravoError(code="RB-202", found=error.strerror or error, where=path) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise RioBravoError(
            code="RB-216", found=error, allowed="CSV in UTF-8, quoted as RFC 4180 says", where=path
        ) from error
    columns = [field.name for field in fields(Check)]
    if not rows or rows[0] != columns:
        found = ", ".join(rows[0]) if rows else "an empty file"
        raise RioBravoError(code="RB-217", found=found, allowed=", ".join(columns), where=path)
    for line, row in enumerate(rows[1:], start=2):
        if len(row) != len(columns):
            raise RioBravoError(
                code="RB-216", found=f"{len(row)} fields", allowed=len(columns), where=f"{path}, row {line}"
            )
    return [Check(*row) for row in rows[1:]]


def summary(checks: Sequence[Check]) -> str:
    """The generated part of `SUMMARY`: what the verdicts mean, and facts by topic and verdict; a fact counts once.

    The topic is the first part of a fact's id.
    """
    verdicts = {check.fact_id: check.verdict for check in checks}
    counts = Counter((fact_id.split("-")[0], verdict) for fact_id, verdict in verdicts.items())
    topics = sorted({topic for topic, _ in counts})
    numbers = {topic: [counts[topic, verdict] for verdict in VERDICTS] for topic in topics}
    numbers["all"] = [sum(counts[topic, verdict] for topic in topics) for verdict in VERDICTS]
    rows = [(topic, *of_topic, sum(of_topic)) for topic, of_topic in numbers.items()]
    table = "\n".join(generated.table(("topic", *VERDICTS, "facts"), rows, has_numbers=True))
    meanings = "\n".join(f"- **{verdict}**: {meaning}" for verdict, meaning in VERDICTS.items())
    n_briefs = len({check.brief_id for check in checks} - {""})
    total = f"{len(verdicts):,} facts, told in {n_briefs:,} briefs."
    return f"{meanings}\n\n{total}\n\n{table}"


def with_summary(page: str, checks: Sequence[Check]) -> str:
    """The page with its generated block made anew.

    Raises:
        RioBravoError: RB-231 when it has no such block.
    """
    return generated.replaced(page, _BLOCK, _MADE_BY, summary(checks), where=SUMMARY)


def problems_of_summary(page: str, rows: Sequence[Check]) -> Iterator[RioBravoError]:
    """Whether the counts in the page are those of the rows."""
    if generated.block(_BLOCK, _MADE_BY, summary(rows)) not in page:
        yield RioBravoError(code="RB-231", found="other counts", where=SUMMARY)


def problems(rows: Sequence[Check], known: set[str]) -> Iterator[RioBravoError]:
    """Everything that is wrong with the rows, where ``known`` are the ids of all briefs."""
    told: set[tuple[str, str]] = set()
    verdicts: dict[str, str] = {}
    for row in rows:
        wrong = list(_wrong(row, known))
        if (row.brief_id, row.fact_id) in told:
            wrong.append(("a second row", "one row a fact and brief"))
        told.add((row.brief_id, row.fact_id))
        first = verdicts.setdefault(row.fact_id, row.verdict)
        if row.verdict != first:
            wrong.append((f"verdict {row.verdict!r} after {first!r}", "one verdict a fact"))
        for found, allowed in wrong:
            yield _problem(found, allowed, f", {row.brief_id or 'no brief'}, {row.fact_id or 'no fact'}")
    for brief_id in sorted(known - {brief_id for brief_id, _ in told}):
        yield _problem(f"no row for {brief_id}", "at least one row a brief")
    if list(rows) != sorted(rows):  # two people who add rows then rarely meet in one line
        yield _problem("rows out of order", "rows sorted by brief_id, then fact_id")


def _wrong(row: Check, known: set[str]) -> Iterator[tuple[str, str]]:
    if row.verdict not in VERDICTS:
        yield f"verdict {row.verdict!r}", ", ".join(VERDICTS)
    if not row.fact_id.strip() or not row.looked_at.strip():
        yield "no fact_id or no looked_at", "both, in every row"
    if row.brief_id and row.brief_id not in known:
        yield "a brief that does not exist", "the id of a brief in articles/"
    if (row.brief_id == "") != (row.verdict == "dropped"):
        yield f"verdict {row.verdict!r}", "dropped where no brief is named, and only there"


def _problem(found: str, allowed: str, place: str = "") -> RioBravoError:
    return RioBravoError(code="RB-229", found=found, allowed=allowed, where=f"{NAME}{place}")
