"""The scorecard holds the figures that the page of quality holds, and no others."""

from __future__ import annotations

import json

from riobravo import ontology
from riobravo.release import artifacts, scorecard
from tests.source import ROOT

QUALITY = json.loads((ROOT / artifacts.QUALITY).read_text("utf-8"))
CARD = scorecard.scorecard(QUALITY, ontology.load().headline_types)


def test_every_figure_is_one_that_was_measured() -> None:
    """Rows are those of quality.json, of the articles kept aside, for each language."""
    measured = [row for row in QUALITY["machine"]["test"]["scores"] if row["status"] == "actual+planned"]
    for row in CARD["machine"]["events"]:
        assert any(row.items() <= other.items() for other in measured)
    types = ["all", "headline", *ontology.load().headline_types]
    assert list(dict.fromkeys(row["event_type"] for row in CARD["machine"]["events"])) == types
    assert {row["language"] for row in CARD["machine"]["events"]} == {"all", *ontology.load().languages}


def test_identity_stands_beside_coding() -> None:
    """For the readers' mentions and the machine's, without the details by type."""
    assert CARD["identity"]["people"]["b3_f1"] == QUALITY["identity"]["people"]["test"]["b3_f1"]
    assert not any(isinstance(value, list) for side in CARD["identity"].values() for value in side.values())
    assert CARD.keys() == {"about", *CARD["about"]}


def test_the_sentence_tells_the_sum() -> None:
    """The figures of all types and languages stand in it."""
    said = scorecard.sentence(CARD)
    whole = next(row for row in CARD["machine"]["events"] if (row["event_type"], row["language"]) == ("all", "all"))
    assert all(str(whole[name]) in said for name in ("precision", "recall", "f1"))
