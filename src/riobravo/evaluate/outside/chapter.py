"""The chapter of ``docs/quality.md`` on outside sets: what `sets.yaml` says of them, and their figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from riobravo.evaluate import shown
from riobravo.evaluate.outside import declared
from riobravo.evaluate.outside.declared import Label, Measure, Set

_INTRODUCTION: Final = """\
Other projects' gold, coded by the machine and put into their labels by the mapping named with each set
(`src/riobravo/evaluate/outside/sets.yaml`). Their definitions are not ours, so that no figure here can be 1, and some are low
because the codebook leaves out on purpose what the set codes; a mapping is not changed to raise a figure. Labels are counted
once a unit; "all" is the micro-average. In brackets: 95 % intervals by bootstrap over documents. The sets stay with their
authors: `riobravo outside SET PATH --save` measures a file that you have, and only figures are kept."""

_CLEANED: Final[Mapping[str, str]] = {
    "mojibake": "wrongly decoded characters undone (ftfy)",
    "spacing": "spaces before stops and commas taken out",
    "case": "capitals restored: at the head of sentences, of what the tagger takes for proper nouns, and of listed names",
}


def lines(found: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The chapter; nothing where no set was measured."""
    if not found:
        return
    yield from ("## On other people's gold", "", _INTRODUCTION, "")
    for key, kind in declared.load().items():
        if key in found:
            yield from _of_set(kind, found[key])


def _of_set(kind: Set, parts: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"### {kind.title}", "", f"{kind.about} Source: {kind.citation}. Licence: {kind.licence}.", "")
    if kind.clean:
        yield from (f"Clean-up: {'; '.join(_CLEANED[step] for step in kind.clean)}.", "")
    for part, entry in parts.items():
        yield from _of_part(kind, part, entry)
    yield from _mapping(kind)
    yield from (f"- Left out: {left.label}. {left.why}" for left in kind.left_out)
    yield from (f"- {caveat}" for caveat in kind.caveats)
    yield ""


def _of_part(kind: Set, part: str, entry: Mapping[str, Any]) -> Iterator[str]:
    named = f"**{part.capitalize()}**: {kind.parts[part]}. " if part in kind.parts else ""
    left_out = f", {entry['n_units_left_out']:,} of them left out" if entry["n_units_left_out"] else ""
    counted = f"{entry['n_documents']:,} documents, {entry['n_units']:,} units (each a {kind.unit}){left_out}"
    yield from (f"{named}{counted}; annotator {entry['annotator_version']}.", "")
    for measure in entry["measures"]:
        yield from (f"{measure['name'][:1].upper()}{measure['name'][1:]}:", "")
        if "rates" in measure:
            yield from _rates(measure["rates"])
        else:
            told = [row for row in measure["labels"] if row["n_gold"] + row["n_predicted"]]
            yield from shown.scores(told, "label", "label")
        if "numbers" in measure:
            yield from (_numbers(measure["numbers"]), "")
    for published in kind.published:
        if published.part in (None, part):
            yield from (f"To compare: {published.figure}, {published.of}.", "")


def _rates(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    head = ("language", "texts", "sentences", "mentions", "mentions in 1,000 sentences")
    body = [
        (
            row["language"],
            *(f"{row[name]:,}" for name in ("n_documents", "n_sentences", "n_mentions")),
            shown.figure(row["per_1000"], row["interval"]),
        )
        for row in rows
    ]
    yield from shown.table(head, body)


def _numbers(found: Mapping[str, Any]) -> str:
    share = f", {shown.figure(found['share'], found['interval'])}" if found["n"] else ""
    return f"Numbers of people that the keys give where we have the label: {found['n_right']} of {found['n']} found{share}."


def _mapping(kind: Set) -> Iterator[str]:
    seen: dict[str, Label] = {}
    for measure in kind.measures:
        seen |= {label.name: label for label in measure.labels}
    if seen:
        rows = [(label.name, ", ".join(sorted(label.gold)), _ours(label)) for label in seen.values()]
        yield from shown.table(("label", "in the set", "ours"), rows)
    yield from (f"- {measure.name}: {_condition(measure)}." for measure in kind.measures)


def _ours(label: Label) -> str:
    parts = [*label.ours, *(f"PLOVER {name}" for name in label.plover), *(f"CAMEO {root}" for root in label.cameo)]
    return ", ".join(parts)


def _condition(measure: Measure) -> str:
    sectors = f", source of sector {', '.join(measure.source_sectors)}" if measure.source_sectors else ""
    return f"mentions with status {', '.join(measure.statuses)}{sectors}"
