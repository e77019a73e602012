"""Where two coders differ, with the words: what only one of them found, and what they say otherwise of one event.

`agreement` gives the figures; this is the list that coders sit down with, and the report of both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from riobravo import ontology
from riobravo.errors import RioBravoError
from riobravo.evaluate import score, shown
from riobravo.evaluate.agreement import Agreement, agreement
from riobravo.evaluate.claims import Claim
from riobravo.evaluate.match import Matching
from riobravo.evaluate.read import Coded
from riobravo.tables import model

_WORDS: Final = ("event_type", "quantities", "quantity_text", "date_text", "trigger", "status_cue")
"""Columns on which no difference is listed: the type pairs events, and words are the evidence of what is compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One event of one article that only the first or only the second coder has, or on which both differ (``fields``)."""

    article_id: str
    kind: str
    event_type: str
    evidence: str
    fields: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two unlike codes of one column of matched events, and how often they meet; "" for none."""

    column: str
    first: str
    second: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Two coders against each other: the figures, what was taken for what, and each case."""

    first: str
    second: str
    agreement: Agreement
    confusions: tuple[tuple[str, str, int], ...]
    differences: tuple[Difference, ...]
    disagreements: tuple[Disagreement, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values, in a fixed order."""
        return asdict(self)


def report(first: tuple[str, Coded], second: tuple[str, Coded], split: str | None = None) -> Report:
    """The report of two coders, each with its name, on the articles that both coded.

    Raises:
        RioBravoError: RB-710 where there is no such article.
    """
    (name, one), (other_name, other) = first, second
    common = sorted(one.claims.keys() & other.claims.keys() & _of_split((one, other), split))
    if not common:
        raise RioBravoError(code="RB-710", found=f"none in {name} and {other_name}", where=split or "")
    ours, theirs = ({article: side.claims[article] for article in common} for side in (one, other))
    languages = {**other.languages, **one.languages}
    matched = score.matchings(ours, theirs, list(ontology.load().statuses))
    pairs = [pair for found in matched.values() for pair in found.pairs]
    return Report(
        first=name,
        second=other_name,
        agreement=agreement(ours, theirs, languages),
        confusions=score.evaluate(ours, theirs, languages).confusions,
        differences=tuple(_differences(pairs)),
        disagreements=tuple(case for found in matched.values() for case in _cases(found)),
    )


def _of_split(sides: Sequence[Coded], split: str | None) -> set[str]:
    """The articles of a split, as either table of articles gives it; all where none is asked for."""
    known: set[str] = set()
    for side in sides:
        if split is None:
            known |= set(side.articles["article_id"])
        elif "split" in side.articles.columns:
            known |= {name for name, own in side.articles.select("article_id", "split").iter_rows() if own == split}
    return known


def _differences(pairs: Sequence[tuple[Claim, Claim]]) -> Iterator[Difference]:
    """Of the columns of codes and of yes and no, the most frequent of each first."""
    declared = model.load_fields()
    for column in _compared():
        if not declared[column].is_coded and declared[column].type != "boolean":
            continue
        counts = Counter(
            (shown.said(one.columns.get(column)), shown.said(other.columns.get(column))) for one, other in pairs
        )
        for (one, other), n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            if one != other:
                yield Difference(column=column, first=one, second=other, n=n)


def _cases(found: Matching) -> Iterator[Disagreement]:
    for one, other in found.pairs:
        fields = differing(one.columns, other.columns)
        if fields:
            yield _case("differ", one, fields)
    yield from (_case("first only", claim, {}) for claim in found.missed)
    yield from (_case("second only", claim, {}) for claim in found.wrong)


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """The coded columns on which two codings of one event differ, with both values."""
    both = {column: (shown.said(one.get(column)), shown.said(other.get(column))) for column in _compared()}
    return {column: values for column, values in both.items() if values[0] != values[1]}


def _case(kind: str, claim: Claim, fields: Mapping[str, tuple[str, str]]) -> Disagreement:
    return Disagreement(
        article_id=claim.article_id,
        kind=kind,
        event_type=claim.event_type,
        evidence=str(claim.columns["evidence"]),
        fields=fields,
    )


def _compared() -> list[str]:
    return [column for column in model.load().coded_columns if column not in _WORDS]


# ── as a page ────────────────────────────────────────────────────────────────────────────────────────────────────────


def page(found: Report) -> str:
    """The report in Markdown."""
    head = f"# {found.first} against {found.second}"
    about = (
        f"{found.agreement.n_articles:,} articles. F1 takes {found.first} as gold; it is the same the other way round but for "
        "events told twice. Intervals are 95 % (bootstrap over articles). Alpha is Krippendorff's, of events that both have: "
        "1 is perfect, 0 is chance."
    )
    return "\n".join([head, "", about, "", *_figures(found), *_confused(found), *_listed(found)]).rstrip() + "\n"


def _figures(found: Report) -> Iterator[str]:
    rows = [
        asdict(row)
        for row in found.agreement.scores
        if row.language == "all" and row.status == "+".join(score.COUNTED) and row.n_gold + row.n_predicted
    ]
    yield from ("## Events by type", "", *shown.scores(rows, "event_type", "type"))
    cells = [
        (row.column, row.n, shown.figure(row.share, None), shown.figure(row.alpha, None))
        for row in found.agreement.fields
    ]
    yield from ("## Columns of events that both have", "", *shown.table(("column", "events", "share", "alpha"), cells))


def _confused(found: Report) -> Iterator[str]:
    nothing = "(nothing)"
    rows = [(one or nothing, other or nothing, n) for one, other, n in found.confusions]
    yield from ("## Types that were not matched", "", *shown.table((found.first, found.second, "times"), rows))
    codes = [(row.column, row.first or nothing, row.second or nothing, row.n) for row in found.differences]
    yield from ("## Codes that differ", "", *shown.table(("column", found.first, found.second, "times"), codes))


def _listed(found: Report) -> Iterator[str]:
    who = {"first only": f"only {found.first}", "second only": f"only {found.second}", "differ": "differ"}
    yield from (f"## All {len(found.disagreements):,} disagreements", "")
    article = None
    for case in found.disagreements:
        if case.article_id != article:
            article = case.article_id
            yield from ("", f"### {article}", "")
        words = " ".join(case.evidence.split())
        yield f"- {case.event_type}, {who[case.kind]}: {words}"
        yield from (f"    - {column}: {one or '-'} / {other or '-'}" for column, (one, other) in case.fields.items())
