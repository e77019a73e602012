"""Status from the sentence (chapter 3 of the codebook): one act, in each of the ways a sentence can speak of it."""

from __future__ import annotations

import pytest

from riobravo.mentions.rules import annotator
from tests.mentions.make import article, coded, only
from tests.mentions.make_cases import bug

EN = "10,000 troops to the northern border"
ES = "10 mil soldados en la frontera norte"

ENGLISH = [
    (f"Mexico deployed {EN}.", "actual"),
    (f"Mexico is deploying {EN}.", "actual"),
    (f"Mexico began deploying {EN}.", "actual"),
    (f"Officials said Mexico deployed {EN}.", "actual"),
    (f"Mexico will deploy {EN}.", "planned"),
    bug(
        f"Mexico is going to deploy {EN}.",
        "planned",
        reason="'is going to' is not taken for a future phrase",
    ),
    (f"Mexico plans to deploy {EN}.", "planned"),
    (f"Mexico ordered the deployment of {EN}.", "planned"),
    (f"The president said Mexico would deploy {EN}.", "planned"),
    (f"Mexico may deploy {EN}.", "hypothetical"),
    (f"The president said Mexico might deploy {EN}.", "hypothetical"),
    (f"Mexico considered deploying {EN}.", "hypothetical"),
    bug(
        f"If the dialogue fails, Mexico will deploy {EN}.",
        "hypothetical",
        reason="a condition in front of the clause does not lower a future",
    ),
    (f"Mexico did not deploy {EN}.", "negated"),
    (f"Mexico never deployed {EN}.", "negated"),
    (f"Mexico denied that it deployed {EN}.", "negated"),
]

SPANISH = [
    (f"México desplegó {ES}.", "actual"),
    (f"México comenzó a desplegar {ES}.", "actual"),
    (f"La presidenta informó que México desplegó {ES}.", "actual"),
    (f"México desplegará {ES}.", "planned"),
    (f"México va a desplegar {ES}.", "planned"),
    (f"México planea desplegar {ES}.", "planned"),
    (f"El presidente ordenó desplegar {ES}.", "planned"),
    (f"La presidenta dijo que México desplegaría {ES}.", "planned"),
    (f"México podría desplegar {ES}.", "hypothetical"),
    (f"México analiza desplegar {ES}.", "hypothetical"),
    bug(
        f"Si fracasa el diálogo, México desplegará {ES}.",
        "hypothetical",
        reason="a condition in front of the clause does not lower a future",
    ),
    (f"México no desplegó {ES}.", "negated"),
    (f"México nunca desplegó {ES}.", "negated"),
    (f"México negó que desplegó {ES}.", "negated"),
]


@pytest.mark.parametrize(("sentence", "status"), ENGLISH)
def test_status_in_english(sentence: str, status: str) -> None:
    """The act is coded once, with the status that its clause gives it."""
    mention = only(sentence)
    assert ("deployment", status, 10_000) == (mention.event_type, mention.status, mention.quantity_best)


@pytest.mark.parametrize(("sentence", "status"), SPANISH)
def test_status_in_spanish(sentence: str, status: str) -> None:
    """As in English."""
    mention = only(sentence, "es")
    assert ("deployment", status, 10_000) == (mention.event_type, mention.status, mention.quantity_best)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        (f"Mexico reportedly deployed {EN}.", "en"),
        (f"According to reports, Mexico deployed {EN}.", "en"),
        (f"México habría desplegado {ES}.", "es"),
        (f"Presuntamente, México desplegó {ES}.", "es"),
    ],
)
def test_a_hedge_is_actual_and_marked(sentence: str, language: str) -> None:
    """What is reported with reserve happened, as far as the sentence goes; the reserve is kept."""
    mention = only(sentence, language)
    assert ("actual", True) == (mention.status, mention.is_hedged)


@pytest.mark.parametrize(("sentence", "language"), [(f"Mexico deployed {EN}.", "en"), (f"México desplegó {ES}.", "es")])
def test_a_plain_report_is_not_hedged(sentence: str, language: str) -> None:
    """No mark without a word for it, and no cue without a change of status."""
    mention = only(sentence, language)
    assert (False, None) == (mention.is_hedged, mention.status_cue)


