"""The codings of several annotators as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riobravo.errors import RioBravoError
from riobravo.mentions import annotators, ids
from riobravo.mentions.merged import merge
from riobravo.records import Mention, Quarantined

RULES = Mention(
    mention_id="",
    article_id="a",
    event_type="extradition",
    event_subtype="extradited",
    status="actual",
    source_country="MEX",
    sentence_index=0,
    evidence_start=0,
    evidence_end=40,
    evidence="e" * 40,
    confidence=0.8,
    annotator="rules",
    annotator_version="1",
)
MODEL = replace(
    RULES,
    event_subtype="transferred",
    source_country="USA",
    target_country="USA",
    target_name="US",
    date_start=date(2025, 1, 1),
    date_end=date(2025, 1, 1),
    date_precision="day",
    evidence_start=10,
    evidence=RULES.evidence[10:],
    confidence=0.5,
    annotator="llm",
    annotator_version="small prompt-1",
)


def test_agreement_raises_confidence_and_fills_what_is_empty() -> None:
    """One mention: the first one's evidence, codes and fields, the other's where it says nothing, and both versions."""
    (found,) = merge([[RULES], [MODEL]])
    assert found.confidence == 0.9  # 1 - 0.2 * 0.5
    assert (found.event_subtype, found.source_country, found.evidence_start) == ("extradited", "MEX", 0)
    assert (found.target_name, found.target_country, found.date_precision) == ("US", "USA", "day")
    assert (found.annotator, found.annotator_version) == ("merged", "rules 1 & llm small prompt-1")


def test_the_order_says_whose_fields_stand() -> None:
    """With llm,rules it is the model's."""
    (found,) = merge([[MODEL], [RULES]])
    assert (found.event_subtype, found.source_country, found.evidence_start, found.confidence) == (
        "transferred",
        "USA",
        10,
        0.9,
    )


ALONE = {
    "another type": {"event_type": "arrest"},
    "another sentence": {"sentence_index": 3, "evidence_start": 90, "evidence_end": 120},
    "the title": {"evidence_in": "title"},
}


@pytest.mark.parametrize("name", ALONE)
def test_a_lone_mention_keeps_its_own_confidence(name: str) -> None:
    """What only one annotator found stays as it is."""
    other = replace(MODEL, **ALONE[name])  # type: ignore[arg-type]
    found = merge([[RULES], [other]])
    assert {(m.annotator, m.confidence) for m in found} == {("rules", 0.8), ("llm", 0.5)}
    assert [replace(m, mention_id="") for m in found if m.annotator == "llm"] == [other]


def test_a_contradiction_is_one_mention_and_no_agreement() -> None:
    """Where one says that it happened and the other that it did not, the first one's coding and confidence stand."""
    (found,) = merge([[RULES], [replace(MODEL, status="negated")]])
    assert (found.status, found.confidence) == ("actual", 0.8)


def test_two_events_of_a_sentence_stay_two() -> None:
    """Of several that may be one, those of more common words go together; each is taken once."""
    second = replace(RULES, event_subtype="refused", evidence_start=41, evidence_end=80)
    theirs = [replace(MODEL, evidence_start=45, evidence_end=80, event_subtype="refused"), MODEL]
    found = merge([[RULES, second], theirs])
    assert [(m.event_subtype, m.confidence) for m in found] == [("extradited", 0.9), ("refused", 0.9)]


def test_without_a_confidence_none_is_made_up() -> None:
    """Where the first one has none there is none, and the other's does not become it."""
    (found,) = merge([[replace(RULES, confidence=None)], [MODEL]])
    assert found.confidence is None


_MENTIONS = st.lists(
    st.builds(
        lambda kind, sentence, start, sure, status: replace(
            RULES,
            event_type=kind,
            sentence_index=sentence,
            evidence_start=100 * sentence + start,
            evidence_end=100 * sentence + start + 20,
            confidence=sure,
            status=status,
        ),
        st.sampled_from(["arrest", "threat"]),
        st.integers(0, 3),
        st.integers(0, 30),
        st.floats(0, 1),
        st.sampled_from(["actual", "planned"]),
    ),
    max_size=6,
)


@given(_MENTIONS, _MENTIONS)
def test_nothing_is_lost_and_confidence_never_falls(one: list[Mention], other: list[Mention]) -> None:
    """Every mention of the first stays, no more than all come out, and merging with nothing changes nothing."""
    found = merge([one, other])
    assert max(len(one), len(other)) <= len(found) <= len(one) + len(other)
    assert len({m.mention_id for m in found}) == len(found)
    assert merge([one, []]) == ids.numbered(one)
    spots = {(m.event_type, m.evidence_start) for m in found}
    assert {(m.event_type, m.evidence_start) for m in one} <= spots
    best = {
        (m.event_type, m.evidence_start): m.confidence or 0 for m in sorted(one, key=lambda m: -(m.confidence or 0))
    }
    assert all((m.confidence or 0) <= 1 for m in found)
    assert sum(m.confidence or 0 for m in found) + 0.01 >= max(best.values(), default=0)


# ── by name ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

OUT = Quarantined("a", None, "a", "RB-422", "no answer")


def test_names_are_read_in_their_order() -> None:
    """Each once; a name that is none is told."""
    assert annotators.named("llm, rules,llm") == ("llm", "rules")
    for text in ("", "rules,", "oracle", "people"):
        with pytest.raises(RioBravoError) as raised:
            annotators.named(text)
        assert raised.value.code == "RB-401"


def test_what_one_could_not_code_stands_beside_the_other() -> None:
    """The rules' coding stands where the model gave no answer, with the reason; alone, there is only the reason."""
    found = annotators.together([[RULES], OUT])
    assert isinstance(found, list)
    assert [type(item) for item in found] == [Mention, Quarantined]
    assert annotators.together([OUT]) == OUT
    assert annotators.together([OUT, OUT]) == [OUT]  # one reason, one row
