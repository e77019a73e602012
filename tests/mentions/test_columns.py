"""Who, where and how many of small invented articles: one row a rule, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from riobravo import ontology
from riobravo.lexicon import gazetteer_rules, load
from riobravo.mentions import gazetteer
from riobravo.records import Mention
from tests.mentions.make import coded


def _first(event_type: str, text: str, language: str, *, title: str = "") -> Mention:
    """The article's last mention of the type: what its last sentence tells with what the others add."""
    found = [m for m in coded(text, language, title=title) if m.event_type == event_type]
    assert found, text
    return found[-1]


def _columns(mention: Mention, wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(mention, name) for name in wanted}


PARTIES = [
    pytest.param(
        "arrest",
        "en",
        "Two men were arrested in Saltillo on Tuesday.",
        {"source_country": "MEX", "source_name": None, "source_sector": None, "target_country": "MEX"},
        id="a place says the country of an arrest (en)",
    ),
    pytest.param(
        "arrest",
        "es",
        "Dos hombres fueron detenidos en Saltillo el martes.",
        {"source_country": "MEX", "source_name": None, "source_sector": None, "target_country": "MEX"},
        id="a place says the country of an arrest (es)",
    ),
    pytest.param(
        "arrest",
        "en",
        "Federal police raided a house in Mexicali, where three suspects were arrested.",
        {"source_actor_id": "mx-pf", "source_sector": "COP", "is_source_inferred": True},
        id="a passive takes the force of its sentence",
    ),
    pytest.param(
        "assault",
        "en",
        "Marines clashed with gunmen in Reynosa. Two gunmen were killed.",
        {"source_sector": "MIL", "is_source_inferred": True, "target_sector": "CRM", "quantity_best": 2},
        id="who killed gunmen is the force of the sentence before",
    ),
    pytest.param(
        "assault",
        "es",
        "Marinos se enfrentaron con sicarios en Reynosa. Dos sicarios fueron asesinados.",
        {"source_sector": "MIL", "is_source_inferred": True, "target_sector": "CRM", "quantity_best": 2},
        id="quien mató a sicarios es la fuerza de la oración anterior",
    ),
    pytest.param(
        "arrest",
        "en",
        "General Juan Pérez López was arrested in Los Angeles. Pérez was released on Friday.",
        {"target_sector": "MIL", "source_country": "USA", "place_admin1": "California"},
        id="a person keeps the office named once (en)",
    ),
    pytest.param(
        "arrest",
        "es",
        "El general Juan Pérez López fue detenido en Los Ángeles. Pérez fue liberado el viernes.",
        {"target_sector": "MIL", "source_country": "USA", "place_admin1": "California"},
        id="a person keeps the office named once (es)",
    ),
    pytest.param(
        "arrest",
        "en",
        "Pedro Ruiz was captured in Pachuca. His capture took two years.",
        {"target_name": "Pedro Ruiz", "is_target_inferred": True, "quantity_best": 1, "place_admin1": "Hidalgo"},
        id="a possessive is the person of the article, and its place that of the same arrest",
    ),
    pytest.param(
        "arrest",
        "en",
        "The DEA arrested 30 members of the Gulf Cartel in Texas.",
        {"target_sector": "CRM", "target_actor_id": "org-golfo", "place_country": "USA", "quantity_best": 30},
        id="members are of their group (en)",
    ),
    pytest.param(
        "arrest",
        "es",
        "La DEA detuvo a 30 integrantes del Cártel del Golfo en Texas.",
        {"target_sector": "CRM", "target_actor_id": "org-golfo", "place_country": "USA", "quantity_best": 30},
        id="members are of their group (es)",
    ),
    pytest.param(
        "arrest",
        "es",
        "Elementos de la Policía Federal detuvieron a Pedro Ruiz en Toluca.",
        {"source_actor_id": "mx-pf", "source_sector": "COP", "target_sector": "CRM"},
        id="elementos de una fuerza son la fuerza",
    ),
    pytest.param(
        "arrest",
        "en",
        "El Chapo's son was arrested in Culiacán.",
        {"target_actor_id": None, "target_sector": "CRM"},
        id="someone's son is not that someone",
    ),
    pytest.param(
        "extradition",
        "en",
        "The United States extradited Juan Pérez López to Mexico on Thursday.",
        {
            "source_actor_id": "state-usa",
            "target_actor_id": "state-mex",
            "source_sector": "GOV",
            "target_sector": "GOV",
        },
        id="who hands over is the source, who receives the target",
    ),
    pytest.param(
        "extradition",
        "en",
        "Juan Pérez López was extradited from Mexico to Houston on Thursday.",
        {"source_actor_id": "state-mex", "target_actor_id": "state-usa", "target_name": None},
        id="prepositions lead; a town stands for its state",
    ),
    pytest.param(
        "extradition",
        "es",
        "Juan Pérez López fue extraditado de México a Estados Unidos el jueves.",
        {"source_actor_id": "state-mex", "target_actor_id": "state-usa"},
        id="las preposiciones llevan",
    ),
    pytest.param(
        "extradition",
        "en",
        "Mexico extradited Juan Pérez López to the United States in May. His extradition had been blocked by a judge.",
        {"event_subtype": "refused", "source_country": "MEX", "target_country": "USA", "quantity_best": 1},
        id="an earlier stage leads as the hand-over does",
    ),
    pytest.param(
        "consultation",
        "en",
        "President Donald Trump and Claudia Sheinbaum met in Washington on Friday.",
        {"source_actor_id": "us-president", "target_actor_id": "mx-president", "place_admin1": "District of Columbia"},
        id="a pair are the two parties",
    ),
    pytest.param(
        "sanction",
        "en",
        "Trump imposed a tariff of 25 percent on Mexican goods.",
        {"source_actor_id": "us-president", "target_actor_id": "state-mex", "target_sector": "GOV"},
        id="a duty on goods is on their state",
    ),
    pytest.param(
        "judicial",
        "en",
        "Pedro Ruiz pleaded guilty on Friday before a judge in Brooklyn.",
        {"source_name": "Pedro Ruiz", "target_name": "Pedro Ruiz", "source_sector": "CRM", "place_admin1": "New York"},
        id="who pleads acts",
    ),
]


