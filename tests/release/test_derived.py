"""Tables that no annotator makes."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest

from riobravo import ontology
from riobravo.errors import RioBravoError
from riobravo.records import Article
from riobravo.release import derived
from riobravo.tables import as_pandera, model

DECLARED = model.load()
TABLES = DECLARED.tables


def test_articles_keep_their_text_and_get_hash_words_and_story() -> None:
    """Nothing of the text is changed; what is added can be computed again from it."""
    text = "Dos  palabras,\n\nseñor 🐍."
    article = Article(article_id="a", title="T", text=text, language="es", published_on=date(2025, 3, 1))
    row = derived.articles([article], {"a": "b"}, TABLES["articles"]).row(0, named=True)
    assert (row["text"], row["n_words"], row["story_id"], row["split"]) == (text, 4, "b", None)
    assert row["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()


ACTORS: list[dict[str, Any]] = [
    {
        "id": "mex-president", "name": "President of Mexico", "kind": "office", "country": "MEX", "sector": "GOV",
        "aliases": {"es": ["presidente de México"]},
        "holders": [
            {"name": "A. B.", "aliases": ["B."], "from": "2018-12-01", "to": "2024-10-01"},
            {"name": "C. D.", "from": "2024-10", "to": None},
            {"name": "E. F.", "from": date(2012, 12, 1), "to": "2018"},
        ],
    },
    {
        "id": "cartel", "name": "Cartel", "kind": "cartel", "country": "MEX", "sector": "CRM", "parent": "mex-president",
        "wikidata": "Q1", "sources": ["https://example.org/c"], "aliases": {"en": ["Cartel"], "es": []},
    },
]  # fmt: skip


def test_actors_become_rows_with_their_sources() -> None:
    """Each entry is a row that holds to the declarations."""
    made = derived.actors(ACTORS, TABLES["actors"])
    assert as_pandera.problems(made, TABLES["actors"]) == ()
    cartel = made.row(1, named=True)
    assert (cartel["parent_id"], cartel["wikidata_id"], cartel["sources"][0]["url"]) == (
        "mex-president", "Q1", "https://example.org/c",
    )  # fmt: skip


def test_names_of_holders_mean_the_office_in_their_term() -> None:
    """Every spelling is a row once; those of holders have the dates of their term."""
    made = derived.actor_aliases(ACTORS, TABLES["actor_aliases"])
    assert as_pandera.problems(made, TABLES["actor_aliases"]) == ()
    rows = {(row["alias"], row["language"], row["valid_from"], row["valid_to"]) for row in made.to_dicts()}
    assert rows == {
        ("President of Mexico", None, None, None),
        ("presidente de México", "es", None, None),
        ("A. B.", None, date(2018, 12, 1), date(2024, 10, 1)),
        ("B.", None, date(2018, 12, 1), date(2024, 10, 1)),
        ("C. D.", None, date(2024, 10, 1), None),
        ("E. F.", None, date(2012, 12, 1), date(2018, 1, 1)),
        ("Cartel", None, None, None),
        ("Cartel", "en", None, None),
    }


def test_a_term_that_is_no_date_is_told() -> None:
    """The message names the entry."""
    with pytest.raises(RioBravoError, match=r"RB-303.*mex-president|RB-303.*A\. B\."):
        derived.actor_aliases(
            [{**ACTORS[0], "holders": [{"name": "A. B.", "from": "December", "to": None}]}], TABLES["actor_aliases"]
        )


def test_the_ontology_and_the_coverage_are_tables_too() -> None:
    """Queries can ask for types, crosswalks, scope and dates; both tables hold to their own declarations."""
    made = derived.of_declarations(ontology.load(), DECLARED)
    for name, data in made.items():
        assert as_pandera.problems(data, TABLES[name]) == ()
    n_subtypes = sum(len(event_type.subtypes) for event_type in ontology.load().types.values())
    assert made["event_types"].height == n_subtypes
    assert made["coverage"]["data_through"].to_list() == [DECLARED.coverage.data_through]
