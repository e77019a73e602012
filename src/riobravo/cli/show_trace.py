"""What `riobravo trace` prints: an event, its mentions by article with their sources, why they are one event, its links.

What tables hold is shown as text: no markup or control character of it is obeyed. Long lists are cut, and say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from riobravo import ontology
from riobravo.errors import one_line
from riobravo.mentions.explain_rows import how_many, noted, party, when, where
from riobravo.records import Quantity

if TYPE_CHECKING:
    from riobravo.release.traced import Linked, Pair, Trace

_MOST = 50
"""Mentions, or links, that are shown."""

_LONGEST = 600
"""Code points of a sentence that are shown."""

_ALL = "--json gives all"
_OF_A_COUNT = ("low", "best", "high", "unit", "modifier", "text")

Lines = Iterator[tuple[str, Text]]
"""Labels, or numbers, and what they stand for."""


def to_terminal(trace: Trace, console: Console) -> None:
    """Print it all, in as many columns as the console has."""
    if trace.asked != trace.event_id:
        console.print(_text(f"{trace.asked} was retired: it proved to be {trace.event_id}."))
    console.print(_text(f"{trace.event_id}  {_what(trace.event)}", style="dim"))
    console.print(_text(trace.event["headline"], style="bold"))
    _print(console, "", _of_event(trace.event))
    _print(console, f"Mentions ({len(trace.members):,}), by article", _of_mentions(trace))
    _print(console, "Why they are one event", _of_reasons(trace))
    _print(console, f"Links ({len(trace.links):,})", _of_links(trace.links))
    _print(console, "Notes", (("", _text(note)) for note in trace.notes))


def _print(console: Console, title: str, lines: Lines) -> None:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for label, line in lines:
        grid.add_row(Text(label, style="dim"), line)
    if not grid.row_count:
        return
    console.print()
    if title:
        console.print(Text(title, style="bold"))
    console.print(grid)


# ── the event ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_event(event: Mapping[str, Any]) -> Lines:
    caveats = ontology.load().codes("caveats")
    counted = (f"articles: {event['n_articles']:,}", f"publishers: {event['n_publishers']:,}", *event["languages"])
    quantity = _quantity(event)
    told = {
        "date": _when(event) or event["date_precision"],
        "source": _party(event, "source"),
        "target": _party(event, "target"),
        "acting": event["acting_name"],
        "object": event["object_name"],
        "low/best/high" if "/" in quantity else "quantity": quantity,
        "place": _where(event),
        "condition": event["condition"],
        "attribution": event["attribution"],
        "reported": noted(_days(event["first_reported_on"], event["last_reported_on"]), ", ".join(counted)),
        "review": noted(event["review_status"], _sure(event)),
    }
    for label, value in told.items():
        if value:
            yield label, _text(value)
    for caveat in event["caveats"] or ():
        yield "caveat", _text(noted(caveat, caveats.get(caveat, "")))
    for differing in event["disagreements"] or ():
        yield "mentions differ", _text(f"{differing['field']}: {' | '.join(map(str, differing['values'] or ()))}")


def _what(row: Mapping[str, Any]) -> str:
    flags = [flag for flag in ("hedged", "aggregate") if row.get(f"is_{flag}")]
    return ", ".join((f"{row['event_type']}/{row['event_subtype'] or '-'}", row["status"], *flags))


def _when(row: Mapping[str, Any]) -> str:
    if row["date_start"] is None:
        return ""
    return when(row["date_start"], row["date_end"], row["date_precision"], row["date_basis"], row.get("date_text"))


def _days(first: Any, last: Any) -> str:
    return " to ".join(dict.fromkeys((first.isoformat(), last.isoformat())))


def _party(row: Mapping[str, Any], side: str) -> str:
    name, country, sector = (row[f"{side}_{part}"] for part in ("name", "country", "sector"))
    return party(name, country, sector, is_inferred=row[f"is_{side}_inferred"])


def _quantity(row: Mapping[str, Any]) -> str:
    """The leading count, then the others."""
    leading = {part: row.get(f"quantity_{part}") for part in _OF_A_COUNT}
    return "; ".join(filter(None, (how_many(_counted(one)) for one in (leading, *(row["quantities"] or ())))))


def _counted(one: Mapping[str, Any]) -> Quantity:
    words = {part: one[part] or "" for part in ("unit", "modifier", "text")}
    return Quantity(one["low"], one["best"], one["high"], **words)


def _where(row: Mapping[str, Any]) -> str:
    return where(*(row[f"place_{part}"] for part in ("name", "admin1", "country", "precision")))


def _sure(row: Mapping[str, Any]) -> str:
    return "" if row["confidence"] is None else f"confidence {row['confidence']:.2f}"


# ── mentions ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_mentions(trace: Trace) -> Lines:
    articles = {article["article_id"]: article for article in trace.articles}
    numbered = list(enumerate(trace.members[:_MOST], start=1))
    for article_id, members in groupby(numbered, key=lambda entry: str(entry[1].mention["article_id"])):
        yield from _of_article(article_id, articles.get(article_id))
        for number, member in members:
            mention = member.mention
            yield str(number), _text(f"“{_sentence(mention['evidence'])}”", longest=_LONGEST + 2)
            told = (_what(mention), _when(mention), _quantity(mention), _where(mention), _by(mention))
            yield "", _text("; ".join(filter(None, told)), style="dim")
    if len(trace.members) > _MOST:
        yield "", _text(f"further mentions: {len(trace.members) - _MOST:,}; {_ALL}")


def _of_article(article_id: str, article: Mapping[str, Any] | None) -> Lines:
    if article is None:
        yield "", _text(article_id, style="underline")
        return
    about = (article["published_on"].isoformat(), article["language"], article["publisher"])
    yield "", _text(noted(article_id, ", ".join(filter(None, about))), style="underline")
    for source in article["sources"] or [article]:
        told = (source["publisher"], source["published_on"] and source["published_on"].isoformat())
        named = ", ".join(filter(None, told))
        yield "", _text(" ".join(filter(None, (named, source["url"]))), style="dim")


def _sentence(evidence: str) -> str:
    return " ".join(evidence.split())


def _by(mention: Mapping[str, Any]) -> str:
    return noted(f"by {mention['annotator']}", ", ".join(filter(None, (mention["rule"], _sure(mention)))))


# ── why they are one event ───────────────────────────────────────────────────────────────────────────────────────────────


def _of_reasons(trace: Trace) -> Lines:
    number_of = {member.mention_id: number for number, member in enumerate(trace.members, start=1)}
    if len(trace.members) < 2:
        return
    by_people: dict[str, list[int]] = {}
    for number, member in enumerate(trace.members, start=1):
        if member.reason.decided_by is not None:
            by_people.setdefault(member.reason.decided_by, []).append(number)
    for by, numbers in by_people.items():
        yield _listed(numbers), _text(f"decided by people: {by}")
    given = {
        tuple(sorted((member.mention_id, member.reason.with_mention))): member.reason.says
        for member in trace.members
        if member.reason.with_mention is not None
    }
    joining = [pair for pair in trace.pairs if pair.joins]
    for pair in joining[:_MOST]:
        says = given.pop(pair.mention_ids, pair.verdict)
        yield _both(pair.mention_ids, number_of), _text(_summed(pair, trace.threshold))
        yield from _of_evidence(pair)
        if says != pair.verdict:
            yield "", _text(f"when they were joined: {says}")
    if not joining:
        for ids, says in list(given.items())[:_MOST]:
            yield _both(ids, number_of), _text(says)
    if n_more := len(trace.pairs) - len(joining[:_MOST]):
        yield "", _text(f"further pairs: {n_more:,}; {_ALL}")


def _both(mention_ids: tuple[str, ...], number_of: Mapping[str, int]) -> str:
    return " + ".join(str(number) for number in sorted(number_of[mention_id] for mention_id in mention_ids))


def _summed(pair: Pair, threshold: float) -> str:
    is_one = "one event" if pair.is_same else "not one event by themselves"
    return f"by rule {is_one}: {pair.score:.2f} points, where {threshold:.2f} are enough"


def _of_evidence(pair: Pair) -> Lines:
    scored = [("to begin with", pair.base), *((piece.says, piece.score) for piece in pair.evidence)]
    forbidding = [piece.says for piece in pair.evidence if piece.speaks == "against" and not piece.score]
    sides = {
        "for": [f"{says} ({score:+.2f})" for says, score in scored if score > 0],
        "against": [f"{says} ({score:+.2f})" for says, score in scored if score < 0] + forbidding,
        "asks for strong evidence": [piece.says for piece in pair.evidence if piece.needs_strong],
    }
    for side, said in sides.items():
        if said:
            yield "", _text(f"{side}: {', '.join(said)}")


def _listed(numbers: Sequence[int]) -> str:
    """Numbers in order, runs of them as first-last."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_links(links: Sequence[Linked]) -> Lines:
    """An arrow leads from the later event to the earlier one: this one executes → that, or is what that ← executes."""
    for link in links[:_MOST]:
        arrow = "→" if link.direction == "earlier" else "←"
        what = f"{link.relation} {arrow} {link.event['event_id']}"
        if "headline" in link.event:
            yield link.direction, _text("; ".join(filter(None, (what, _what(link.event), _when(link.event)))))
            yield "", _text(link.event["headline"])
        else:
            yield link.direction, _text(f"{what}, which is not in the table events")
        yield "", _text(link.reason, style="dim")
    if len(links) > _MOST:
        yield "", _text(f"further links: {len(links) - _MOST:,}; {_ALL}")


def _text(value: object, *, style: str = "", longest: int = _LONGEST) -> Text:
    return Text(one_line(value, longest), style=style)
