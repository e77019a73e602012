"""The figures of the data card are counted from the tables, and the committed card is up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from riobravo import data
from riobravo.errors import RioBravoError
from riobravo.release import card
from riobravo.tables import model
from tests.release import fakes

DECLARED = model.load()


def test_the_figures_are_those_of_the_tables() -> None:
    """Two articles in two languages tell one extradition."""
    figures = card.figures(fakes.coded_tables(), DECLARED)
    assert "2 briefs (1 in English, 1 in Spanish), 4 mentions, 1 events, 0 links." in figures
    assert "1 events are told by two or more briefs, 1 in both languages." in figures
    assert "| extradition | 1 | 1 | 0 | 0 | 0 | 1 |" in figures
    assert "| 2025 | 1 | 1 | 1 |" in figures


def test_a_page_keeps_what_people_wrote() -> None:
    """Only the block is replaced, and replacing it twice changes nothing; a page without one is told."""
    page = card.with_figures(
        "Above.\n<!-- figures -->\n<!-- figures: end -->\nBelow.\n", fakes.coded_tables(), DECLARED
    )
    assert page.startswith("Above.\n")
    assert page.endswith("\nBelow.\n")
    assert card.with_figures(page, fakes.coded_tables(), DECLARED) == page
    with pytest.raises(RioBravoError, match="RB-231"):
        card.with_figures("no block", fakes.coded_tables(), DECLARED)


def test_the_committed_card_is_up_to_date() -> None:
    """What stands in dataset/README.md is what the committed tables count."""
    page = (Path(__file__).parents[2] / "dataset" / card.FILE).read_text(encoding="utf-8")
    tables = {name: data.load(name) for name in DECLARED.tables}
    assert card.with_figures(page, tables, DECLARED) == page
