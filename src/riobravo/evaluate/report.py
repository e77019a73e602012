"""``docs/quality.json`` and the page made of it. A pure function of the figures: no number is typed by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from riobravo.evaluate import actors as of_actors
from riobravo.evaluate import real_news as of_news
from riobravo.evaluate import shown
from riobravo.evaluate.outside import chapter

_NOTICE: Final = "<!-- Made by `make quality` from the figures in quality.json and outside.json: do not edit. -->"

_SIDES: Final = {
    "test": "articles kept aside: nobody looked at their misses to improve the machine",
    "dev": "articles that the machine was built on: its misses there were read, and its model was fitted to them and others",
}

_READERS: Final = {
    "before": "first reader against second, as they coded it",
    "first_final": "first reader against the final coding",
    "second_final": "second reader against the final coding",
}

Row = Mapping[str, Any]


def page(
    found: Mapping[str, Any],
    outside: Mapping[str, Any] = MappingProxyType({}),
    real_news: Mapping[str, Any] = MappingProxyType({}),
    precision: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    """The page; of ``docs/outside.json``, ``docs/real_news.json`` and the model's file, a chapter each where there is one."""
    lines = ["# How good the codings are", "", _NOTICE, "", _INTRODUCTION]
    for side, meaning in _SIDES.items():
        if side in found["machine"]:
            lines += _machine(side, meaning, found["machine"][side])
    lines += of_news.lines(real_news)
    lines += _calibration(precision)
    lines += of_actors.lines(found["actors"])
    lines += _identity(found["identity"])
    if "facts" in found:
        lines += _facts(found["facts"], found["links"])
    lines += _readers(found["readers"])
    lines += chapter.lines(outside)
    return "\n".join(lines).rstrip("\n") + "\n"


_INTRODUCTION: Final = """\
An event of the gold counts once an article. A prediction matches it if its type is equal and it stands in one of the
sentences that tell the event or, where the sentences differ, if date, countries and quantity agree; a second prediction of
a matched event is ignored. Figures are micro-averages over `actual` and `planned` events; the type `other` is left out of
"all" and has a row of its own. In brackets: 95 % intervals, by bootstrap over articles for events and by Wilson's
formula for columns. A row with few gold events says little, whatever its figure.

The gold are the codings in `dataset/annotations`, made by careful reading of the text alone (see [coding.md](coding.md)). The
readers were sessions of a large language model that worked under the codebook, saw neither the facts behind a brief nor the
machine's output, and wrote evidence for every event. The briefs were written by this project: on newspapers' own
texts the machine may do worse.
"""


def _machine(side: str, meaning: str, scores: Row) -> Iterator[str]:
    yield from (f"## The machine on {side}", "", f"{scores['n_articles']} {meaning}.", "")
    counted = [row for row in scores["scores"] if "+" in row["status"]]
    languages = list(dict.fromkeys(row["language"] for row in counted))
    for language in languages:
        yield from (f"### {'Both languages' if language == 'all' else f'Language {language}'}", "")
        rows = [row for row in counted if row["language"] == language and row["n_gold"] + row["n_predicted"]]
        yield from shown.scores(rows, "event_type", "type")
    yield from ("### By status", "", "Both sides restricted to the status.", "")
    yield from shown.scores([row for row in scores["scores"] if "+" not in row["status"]], "status", "status")
    yield from ("### Columns of matched events", "")
    yield from shown.table(
        ("column", *(f"{language} (n)" for language in languages)),
        _by_attribute(scores["accuracies"], languages),
    )
    yield from ("### What is taken for what", "", "The most frequent errors, events that were not matched.", "")
    yield from shown.table(
        ("in the gold", "by the machine, in that sentence", "events"),
        [(gold or "nothing", wrong or "nothing", n) for gold, wrong, n in scores["confusions"][:20]],
    )


def _calibration(model: Row) -> Iterator[str]:
    if not model:
        return
    yield from ("## Is the confidence true?", "", _ON_CALIBRATION.format(**model), "")
    head = ("confidence", "mean confidence", "share right", "candidates")
    rows = [
        (f"{int(said * 10) / 10:.1f} to {int(said * 10) / 10 + 0.1:.1f}", f"{said:.2f}", f"{right:.2f}", f"{n:,}")
        for said, right, n in model["reliability"]
    ]
    yield from shown.table(head, rows)


_ON_CALIBRATION: Final = """\
Every candidate word of the dev articles got its confidence from a model that was not fitted on its article (five folds), and is
right if people found an event of its type at that word. Brier score {brier}. Mentions are the candidates at or above
{threshold}; those whose words meet every condition of a narrow group count from {doubtless} on, and in an article on other
matters none below {off_matter}, nor of what may happen or did not happen below {unasserted}. `make model` fits the model anew,
on the dev articles, on {n_practice:,} practice texts ([coding.md](coding.md)) and on the codebook's examples."""


def _identity(found: Mapping[str, Mapping[str, Row]]) -> Iterator[str]:
    yield from ("## One event or two?", "", _ON_IDENTITY, "")
    head = ("articles", "mentions", "events", "by rule", "B³ P", "B³ R", "B³ F1", "pairs", "by rule", "P", "R", "F1")
    columns = (
        *("n_mentions", "n_events_gold", "n_events_found", "b3_precision", "b3_recall", "b3_f1"),
        *("n_pairs_gold", "n_pairs_found", "pair_precision", "pair_recall", "pair_f1"),
    )
    for name, meaning in _CODED_BY.items():
        yield from (f"### {meaning}", "")
        rows = [(side, *(_said(row[column]) for column in columns)) for side, row in found[name].items()]
        yield from shown.table(head, rows)
    yield from ("### Counted more than once?", "", _ON_OVERCOUNTS, "")
    sides = [(name, side) for name in _CODED_BY for side in found[name]]
    yield from shown.table(
        ("type", *(f"{side}, {name}" for name, side in sides)),
        _overcounts([found[name][side]["overcounts"] for name, side in sides]),
    )


