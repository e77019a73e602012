"""``scorecard.json``: the figures of ``docs/quality.json`` that a user of the data asks for first.

They are of the articles kept aside (split test): nobody looked at their misses to improve the machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

Row = Mapping[str, Any]

FILE: Final = "scorecard.json"

_ABOUT: Final = {
    "machine": "Events that the machine found against those of a reader, on articles kept aside.",
    "readers": "Events of one reader against those of another, on articles that two coded before they settled.",
    "identity": "Whether mentions were put into the right events: by the readers (people), and by the machine.",
}

_SIDE: Final = "test"
_COUNTED: Final = "actual+planned"
_IN_SUM: Final = ("all", "headline")


def scorecard(quality: Mapping[str, Any], headline: Iterable[str]) -> dict[str, Any]:
    """Of machine and readers the scores of events in sum and of the headline types; of identity all but its details.

    The card says itself what its parts are.
    """
    types = (*_IN_SUM, *headline)
    return {
        "about": dict(_ABOUT),
        "machine": _scores(quality["machine"][_SIDE], types),
        "readers": _scores(quality["readers"]["before"], types),
        "identity": {who: _plain(sides[_SIDE]) for who, sides in quality["identity"].items()},
    }


def sentence(card: Mapping[str, Any]) -> str:
    """The scores of all types together, in one sentence."""
    machine, readers = (_in_sum(card[who]["events"]) for who in ("machine", "readers"))
    return (
        f"Events of the machine against a reader's coding, on {card['machine']['n_articles']} articles kept aside: "
        f"precision {machine['precision']}, recall {machine['recall']}, F1 {machine['f1']}; "
        f"two readers against each other, on {card['readers']['n_articles']} articles: F1 {readers['f1']}. "
        f"Mentions put into the right events: B-cubed F1 {card['identity']['people']['b3_f1']}."
    )


def _scores(found: Row, types: Iterable[str]) -> dict[str, Any]:
    wanted = list(types)
    rows = [row for row in found["scores"] if row["status"] == _COUNTED and row["event_type"] in wanted]
    rows.sort(key=lambda row: (wanted.index(row["event_type"]), row["language"]))
    return {"n_articles": found["n_articles"], "events": [_without(row, "status", "n_articles") for row in rows]}


def _in_sum(rows: Iterable[Row]) -> Row:
    return next(row for row in rows if (row["event_type"], row["language"]) == ("all", "all"))


def _without(row: Row, *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _plain(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not isinstance(value, list)}
