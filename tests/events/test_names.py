"""Names of persons: what is one, and when two are one person's."""

from __future__ import annotations

import pytest

from riobravo.events import names
from riobravo.events.names import Likeness
from tests.events.make import POLICY

RULES = POLICY.persons


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Rafael Caro Quintero", [("rafael", "caro", "quintero")]),
        ("former governor César Duarte", [("cesar", "duarte")]),
        ("Miguel Ángel Treviño and Omar Treviño", [("miguel", "angel", "trevino"), ("omar", "trevino")]),
        ("Miguel Ángel Treviño y Omar Treviño", [("miguel", "angel", "trevino"), ("omar", "trevino")]),
        ("29 prisoners", []),
        ("three police officers of Reynosa", []),
        ("the Sinaloa Cartel", []),
        ("Guardia Nacional", []),
        ("Two men", []),
        ("agent of the Border Patrol", []),
        ("Governor Rubén Rocha", [("ruben", "rocha")]),
        ("Ovidio Guzmán's", [("ovidio", "guzman")]),
        ("", []),
        (None, []),
    ],
)
def test_a_column_names_persons_or_none(text: str | None, parts: list[tuple[str, ...]]) -> None:
    """Names are cut and folded; counts, bodies and descriptions are no persons."""
    assert [name.parts for name in names.persons(text, RULES)] == parts


@pytest.mark.parametrize(
    ("first", "second", "likeness"),
    [
        ("Rafael Caro Quintero", "Caro Quintero", Likeness.SAME),
        ("Ismael Zambada", "Ismael 'El Mayo' Zambada García", Likeness.SAME),
        ("Miguel Ángel Treviño", "Miguel Treviño Morales", Likeness.SAME),
        ("Miguel Ángel Treviño Morales", "Miguel Treviño Morales", Likeness.SAME),
        ("Vicente Carrillo Fuentes", "Vicente Carillo Fuentes", Likeness.SAME),
        ("Joaquín Guzmán Loera", "Joaquín Guzmán López", Likeness.DIFFERENT),
        ("Ovidio Guzmán López", "Iván Archivaldo Guzmán López", Likeness.DIFFERENT),
        ("Nemesio Oseguera “El Mencho”", "El Mencho", Likeness.SAME),
        ("El Mencho", "Nemesio Oseguera", Likeness.UNKNOWN),
        ("El Mencho", "El Mayo", Likeness.DIFFERENT),
        ("César Duarte", "Javier Duarte", Likeness.DIFFERENT),
    ],
)
def test_names_compare_by_their_parts(first: str, second: str, likeness: Likeness) -> None:
    """Accents, order of naming and a missing surname do not matter; another surname or first name does."""
    (one,), (other,) = names.persons(first, RULES), names.persons(second, RULES)
    assert names.compare(one, other, RULES) is likeness
    assert names.compare(other, one, RULES) is likeness