@pytest.mark.parametrize(
    ("sentence", "language", "cue"),
    [
        (f"Mexico will deploy {EN}.", "en", "will"),
        (f"Mexico may deploy {EN}.", "en", "may"),
        (f"Mexico never deployed {EN}.", "en", "never"),
        (f"México planea desplegar {ES}.", "es", "planea"),
        (f"México desplegará {ES}.", "es", "desplegará"),
    ],
)
def test_the_cue_of_a_status_is_kept(sentence: str, language: str, cue: str) -> None:
    """The word that made it no plain fact, as written."""
    assert cue == only(sentence, language).status_cue


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        (f"Did Mexico deploy {EN}?", "en"),
        (f"Mexico should deploy {EN}.", "en"),
        (f"Mexico usually deploys {EN}.", "en"),
        (f"Analysts said Mexico might deploy {EN}.", "en"),
        bug(
            *(f"The plan was drawn up in order to deploy {EN}.", "en"),
            reason="'in order to' is read as the noun 'order', a plan",
        ),
        (f"¿Desplegó México {ES}?", "es"),
        (f"México debe desplegar {ES}.", "es"),
        (f"El plan se hizo para desplegar {ES}.", "es"),
        bug(*(f"México suele desplegar {ES}.", "es"), reason="'suele' lowers to hypothetical before habit is asked"),
    ],
)
def test_what_asserts_nothing_is_not_coded(sentence: str, language: str) -> None:
    """Questions, duties, habits, purposes, the guesses of experts."""
    assert [] == [(m.event_type, m.status, m.status_cue) for m in coded(sentence, language)]


def test_an_infinitive_in_a_headline_is_a_plan() -> None:
    """What "Mexico to send" speaks of will be done."""
    mention = only("", title="Mexico to send 10,000 troops to border")
    assert ("deployment", "planned", "title") == (mention.event_type, mention.status, mention.evidence_in)


@pytest.mark.parametrize(
    ("sentence", "language", "condition"),
    [
        ("Trump threatened to impose tariffs on Mexico if it does not act.", "en", "if it does not act"),
        ("Trump amenazó con imponer aranceles a México si no actúa.", "es", "si no actúa"),
    ],
)
def test_a_threat_is_an_act_and_its_condition_is_kept(sentence: str, language: str, condition: str) -> None:
    """The threat is actual; the harm inside it is no event; the condition stands in its column."""
    mention = only(sentence, language)
    assert ("threat", "tariff", "actual") == (mention.event_type, mention.event_subtype, mention.status)
    assert condition == mention.condition


@pytest.mark.parametrize(
    ("sentence", "language", "said"),
    [
        ("Mexico does not accept foreign troops, the president said.", "en", ["actual"]),
        ("Mexico will not accept foreign troops, the president said.", "en", ["actual"]),
        ("Mexico accepts foreign troops, the president said.", "en", []),
        ("If Mexico does not accept foreign troops, tariffs will follow.", "en", []),
        ("México no aceptará tropas extranjeras, dijo la presidenta.", "es", ["actual"]),
        ("México aceptará tropas extranjeras, dijo la presidenta.", "es", []),
    ],
)
def test_a_denial_may_be_the_act_itself(sentence: str, language: str, said: list[str]) -> None:
    """Patterns that begin with a negation are met by the negated verb, and their negation denies nothing."""
    (item,) = annotator.consider(article(sentence, language))
    denials = [event for event in item.possible if event.candidate.is_denial]
    statuses = {event.judgement.status or "" for event in denials if event.candidate.token.folded.startswith("ac")}
    assert said == sorted(statuses)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("A Mexican judge suspended the extradition of Rafael Caro Quintero to the United States.", "en"),
        ("Un juez suspendió la extradición de Rafael Caro Quintero a Estados Unidos.", "es"),
    ],
)
def test_a_refusal_is_an_act(sentence: str, language: str) -> None:
    """A court that stops an extradition refuses it, in fact; it is no ruling of another kind."""
    mention = only(sentence, language)
    assert ("extradition", "refused", "actual") == (mention.event_type, mention.event_subtype, mention.status)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        bug(
            *("Mexico extradited 78 people to the United States in 2023.", "en"),
            reason="a count over a year named by its number is not seen to be a total",
        ),
        ("Mexico has extradited 78 people to the United States so far this year.", "en"),
        ("México ha extraditado a 78 personas a Estados Unidos en lo que va del año.", "es"),
    ],
)
def test_a_total_over_a_period_is_an_aggregate(sentence: str, language: str) -> None:
    """It stays out of event counts."""
    assert only(sentence, language).is_aggregate