@pytest.mark.parametrize(("event_type", "language", "text", "wanted"), PARTIES)
def test_the_parties(event_type: str, language: str, text: str, wanted: dict[str, Any]) -> None:
    """Who acts and who undergoes, as the sentence, the article and the type say."""
    assert wanted == _columns(_first(event_type, text, language), wanted)


PLACES = [
    ("en", "Two men were arrested in Liberty, Texas, on Monday.", "USA", "Texas", "municipality"),
    ("en", "Two men were arrested at Tijuana airport on Monday.", "MEX", "Baja California", "municipality"),
    ("es", "La policía detuvo a tres hombres en el Estado de México.", "MEX", "Estado de México", "admin1"),
    ("es", "La policía detuvo a tres hombres en México.", "MEX", None, "country"),
    ("en", "Mexico sent 300 soldiers to Tijuana.", "MEX", "Baja California", "municipality"),
    ("es", "México envió 300 soldados a Tijuana.", "MEX", "Baja California", "municipality"),
    ("en", "Trump sent 500 National Guard troops to the border with Mexico.", "USA", None, "cross_border"),
    ("es", "Trump envió 500 soldados a la frontera con México.", "USA", None, "cross_border"),
    ("en", "TIJUANA (RB) - Five men were arrested in this city.", "MEX", "Baja California", "municipality"),
    ("es", "TIJUANA, BC.- Cinco hombres fueron detenidos en esta ciudad.", "MEX", "Baja California", "municipality"),
    ("es", "CIUDAD DE MÉXICO.- Cinco hombres fueron detenidos.", None, None, None),
    ("en", "A San Diego grand jury charged Pedro Ruiz with drug smuggling.", "USA", "California", "municipality"),
    ("en", "Los Zetas killed four policemen in San Luis Xilotepec.", None, None, None),
    ("en", "Police arrested two men of the Sinaloa cartel.", None, None, None),
]


