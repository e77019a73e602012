"""Both languages have words for everything that the engine asks for."""

from __future__ import annotations

import pytest

from riobravo import lexicon, ontology

LANGUAGES = sorted(ontology.load().languages)
ONE_SIDED = {"future_auxiliaries", "reported_future", "headline_infinitive", "months_capitalised"}
"""Cues that one language expresses by the form of the verb."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event_type", sorted(ontology.load().types))
def test_each_type_has_cues(language: str, event_type: str) -> None:
    """Every type has verbs in every language."""
    assert any(t.event_type == event_type and t.verbs for t in lexicon.load(language).triggers)


@pytest.mark.parametrize("part", ["status", "numbers", "dates"])
def test_the_same_cue_lists(part: str) -> None:
    """The files of cues hold the same lists in every language, and none is empty in one alone."""
    first, *others = (getattr(lexicon.load(language), part) for language in LANGUAGES)
    for other in others:
        assert set(first) == set(other)
        assert {k for k in first if bool(first[k]) != bool(other[k])} <= ONE_SIDED


def test_the_same_kinds() -> None:
    """Every kind of noun that one language knows, the others know too."""
    kinds = [frozenset().union(*(term.kinds for _, term in lexicon.load(language).terms)) for language in LANGUAGES]
    assert all(found == kinds[0] for found in kinds)


@pytest.mark.parametrize("language", LANGUAGES)
def test_triggers_name_what_is_declared(language: str) -> None:
    """A role that a trigger restricts is a role of its frame, and the kinds it asks for exist."""
    words = lexicon.load(language)
    known = frozenset().union(*(term.kinds for _, term in words.terms)) | {
        "named",
        "place",
        "state",
        "people",
        "pronoun",
    }
    for trigger in words.triggers:
        for conditions in (trigger.where, trigger.unless):
            assert set(conditions) <= set(trigger.frame.roles), trigger.rule
        asked = frozenset().union(*trigger.where.values()) | trigger.content if trigger.where else trigger.content
        assert asked <= known, trigger.rule
