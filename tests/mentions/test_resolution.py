"""Whom a name means on a day, and why: titles and their holders in both languages, bodies by their country, no actor at all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riobravo.lexicon import gazetteer_rules
from riobravo.mentions import gazetteer, resolution
from riobravo.mentions.rules.annotator import Phrase, named
from tests.mentions.make import article, only

OFFICES = [
    ("el secretario de Seguridad", "MEX", "2011-08-26", "mx-ssp", "Genaro García Luna"),
    ("el secretario de Seguridad Pública", "MEX", "2011-08-26", "mx-ssp", "Genaro García Luna"),
    ("la secretaria de Seguridad", "MEX", "2021-10-08", "mx-sspc", "Rosa Icela Rodríguez"),
    ("el secretario de Seguridad", "MEX", "2025-02-27", "mx-sspc", "Omar García Harfuch"),
    ("Mexico's security secretary", "MEX", "2011-08-26", "mx-ssp", "Genaro García Luna"),
    ("the Mexican security secretary", "MEX", "2021-10-08", "mx-sspc", "Rosa Icela Rodríguez"),
    ("security secretary", "MEX", "2025-02-27", "mx-sspc", "Omar García Harfuch"),
    ("the secretary of Defense", "USA", "2011-03-01", "us-secdef", "Robert Gates"),
    ("the US defense secretary", "USA", "2012-03-01", "us-secdef", "Leon Panetta"),
    ("defence secretary", "USA", "2014-03-01", "us-secdef", "Chuck Hagel"),
    ("US Defense Secretary", "USA", "2016-03-01", "us-secdef", "Ash Carter"),
    ("el secretario de Defensa estadounidense", "USA", "2018-04-05", "us-secdef", "James Mattis"),
    ("el jefe del Pentágono", "USA", "2020-03-01", "us-secdef", "Mark Esper"),
    ("Mexico's defense secretary", "MEX", "2010-03-01", "mx-sedena", "Guillermo Galván"),
    ("the Mexican defence minister", "MEX", "2015-03-01", "mx-sedena", "Salvador Cienfuegos"),
    ("el secretario de la Defensa Nacional", "MEX", "2020-10-15", "mx-sedena", "Luis Cresencio Sandoval"),
    ("secretario de la Defensa", "MEX", "2025-02-27", "mx-sedena", "Ricardo Trevilla"),
    ("the secretary of state", "USA", "2007-03-13", "us-secstate", "Condoleezza Rice"),
    ("Secretary of State", "USA", "2009-03-25", "us-secstate", "Hillary Clinton"),
    ("la secretaria de Estado de Estados Unidos", "USA", "2010-03-23", "us-secstate", "Hillary Clinton"),
    ("Secretary of State", "USA", "2014-05-21", "us-secstate", "John Kerry"),
    ("el secretario de Estado estadounidense", "USA", "2025-09-03", "us-secstate", "Marco Rubio"),
    ("the attorney general", "USA", "2009-10-22", "us-ag", "Eric Holder"),
    ("US Attorney General", "USA", "2019-12-05", "us-ag", "William Barr"),
    ("el fiscal general de Estados Unidos", "USA", "2024-07-26", "us-ag", "Merrick Garland"),
    ("the Mexican attorney general", "MEX", "2012-04-01", "mx-pgr", "Marisela Morales"),
    ("el procurador general de la República", "MEX", "2014-01-27", "mx-pgr", "Jesús Murillo Karam"),
    ("Mexico's attorney general", "MEX", "2020-10-15", "mx-fgr", "Alejandro Gertz Manero"),
    ("el fiscal general de la República", "MEX", "2026-01-10", "mx-fgr", "Ernestina Godoy"),
    ("the US president", "USA", "2008-06-30", "us-president", "George W. Bush"),
    ("el presidente de Estados Unidos", "USA", "2016-09-01", "us-president", "Barack Obama"),
    ("el mandatario estadounidense", "USA", "2025-02-01", "us-president", "Donald Trump"),
    ("the Mexican president", "MEX", "2011-08-27", "mx-president", "Felipe Calderón"),
    ("el presidente de México", "MEX", "2016-09-01", "mx-president", "Enrique Peña Nieto"),
    ("la presidenta", "MEX", "2025-02-01", "mx-president", "Claudia Sheinbaum"),
    ("the US ambassador to Mexico", "USA", "2010-09-10", "us-amb-mexico", "Carlos Pascual"),
    ("US ambassador", "USA", "2017-02-01", "us-amb-mexico", "Roberta Jacobson"),
    ("el embajador de Estados Unidos en México", "USA", "2024-08-27", "us-amb-mexico", "Ken Salazar"),
    ("el embajador estadounidense", "USA", "2025-06-12", "us-amb-mexico", "Ronald Johnson"),
    ("el embajador de México en Estados Unidos", "MEX", "2011-03-01", "mx-amb-usa", "Arturo Sarukhán"),
    ("Mexico's ambassador to the United States", "MEX", "2019-06-07", "mx-amb-usa", "Martha Bárcena"),
    ("the DEA administrator", "USA", "2012-06-01", "us-dea-administrator", "Michele Leonhart"),
    ("la administradora de la DEA", "USA", "2023-04-14", "us-dea-administrator", "Anne Milgram"),
    ("the head of the DEA", "USA", "2025-08-18", "us-dea-administrator", "Terrance Cole"),
]


@pytest.mark.parametrize(("name", "country", "day", "actor_id", "holder"), OFFICES)
def test_a_title_means_the_office_of_that_day(name: str, country: str, day: str, actor_id: str, holder: str) -> None:
    """One title, several offices and holders: the day decides; the holder by name means the same actor."""
    on = date.fromisoformat(day)
    found = resolution.resolve(name, country, on)
    assert (found.actor_id, found.reason, found.tenure and found.tenure.name) == (actor_id, "office", holder)
    by_name = resolution.resolve(holder, country, on)
    assert (by_name.actor_id, by_name.reason) == (actor_id, "holder")


CHANGES = [
    ("Barack Obama", "USA", "2009-01-20", "us-president"),
    ("Barack Obama", "USA", "2009-01-19", None),
    ("George W. Bush", "USA", "2009-01-20", "us-president"),
    ("George W. Bush", "USA", "2009-01-21", None),
    ("Claudia Sheinbaum", "MEX", "2024-10-01", "mx-president"),
    ("Claudia Sheinbaum", "MEX", "2024-09-30", None),
    ("Andrés Manuel López Obrador", "MEX", "2024-09-30", "mx-president"),
    ("Andrés Manuel López Obrador", "MEX", "2024-10-01", None),
    ("President Trump", "USA", "2021-01-20", "us-president"),
    ("President Trump", "USA", "2021-01-21", None),
    ("President Trump", "USA", "2025-01-20", "us-president"),
    ("Pete Hegseth", "USA", "2025-01-24", None),
    ("Pete Hegseth", "USA", "2025-01-25", "us-secdef"),
    ("canciller De la Fuente", "MEX", "2025-11-28", "mx-sre"),
    ("Salvador Cienfuegos", "MEX", "2020-10-15", None),
]


@pytest.mark.parametrize(("name", "country", "day", "actor_id"), CHANGES)
def test_a_holder_means_the_office_in_the_term_only(name: str, country: str, day: str, actor_id: str | None) -> None:
    """The day of a change is of who goes and who comes; before and after it a name is no office, and that is the reason."""
    found = resolution.resolve(name, country, date.fromisoformat(day))
    assert found.actor_id == actor_id
    assert found.reason == ("holder" if actor_id else "not then")


@pytest.mark.parametrize(
    ("day", "holder"),
    [("2009-01-19", "George W. Bush"), ("2009-01-20", "Barack Obama"), ("2009-01-21", "Barack Obama")],
)
def test_on_the_day_of_a_change_the_title_is_of_who_comes(day: str, holder: str) -> None:
    """Both held the office on that day; one holder is told."""
    found = resolution.resolve("the US president", "USA", date.fromisoformat(day))
    assert found.tenure is not None
    assert found.tenure.name == holder


FIRST, LAST = gazetteer_rules().offices_known


@pytest.mark.parametrize("name", sorted({row[0] for row in OFFICES}))
@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), LAST + timedelta(days=1)])
def test_a_title_of_a_time_that_is_not_known_means_none(name: str, day: date) -> None:
    """Whose office it was then the table does not say."""
    country = next(row[1] for row in OFFICES if row[0] == name)
    found = resolution.resolve(name, country, day)
    assert (found.actor_id, found.reason, found.tenure) == (None, "not then", None)


def test_between_two_offices_of_one_title_there_is_none() -> None:
    """From 2013 to 2018 Mexico had no secretary of security."""
    found = resolution.resolve("el secretario de Seguridad", "MEX", date(2015, 7, 12))
    assert (found.actor_id, found.reason) == (None, "not then")


NAMES = [
    ("Mexico's navy", "MEX", "mx-semar-org", "country"),
    ("la Marina mexicana", "MEX", "mx-semar-org", "country"),
    ("the army", "MEX", "mx-ejercito", "country"),
    ("the army", "USA", "us-army", "country"),
    ("the Army", None, None, "unknown"),
    ("National Guard", "MEX", "mx-gn", "country"),
    ("National Guard", "USA", None, "unknown"),
    ("Departamento de Justicia de Estados Unidos", "USA", "us-doj", "country"),
    ("Supreme Court", "MEX", "mx-scjn", "country"),
    ("Supreme Court", "USA", "us-supreme-court", "country"),
    ("Washington", "USA", "state-usa", "country"),
    ("Washington", "MEX", None, "unknown"),
    ("Mexico", "MEX", "state-mex", "name"),
    ("gobierno federal", "MEX", "state-mex", "country"),
    ("the U.S. government", "USA", "state-usa", "country"),
    ("Colombia's attorney general", "COL", None, "unknown"),
    ("Americans", "USA", None, "unknown"),
    ("dos estadounidenses", "USA", None, "unknown"),
    ("la defensa", "MEX", None, "unknown"),
    ("la secretaria de Gobernación", "MEX", "mx-segob", "office"),
    ("la Secretaría de Gobernación", "MEX", "mx-segob-org", "name"),
    ("la secretaría de Seguridad Interior", "USA", None, "unknown"),
    ('Ismael "El Mayo" Zambada', "MEX", "per-mayo", "name"),
    ("Joaquín El Chapo Guzmán Loera", "MEX", "per-chapo", "name"),
    ("El Doctor", "MEX", None, "several"),
    ("President Sheinbaum", "USA", None, "unknown"),
]


@pytest.mark.parametrize(("name", "country", "actor_id", "reason"), NAMES)
def test_a_name_means_an_actor_of_its_country(
    name: str, country: str | None, actor_id: str | None, reason: str
) -> None:
    """Bodies by what they are called beside their country, nicknames inside names; else none, with the reason."""
    found = resolution.resolve(name, country, date(2025, 2, 28))
    assert (found.actor_id, found.reason) == (actor_id, reason)


def test_every_spelling_of_the_table_means_its_actor_or_says_why_not() -> None:
    """What actors.yaml declares is what is looked up: none of its names is unknown to its own country."""
    for row in gazetteer.actors().rows:
        names = [row["name"], *(name for names in row["aliases"].values() for name in names)]
        found = {name: resolution.resolve(name, row["country"], date(2025, 2, 28)) for name in names}
        strange = {name: one for name, one in found.items() if one.reason == "unknown"}
        assert strange == {}, row["id"]


@given(
    st.sampled_from([row for row in gazetteer.actors().rows if row.get("holders")]),
    st.dates(FIRST - timedelta(days=3000), LAST + timedelta(days=3000)),
)
def test_a_holder_is_told_only_in_the_term(row: dict[str, object], day: date) -> None:
    """Whatever the day: who is told as holder held the office on it."""
    held = resolution.holder(str(row["id"]), day)
    if held is not None:
        assert gazetteer.within(day, held.start, held.end)
    else:
        assert not any(gazetteer.within(day, t.start, t.end) for t in gazetteer.tenures(row))


IN_TEXT = [
    ("en", "2011-08-26", "Mexico's security secretary spoke in Monterrey.", "security secretary", "mx-ssp"),
    ("en", "2021-10-08", "Mexico's security secretary spoke in Monterrey.", "security secretary", "mx-sspc"),
    ("es", "2011-08-26", "El secretario de Seguridad habló en Monterrey.", "secretario de Seguridad", "mx-ssp"),
    ("es", "2021-10-08", "La secretaria de Seguridad habló en Monterrey.", "secretaria de Seguridad", "mx-sspc"),
    ("es", "2025-02-27", "El secretario de Seguridad habló en Monterrey.", "secretario de Seguridad", "mx-sspc"),
    ("en", "2018-11-16", "MEXICO CITY - The navy sent 300 people to Tijuana.", "navy", "mx-semar-org"),
    ("en", "2018-11-16", "WASHINGTON - The army sent 300 people to Texas.", "army", "us-army"),
    ("en", "2018-11-16", "WASHINGTON - Mexico's army sent 300 people to Tijuana.", "army", "mx-ejercito"),
    ("es", "2024-11-27", "CIUDAD DE MÉXICO.- La mandataria propuso un diálogo.", "mandataria", "mx-president"),
    ("es", "2024-11-27", "CIUDAD DE MÉXICO.- El presidente de Estados Unidos habló.", "presidente", "us-president"),
    ("en", "2024-11-28", "Donald Trump and Claudia Sheinbaum spoke. Trump was content.", "Trump was", None),
    ("en", "2019-06-01", "Colombia's Attorney General visited Bogotá.", "Attorney General", None),
    ("en", "2019-06-01", "The US Ambassador to Colombia visited Cali.", "US Ambassador to Colombia", None),
    ("en", "2019-12-01", "The US Ambassador in Mexico visited Puebla.", "US Ambassador in Mexico", "us-amb-mexico"),
    ("es", "2025-06-12", "El embajador estadounidense habló en Cali.", "embajador estadounidense", "us-amb-mexico"),
    (
        "es",
        "2025-06-12",
        "El embajador estadounidense en Colombia habló.",
        "embajador estadounidense en Colombia",
        None,
    ),
    ("en", "1995-06-01", "The Secretary of State visited Mexico City.", "Secretary of State", None),
    (
        "es",
        "2025-12-11",
        'El juez aplazó la sentencia de Ismael "El Mayo" Zambada.',
        'Ismael "El Mayo" Zambada',
        "per-mayo",
    ),
]


@pytest.mark.parametrize(("language", "day", "text", "words", "actor_id"), IN_TEXT)
def test_the_annotator_takes_words_for_the_actor_of_that_day(
    language: str, day: str, text: str, words: str, actor_id: str | None
) -> None:
    """The same in running text, where dateline and other words of the sentence say the country."""
    written = article(text, language, day=date.fromisoformat(day))
    start = text.index(words)
    (who,) = named(written, [Phrase("text", start, start + len(words.removesuffix(" was")))])
    assert who.actor_id == actor_id


UNKNOWN = [
    (
        "en",
        "Mexican marines arrested Pedro Páramo, a Guatemalan police officer, in Tapachula on Tuesday.",
        "target",
        ("Pedro Páramo", None, "GTM", "COP"),
    ),
    (
        "es",
        "La Policía Nacional de Colombia detuvo a tres sicarios en Cali el martes.",
        "source",
        ("Policía Nacional de Colombia", None, "COL", "COP"),
    ),
    (
        "en",
        "The Colombian army deployed 500 soldiers to Cali on Tuesday.",
        "source",
        ("Colombian army", None, "COL", "MIL"),
    ),
    (
        "es",
        "El gobierno de Guatemala desplegó 500 soldados en Petén el martes.",
        "source",
        ("gobierno de Guatemala", None, "GTM", "GOV"),
    ),
]


@pytest.mark.parametrize(("language", "text", "side", "expected"), UNKNOWN)
def test_an_unknown_actor_stays_as_written(
    language: str, text: str, side: str, expected: tuple[str, None, str, str]
) -> None:
    """The table does not have it: words, country and sector are those of the text."""
    mention = only(text, language)
    found = tuple(getattr(mention, f"{side}_{part}") for part in ("name", "actor_id", "country", "sector"))
    assert found == expected
