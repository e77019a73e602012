"""Numbers as chapter 6 of the codebook reads them: low, best, high, modifier, and the unit that stands beside them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riobravo.mentions.rules import quantities
from tests.mentions.make import only, parsed

Bounds = tuple[float | None, float | None, float | None]

ENGLISH: list[tuple[str, Bounds, str, str | None]] = [
    ("Some 29 suspects were flown north.", (29, 29, 29), "approx", None),
    ("About 300 soldiers arrived.", (300, 300, 300), "approx", None),
    ("More than 10,000 soldiers arrived.", (10_000, 10_000, None), "at_least", None),
    ("At least 12 people died.", (12, 12, None), "at_least", None),
    ("They sent up to 1,200 troops.", (None, 1_200, 1_200), "at_most", None),
    ("Nearly 1,200 troops arrived.", (None, 1_200, 1_200), "at_most", None),
    ("Fewer than 50 men left.", (None, 50, 50), "at_most", None),
    ("Between 5,000 and 7,000 soldiers arrived.", (5_000, 6_000, 7_000), "approx", None),
    ("From 5,000 to 7,000 agents arrived.", (5_000, 6_000, 7_000), "approx", None),
    ("They held 15-20 men.", (15, 17.5, 20), "approx", None),
    ("Dozens of agents arrived.", (24, None, None), "at_least", None),
    ("Hundreds of agents arrived.", (200, None, None), "at_least", None),
    ("Several agents arrived.", (3, None, None), "at_least", None),
    ("Twenty-nine men arrived.", (29, 29, 29), "exact", None),
    ("Two dozen men arrived.", (24, 24, 24), "exact", None),
    ("Half a dozen men arrived.", (6, 6, 6), "exact", None),
    ("A dozen agents arrived.", (12, 12, 12), "exact", None),
    ("10.000 soldiers arrived.", (10_000, 10_000, 10_000), "exact", None),
    ("They found 3 tons of cocaine.", (3_000, 3_000, 3_000), "exact", "kg"),
    ("They found 100 pounds of heroin.", (45.359, 45.359, 45.359), "exact", "kg"),
    ("They found more than 2.5 kilograms of fentanyl.", (2.5, 2.5, None), "at_least", "kg"),
    ("It cost $1.6 billion.", (1.6e9, 1.6e9, 1.6e9), "exact", "usd"),
    ("The fund holds 40 million pesos.", (4e7, 4e7, 4e7), "exact", "mxn"),
    ("A tariff of 25 percent applies.", (25, 25, 25), "exact", "percent"),
    ("A 25% tariff applies.", (25, 25, 25), "exact", "percent"),
    ("A tariff of 5 to 25 percent applies.", (5, 15, 25), "approx", "percent"),
    ("It lasted 10 years.", (10, 10, 10), "exact", "years"),
]


SPANISH = [
    ("Enviaron 10 mil soldados.", (10_000, 10_000, 10_000), "exact", None),
    ("Enviaron 10.000 soldados.", (10_000, 10_000, 10_000), "exact", None),
    ("Enviaron 10,000 soldados.", (10_000, 10_000, 10_000), "exact", None),
    ("Enviaron dos mil 500 soldados.", (2_500, 2_500, 2_500), "exact", None),
    ("Llegaron 2 mil 500 soldados.", (2_500, 2_500, 2_500), "exact", None),
    ("Enviaron veintinueve soldados.", (29, 29, 29), "exact", None),
    ("Enviaron una docena de soldados.", (12, 12, 12), "exact", None),
    ("Enviaron una treintena de soldados.", (30, 30, 30), "approx", None),
    ("Enviaron una veintena de agentes.", (20, 20, 20), "approx", None),
    ("Enviaron unos 300 soldados.", (300, 300, 300), "approx", None),
    ("Llegaron alrededor de 300 soldados.", (300, 300, 300), "approx", None),
    ("Enviaron más de 10 mil soldados.", (10_000, 10_000, None), "at_least", None),
    ("Murieron al menos 12 personas.", (12, 12, None), "at_least", None),
    ("Enviaron hasta mil 200 soldados.", (None, 1_200, 1_200), "at_most", None),
    ("Enviaron casi mil 200 soldados.", (None, 1_200, 1_200), "at_most", None),
    ("Enviaron entre 5 mil y 7 mil soldados.", (5_000, 6_000, 7_000), "approx", None),
    ("Enviaron entre 5 y 7 mil soldados.", (5_000, 6_000, 7_000), "approx", None),
    ("Enviaron cientos de soldados.", (200, None, None), "at_least", None),
    ("Enviaron varios soldados.", (3, None, None), "at_least", None),
    ("Hallaron 3 toneladas de cocaína.", (3_000, 3_000, 3_000), "exact", "kg"),
    ("Hallaron 2.5 kilos de fentanilo.", (2.5, 2.5, 2.5), "exact", "kg"),
    ("Hallaron 100 libras de heroína.", (45.359, 45.359, 45.359), "exact", "kg"),
    ("Costó 45 millones de dólares.", (4.5e7, 4.5e7, 4.5e7), "exact", "usd"),
    ("Costó 40 millones de pesos.", (4e7, 4e7, 4e7), "exact", "mxn"),
    ("Costó 45 mdd.", (4.5e7, 4.5e7, 4.5e7), "exact", "usd"),
    ("Fijaron un arancel de 25%.", (25, 25, 25), "exact", "percent"),
    ("Fijaron un arancel de 25 por ciento.", (25, 25, 25), "exact", "percent"),
    ("Recibió 10 años de cárcel.", (10, 10, 10), "exact", "years"),
    ("Destruyeron 12 hectáreas de amapola.", (12, 12, 12), "exact", "hectares"),
]


def _read(sentence: str, language: str) -> list[tuple[Bounds, str, str | None]]:
    found = quantities.find(parsed(sentence, language), language)
    return [((n.low, n.best, n.high), n.modifier, n.unit) for n in found]


@pytest.mark.parametrize(("sentence", "bounds", "modifier", "unit"), ENGLISH)
def test_an_english_quantity(sentence: str, bounds: Bounds, modifier: str, unit: str | None) -> None:
    """One quantity a sentence, with the bounds that its words allow; pounds and tons are kilograms."""
    assert [(bounds, modifier, unit)] == _read(sentence, "en")


@pytest.mark.parametrize(("sentence", "bounds", "modifier", "unit"), SPANISH)
def test_a_spanish_quantity(sentence: str, bounds: Bounds, modifier: str, unit: str | None) -> None:
    """10 mil, 10.000 and 10,000 are one number; all else as in English."""
    assert [(bounds, modifier, unit)] == _read(sentence, "es")


@pytest.mark.parametrize(
    ("sentence", "language"),
    [("The man left.", "en"), ("A man left.", "en"), ("Llegó un soldado.", "es"), ("El soldado llegó.", "es")],
)
def test_an_article_is_no_number(sentence: str, language: str) -> None:
    """The words "a", "the", "un", "el" count nothing."""
    assert [] == quantities.find(parsed(sentence, language), language)


@given(number=st.integers(1_000, 999_999))
@settings(max_examples=25, deadline=None)
def test_grouped_digits_are_read_in_both_conventions(number: int) -> None:
    """Commas and points group thousands, whatever the language."""
    for grouped in (f"{number:,}", f"{number:,}".replace(",", ".")):
        (found,) = quantities.find(parsed(f"Enviaron {grouped} soldados.", "es"), "es")
        assert number == found.best


def test_one_named_person_is_one() -> None:
    """A name without a number counts one, said by nobody."""
    mention = only("Mexico extradited Joaquín Guzmán to the United States on Thursday.")
    assert (1, 1, 1, "persons") == (
        mention.quantity_low,
        mention.quantity_best,
        mention.quantity_high,
        mention.quantity_unit,
    )


@pytest.mark.parametrize(
    ("sentence", "language", "unit", "best"),
    [
        ("Mexico deployed more than 10,000 troops to the northern border.", "en", "persons", 10_000),
        ("México desplegó a 10 mil soldados en la frontera norte.", "es", "persons", 10_000),
        ("The navy seized 3 tons of cocaine in Manzanillo.", "en", "kg", 3_000),
        ("The United States gave Mexico three helicopters.", "en", "aircraft", 3),
    ],
)
def test_the_unit_follows_from_what_is_counted(sentence: str, language: str, unit: str, best: float) -> None:
    """Troops are persons, helicopters aircraft, cocaine kilograms."""
    mention = only(sentence, language)
    assert (unit, best) == (mention.quantity_unit, mention.quantity_best)
