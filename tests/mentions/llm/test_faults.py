"""Whatever a server and its model answer, the article is coded or in quarantine, and no mention lacks its words."""

from __future__ import annotations

import pytest

from riobravo import generated
from riobravo.errors import PROBLEMS
from tests.mentions.llm import faults
from tests.mentions.llm.make import ARTICLE, KEY


@pytest.mark.parametrize("name", faults.FAULTS)
def test_each_answer_ends_as_the_page_says(name: str) -> None:
    """Requests, mentions and reasons of quarantine are those expected; evidence is cut from the article; no key is told."""
    fault = faults.FAULTS[name]
    found = faults.outcome(fault)
    assert (found.n_requests, len(found.mentions), list(found.codes)) == (
        fault.n_requests,
        fault.n_mentions,
        list(fault.codes),
    ), found.told
    for mention in found.mentions:
        within = ARTICLE.title if mention.evidence_in == "title" else ARTICLE.text
        assert within[mention.evidence_start : mention.evidence_end] == mention.evidence
        assert mention.confidence == 0.5
    assert KEY not in found.told


def test_the_page_is_what_the_tests_say() -> None:
    """docs/llm.md shows every fault with what becomes of it."""
    page = faults.PAGE.read_text(encoding="utf-8")
    assert generated.block("faults", faults.MADE_BY, faults.table()) in page, f"renew it with: {faults.MADE_BY}"


def test_every_reason_of_a_reply_is_met() -> None:
    """No reason for quarantine of a language model stands in the table of errors for nothing (RB-428: see test_ledger)."""
    met = {code.removeprefix("the run ends: ") for fault in faults.FAULTS.values() for code in fault.codes}
    assert met == {code for code in PROBLEMS if "RB-421" <= code <= "RB-429"} - {"RB-428"}