@pytest.mark.parametrize(("language", "text", "country", "admin1", "precision"), PLACES)
def test_the_place(language: str, text: str, country: str | None, admin1: str | None, precision: str | None) -> None:
    """Of the event: by its clause, a border by who guards it, a dateline where it is meant, and none inside another name."""
    mention = coded(text, language)[-1]
    assert (country, admin1, precision) == (mention.place_country, mention.place_admin1, mention.place_precision)


def test_a_place_of_the_title_is_that_of_the_news() -> None:
    """Not of what is told as long past."""
    new = _first("arrest", "Three suspects were arrested on Monday.", "en", title="Police raid in Toluca")
    old = _first("arrest", "Three suspects were arrested in March 2011.", "en", title="Police raid in Toluca")
    assert ("Estado de México", None) == (new.place_admin1, old.place_admin1)


COUNTS = [
    ("en", "deployment", "Mexico sent 19 marines into Campeche, where they will be deployed.", 19, "persons"),
    ("en", "sanction", "The Treasury Department designated six cartels as terrorist organizations.", 6, "entities"),
    ("es", "sanction", "Estados Unidos designó a seis cárteles como organizaciones terroristas.", 6, "entities"),
    ("en", "judicial", "Chihuahua prosecutors charged Ruiz with murder.", 1, "persons"),
    ("es", "seizure", "La Marina aseguró 100 libras de heroína en Manzanillo.", 45.359, "kg"),
]


@pytest.mark.parametrize(("language", "event_type", "text", "best", "unit"), COUNTS)
def test_how_many(language: str, event_type: str, text: str, best: float, unit: str) -> None:
    """What the act counts, in the units of its type; a named person is one."""
    mention = _first(event_type, text, language)
    assert (best, unit) == (mention.quantity_best, mention.quantity_unit)


# ── declarations ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_inferred_is_declared() -> None:
    """Types, subtypes and sectors of what the text leaves open are those of the ontology, the same in both languages."""
    declared, rules = ontology.load(), load("en").inferred
    assert rules == load("es").inferred
    keys = {
        *rules.country,
        *rules.sector,
        *rules.unnamed_sector,
        *rules.actor,
        *rules.who_acts,
        *rules.place,
        *rules.count,
    }
    for key in (*keys, *rules.self_acting):
        event_type, _, subtype = key.partition(".")
        assert event_type in declared.types
        assert not subtype or subtype in declared.type(event_type).subtypes
    sectors = {
        s for table in (rules.sector, rules.unnamed_sector) for sides in table.values() for s in sides.values() if s
    }
    assert sectors | rules.officials | rules.holders | rules.weak_sectors <= set(declared.codes("sectors"))
    assert rules.person <= {trigger.frame.name for trigger in load("en").triggers}


def test_kinds_of_actors_and_sizes_of_towns_are_declared() -> None:
    """Every kind that is declared stands in the table, and a town elsewhere must be larger than one of the two countries."""
    rules = gazetteer_rules()
    assert rules.kinds_of_actor.keys() <= {row["kind"] for row in gazetteer.actors().rows}
    assert rules.least("MEX") == rules.least("USA") < rules.least("FRA")


def test_short_names_of_towns_and_capitals() -> None:
    """The press says "Pachuca"; "Mexico" is no town; a capital in a dateline says little."""
    assert ["Hidalgo"] == [place.admin1 for place in gazetteer.places_named("Pachuca")]
    assert all(place.precision != "municipality" for place in gazetteer.places_named("Mexico"))
    assert {"MEX", "USA"} <= {place.country for place in gazetteer.capitals()}
