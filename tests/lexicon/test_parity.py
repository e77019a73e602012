"""The two languages say the same: what one can express, the other can, or it is written here why not."""

from __future__ import annotations

from typing import Any

import pytest

from riobravo import ontology, resources
from riobravo.lexicon import Lexicon, load

LANGUAGES = ("en", "es")

ONE_SIDED = {
    "headline_infinitive": "only English headlines speak of plans in the infinitive",
    "reported_future": "Spanish says it in the ending of the verb (enviaría), which the parser gives",
    "future_auxiliaries": "Spanish says it in the ending of the verb (enviará)",
}
"""Cues of one language that the other has no word for."""


def _yaml(language: str, name: str) -> dict[str, Any]:
    body: dict[str, Any] = resources.load_yaml(resources.lexicon_dir() / language / f"{name}.yaml")
    return body


def _kinds(lexicon: Lexicon) -> set[str]:
    return {kind for _, term in lexicon.terms for kind in term.kinds}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event_type", list(ontology.load().types))
def test_every_type_has_words_in_every_language(language: str, event_type: str) -> None:
    """Verbs that assert it."""
    assert any(t.verbs for t in load(language).triggers if t.event_type == event_type)


@pytest.mark.parametrize("name", ["status", "numbers", "dates", "grammar"])
def test_the_files_have_the_same_keys(name: str) -> None:
    """What the code asks of one language it finds in the other."""
    english, spanish = (_yaml(language, name) for language in LANGUAGES)
    assert english.keys() == spanish.keys()
    for key, body in english.items():
        if name in ("status", "grammar") and isinstance(body, dict):
            assert body.keys() == spanish[key].keys(), key


def test_cues_of_one_language_have_counterparts() -> None:
    """A list is empty in both languages or in none, unless it is declared one-sided."""
    english, spanish = (_yaml(language, "status") for language in LANGUAGES)
    uneven = {key for key in english if bool(english[key]) != bool(spanish[key])}
    assert set(ONE_SIDED) == uneven
    for key in ("operators", "stages", "stage_nouns"):
        assert all(english[key].values())
        assert all(spanish[key].values())


@pytest.mark.parametrize("name", ["numbers", "dates"])
def test_numbers_and_dates_express_the_same(name: str) -> None:
    """Every list of one language has entries in the other."""
    english, spanish = (_yaml(language, name) for language in LANGUAGES)
    for key, body in english.items():
        if isinstance(body, list | dict):
            assert bool(body) == bool(spanish[key]), key


def test_calendars_are_complete() -> None:
    """Twelve months, seven days, and the same kinds of expressions."""
    for language in LANGUAGES:
        words = load(language).dates
        assert set(range(1, 13)) == set(words["months"].values())
        assert set(range(7)) == set(words["weekdays"].values())
        assert {"day", "week", "month", "year", "hour"} == set(words["units"].values())
    kinds = [{pattern["kind"] for pattern in load(language).dates["patterns"]} for language in LANGUAGES]
    assert kinds[0] == kinds[1]


def test_units_of_numbers_are_the_same_in_both_languages() -> None:
    """Currencies and sizes lead to the same codes, all declared."""
    codes = [set(load(language).numbers["currency"].values()) for language in LANGUAGES]
    assert codes[0] == codes[1]
    assert codes[0] <= set(ontology.load().units)


def _asked() -> list[str]:
    """The kinds that roles of frames and conditions of triggers ask for."""
    lexicons = [load(language) for language in LANGUAGES]
    in_frames = {kind for lx in lexicons for t in lx.triggers for role in t.frame.roles.values() for kind in role.kinds}
    in_triggers = {
        kind
        for lx in lexicons
        for t in lx.triggers
        for kinds in (*t.where.values(), *t.unless.values())
        for kind in kinds
    }
    return sorted(in_frames | in_triggers)


FROM_ELSEWHERE = {"any", "named", "pronoun", "place", "state"}
"""Kinds that no list of words gives: anything, names, pronouns, the gazetteer's places, the table of countries."""


@pytest.mark.parametrize("kind", [kind for kind in _asked() if kind not in FROM_ELSEWHERE])
def test_kinds_that_frames_ask_for_exist_in_every_language(kind: str) -> None:
    """A role that no word could fill would silence its frame in that language."""
    assert [] == [language for language in LANGUAGES if kind not in _kinds(load(language))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_units_and_sectors_of_terms_are_declared(language: str) -> None:
    """What follows from a word is a code of the ontology."""
    declared = ontology.load()
    for word, term in load(language).terms:
        assert term.unit is None or term.unit in declared.units, word
        assert term.sector is None or term.sector in declared.codes("sectors"), word


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subtypes_that_follow_from_kinds_are_declared(language: str) -> None:
    """As are their types."""
    for event_type, lines in load(language).subtype_by_kind.items():
        assert {subtype for subtype, _ in lines} <= set(ontology.load().type(event_type).subtypes)


def test_countries_are_the_same_in_both_languages() -> None:
    """Every country has its names in each."""
    english, spanish = (load(language).countries for language in LANGUAGES)
    assert english.keys() == spanish.keys()


def test_the_same_kinds() -> None:
    """Every kind of noun that one language knows, the other knows too."""
    assert _kinds(load("en")) == _kinds(load("es"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_triggers_name_what_is_declared(language: str) -> None:
    """A role that a trigger restricts is a role of its frame, and the kinds it asks of content exist."""
    known = _kinds(load(language)) | FROM_ELSEWHERE
    for trigger in load(language).triggers:
        for conditions in (trigger.where, trigger.unless):
            assert set(conditions) <= set(trigger.frame.roles), trigger.rule
        assert trigger.content <= known, trigger.rule
