"""A plain sentence for every type, in both languages: the annotator that misses it misses what the type is about."""

from __future__ import annotations

import pytest

from riobravo import ontology
from tests.mentions.make import coded

ENGLISH = {
    "extradition": "Mexico extradited 29 cartel members to the United States on Thursday.",
    "deployment": "Mexico deployed 10,000 National Guard troops to the northern border.",
    "withdrawal": "The army withdrew 500 soldiers from Ciudad Juárez on Monday.",
    "threat": "Trump threatened to impose a tariff of 25 percent on Mexico.",
    "sanction": "The United States imposed tariffs of 25 percent on Mexico.",
    "concession": "Trump postponed the tariffs on Mexico for a month.",
    "pledge": "Mexico promised to send 10,000 soldiers to the border.",
    "agreement": "Mexico and the United States signed a security agreement.",
    "consultation": "Sheinbaum spoke with Trump by phone on Thursday.",
    "aid": "The United States gave Mexico three helicopters.",
    "demand": "Trump demanded that Mexico stop fentanyl trafficking.",
    "rejection": "Sheinbaum rejected the offer of American troops.",
    "accusation": "Trump accused the Mexican government of an alliance with the cartels.",
    "protest": "Hundreds of people protested in Mexico City against the tariffs.",
    "arrest": "Mexican marines captured Rafael Caro Quintero in Sinaloa.",
    "judicial": "A federal judge sentenced Genaro García Luna to 38 years in prison.",
    "seizure": "The navy seized 3 tons of cocaine in Manzanillo.",
    "assault": "Gunmen killed three police officers in Culiacán.",
    "intelligence": "The DEA shared intelligence with Mexico.",
    "other": "The two navies held a joint exercise in the Gulf of Mexico.",
}
SPANISH = {
    "extradition": "México extraditó a 29 capos a Estados Unidos el jueves.",
    "deployment": "México desplegó a 10 mil elementos de la Guardia Nacional en la frontera norte.",
    "withdrawal": "El Ejército retiró 500 soldados de Ciudad Juárez.",
    "threat": "Trump amenazó con imponer aranceles de 25 por ciento a México.",
    "sanction": "Estados Unidos impuso aranceles de 25 por ciento a México.",
    "concession": "Trump pospuso los aranceles a México por un mes.",
    "pledge": "México se comprometió a enviar 10 mil guardias a la frontera.",
    "agreement": "México y Estados Unidos firmaron un acuerdo de seguridad.",
    "consultation": "Sheinbaum se reunió con Marco Rubio en la Ciudad de México.",
    "aid": "Estados Unidos entregó tres helicópteros a México.",
    "demand": "Trump exigió que México frenara el tráfico de fentanilo.",
    "rejection": "Sheinbaum rechazó la oferta de tropas estadounidenses.",
    "accusation": "Trump acusó al gobierno mexicano de tener una alianza con los cárteles.",
    "protest": "Cientos de personas protestaron en la Ciudad de México.",
    "arrest": "La Marina capturó a Rafael Caro Quintero en Sinaloa.",
    "judicial": "Un juez sentenció a Genaro García Luna a 38 años de prisión.",
    "seizure": "La Marina decomisó 3 toneladas de cocaína en Manzanillo.",
    "assault": "Sicarios mataron a tres policías en Culiacán.",
    "intelligence": "La DEA compartió información de inteligencia con México.",
    "other": "Las dos marinas realizaron un ejercicio conjunto en el Golfo de México.",
}
SENTENCES = {"en": ENGLISH, "es": SPANISH}


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_every_type_has_its_sentence(language: str) -> None:
    """A type that is declared is tried, and nothing else."""
    assert set(ontology.load().types) == set(SENTENCES[language])


@pytest.mark.parametrize("event_type", ontology.load().types)
@pytest.mark.parametrize("language", SENTENCES)
def test_a_plain_sentence_is_coded_as_its_type(language: str, event_type: str) -> None:
    """One mention, of that type, actual, of a subtype of that type, with its evidence as the whole sentence."""
    sentence = SENTENCES[language][event_type]
    mentions = coded(sentence, language)
    assert [(event_type, "actual", sentence)] == [(m.event_type, m.status, m.evidence) for m in mentions]
    assert mentions[0].event_subtype in ontology.load().types[event_type].subtypes


SUBTYPES = [
    ("en", "A Mexican court approved the extradition of Ovidio Guzmán to the United States.", "extradition/approved"),
    ("en", "Mexico transferred 26 prisoners to the United States on Tuesday.", "extradition/transferred"),
    ("en", "Trump threatened to send troops into Mexico.", "threat/military"),
    (
        "en",
        "The Treasury Department designated the Sinaloa cartel as a terrorist organization.",
        "sanction/designation",
    ),
    ("en", "Mexico deployed 10,000 National Guard troops to the northern border.", "deployment/guard"),
    ("en", "The CIA flew drones over Mexico.", "intelligence/surveillance"),
    ("en", "Mexico sent a diplomatic note of protest to the United States.", "protest/diplomatic"),
    ("en", "A jury in Brooklyn convicted Joaquín Guzmán.", "judicial/convicted"),
    ("en", "Mexico's Senate approved the security law.", "other/legislation"),
    ("es", "México se comprometió a enviar 10 mil guardias a la frontera.", "pledge/deployment"),
    ("es", "Trump amenazó con imponer aranceles de 25 por ciento a México.", "threat/tariff"),
    ("es", "Un jurado declaró culpable a Joaquín Guzmán.", "judicial/convicted"),
    ("es", "México envió una nota diplomática de protesta a Estados Unidos.", "protest/diplomatic"),
    ("en", "The United States requested the extradition of Ovidio Guzmán from Mexico.", "extradition/requested"),
    ("en", "Mexico agreed to send 10,000 guards to the border.", "pledge/deployment"),
]


@pytest.mark.parametrize(("language", "sentence", "expected"), SUBTYPES)
def test_the_subtype_follows_from_the_words(language: str, sentence: str, expected: str) -> None:
    """The subtype says which stage, which forces, which measure."""
    assert [expected] == [f"{m.event_type}/{m.event_subtype}" for m in coded(sentence, language)]


@pytest.mark.parametrize(
    ("language", "sentence", "source", "target"),
    [
        ("en", ENGLISH["extradition"], "MEX", "USA"),
        ("es", SPANISH["extradition"], "MEX", "USA"),
        ("es", SPANISH["sanction"], "USA", "MEX"),
        ("en", ENGLISH["aid"], "USA", "MEX"),
        ("en", ENGLISH["agreement"], "MEX", "USA"),
        ("es", SPANISH["agreement"], "MEX", "USA"),
        ("en", ENGLISH["threat"], "USA", "MEX"),
    ],
)
def test_who_acts_on_whom(language: str, sentence: str, source: str, target: str) -> None:
    """The countries of the two sides."""
    (mention,) = coded(sentence, language)
    assert (source, target) == (mention.source_country, mention.target_country)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "2,500 soldiers are stationed there."),
        ("en", "The weather in Sinaloa was hot."),
        ("en", "He wrote a book about the border."),
        ("es", "El clima en Sinaloa fue cálido."),
        ("es", "Escribió un libro sobre la frontera."),
    ],
)
def test_what_is_no_event(language: str, sentence: str) -> None:
    """A stock of forces, the weather, a book."""
    assert [] == coded(sentence, language)