def _facts(found: Mapping[str, Row], links: Sequence[Row]) -> Iterator[str]:
    yield from ("### Facts that were compared by hand", "", _ON_FACTS, "")
    columns = ("n_mentions", "n_events_gold", "n_events_found", "b3_precision", "b3_recall", "b3_f1")
    yield from shown.table(
        ("coded by", "facts", "told", "events", "by rule", "B³ P", "B³ R", "B³ F1"),
        [
            (name, row["n_facts"], *(_said(row["identity"][column]) for column in columns))
            for name, row in found.items()
        ],
    )
    yield from ("### Links", "", _ON_LINKS, "")
    of_links = ("n_gold", "n_found", "n_judged", "n_right", "n_of_relation", "precision", "recall")
    yield from shown.table(
        ("relation", "by readers", "by rule", "judged", "right", "of the relation", "precision", "recall"),
        [(row["relation"], *(_said(row[column]) for column in of_links)) for row in links],
    )
    of_listed = ("relation", "n_listed", "n_told", "n_linked", "n_of_relation", "n_merged")
    for name, row in found.items():
        yield from (f"Listed links between facts, coded by {name}:", "")
        yield from shown.table(
            ("relation", "listed", "both told", "linked", "of the relation", "taken for one event"),
            [tuple(link[column] for column in of_listed) for link in row["links"]],
        )


_ON_FACTS: Final = """\
`dataset/known_facts.csv` names facts, collected apart from the briefs, that are one event. Each is looked for in its briefs, by
type and days, and scored by whether the rules took the facts of one event for one."""

_ON_LINKS: Final = """\
The rules link the events that readers decided, and do not see the readers' links. Readers did not link everything: a link by
rule is judged where they say what its later event follows. `dataset/known_links.csv` is a sample of links, for recall alone."""


def _overcounts(columns: Sequence[Sequence[Row]]) -> Iterator[tuple[str, ...]]:
    """A row a type, a cell a column."""
    for rows in zip(*columns, strict=True):
        yield (rows[0]["event_type"], *(_overcount(row) for row in rows))


def _overcount(row: Row) -> str:
    if row["factor"] is None:
        return ""
    return f"{row['factor']:.2f} ({row['n_events_found']} of {row['n_events_gold']})"


def _said(value: float | None) -> float | str:
    return "" if value is None else value


_CODED_BY: Final = {"people": "Mentions as people coded them", "machine": "The machine's own mentions"}

_ON_IDENTITY: Final = """\
Readers decided with all entries side by side which of them are one event. Here the rules of `schemas/identity.yaml` group
the same entries without seeing those decisions. B³ averages over mentions; pairs are of mentions in two articles (test has
few by design: it was cut where articles share least). The published events follow the readers; the rules serve corpora that
nobody has read. The machine's own mentions are grouped all together and scored where one is matched to an event of the gold,
which then is its true event."""

_ON_OVERCOUNTS: Final = """\
Events that the rules made of the scored mentions over true events among them, by headline type: above one, events are counted
twice; below one, several are taken for one. In brackets: events found, and how many there are."""


def _readers(found: Mapping[str, Row]) -> Iterator[str]:
    before = found["before"]
    yield from ("## Two readers", "")
    yield from (f"{before['n_articles']} articles were coded by two readers who did not see each other's work.", "")
    rows = [
        (meaning, *(_f1(_overall(found[name], kind)) for kind in ("all", "headline")))
        for name, meaning in _READERS.items()
    ]
    yield from shown.table(("", "F1 of all types", "F1 of headline types"), rows)
    yield from ("### By type, first against second", "")
    yield from shown.scores(
        [
            row
            for row in before["scores"]
            if "+" in row["status"] and row["language"] == "all" and row["n_gold"] + row["n_predicted"]
        ],
        "event_type",
        "type",
    )
    yield from ("### By column", "", "Share of equal values and Krippendorff's alpha, of events that both found.", "")
    by_column = {
        name: {row["column"]: row for row in found[name]["fields"]} for name in _READERS if found[name]["n_articles"]
    }
    yield from shown.table(
        ("column", "events", *(f"{name.replace('_', ' – ')}: equal, alpha" for name in by_column)),
        [
            (column, row["n"], *(_pair(of[column]) for of in by_column.values()))
            for column, row in by_column.get("before", {}).items()
            if row["n"]
        ],
    )


def _overall(agreement: Row, kind: str) -> Row:
    return next(
        row
        for row in agreement["scores"]
        if row["event_type"] == kind and row["language"] == "all" and "+" in row["status"]
    )


def _f1(row: Row) -> str:
    return shown.figure(row["f1"], row["f1_interval"])


def _by_attribute(rows: Sequence[Row], languages: Sequence[str]) -> Iterator[tuple[str, ...]]:
    cells = {(row["attribute"], row["language"]): row for row in rows}
    for attribute in dict.fromkeys(row["attribute"] for row in rows):
        yield (attribute, *(_share(cells[attribute, language]) for language in languages))


def _share(row: Row) -> str:
    return "" if row["share"] is None else f"{shown.figure(row['share'], row['interval'])} ({row['n']})"


def _pair(row: Row) -> str:
    if row["share"] is None:
        return ""
    alpha = "" if row["alpha"] is None else f", {row['alpha']:.2f}"
    return f"{row['share']:.2f}{alpha}"
