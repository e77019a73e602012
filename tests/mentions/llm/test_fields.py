"""What quotes mean: dates, numbers, places and actors, read by the same code as for the rules."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riobravo import ontology, resources
from riobravo.evaluate import score
from riobravo.evaluate.claims import claims
from riobravo.mentions.llm import schema
from riobravo.mentions.llm.replies import Reply
from riobravo.mentions.llm.reply import read
from riobravo.mentions.people import annotate, coding
from riobravo.records import Mention, Quarantined
from riobravo.release import splits
from riobravo.tables import frames
from riobravo.tables import model as declared
from tests.mentions.llm.make import ARREST, ARTICLE, DEPLOYMENT, HANDOVER, model, reply
from tests.mentions.llm.server import in_turn, said, serving
from tests.mentions.make import article, briefs

MODEL = model()

ENGLISH = article(
    "The United States asked Mexico to extradite Rafael Caro Quintero on Jan. 15. "
    "Trump on Tuesday threatened Mexico with a 25 percent tariff unless it acts. "
    "Soldiers killed dozens of gunmen in Culiacán. The Navy seized 3 tons of cocaine off Acapulco on Monday. "
    "It will send between 5,000 and 7,000 soldiers to the border next month. A drone was lost.",
    title="A week of news",
)
SPANISH = article(
    "La Marina detuvo el lunes a una treintena de hombres en Tijuana. El gobernador enviará 10 mil policías a Sonora en marzo. "
    "Hace dos años extraditaron a El Chapo a Estados Unidos.",
    "es",
    title="Noticias",
)

TOWNS = article(
    "Marines held Juan Torres and Luis Medina in El Fuerte, Sinaloa, as in 1990, going to San José de Gracia. "
    "The army said it will send soldiers on Feb. 27.",
    title="Two men held",
)
_HELD = {
    "evidence": "Marines held Juan Torres and Luis Medina in El Fuerte, Sinaloa, as in 1990, going to San José de Gracia.",
    "event_type": "arrest",
    "event_subtype": "captured",
    "status": "actual",
}
_PLAN = {
    "evidence": "The army said it will send soldiers on Feb. 27.",
    "event_type": "deployment",
    "status": "planned",
}

_ASKED = {
    "evidence": "The United States asked Mexico to extradite Rafael Caro Quintero on Jan. 15.",
    "event_type": "extradition",
    "event_subtype": "requested",
    "status": "actual",
}
_SEIZED = {
    "evidence": "The Navy seized 3 tons of cocaine off Acapulco on Monday.",
    "event_type": "seizure",
    "event_subtype": "drugs",
    "status": "actual",
}
_SENT = {
    "evidence": "It will send between 5,000 and 7,000 soldiers to the border next month.",
    "event_type": "deployment",
    "status": "planned",
}
_KILLED = {"evidence": "Soldiers killed dozens of gunmen in Culiacán.", "event_type": "assault", "status": "actual"}
_LOST = {"evidence": "A drone was lost.", "event_type": "other", "status": "actual"}
_ARRESTED = {
    "evidence": "La Marina detuvo el lunes a una treintena de hombres en Tijuana.",
    "event_type": "arrest",
    "status": "actual",
}
_POLICE = {
    "evidence": "El gobernador enviará 10 mil policías a Sonora en marzo.",
    "event_type": "deployment",
    "status": "planned",
}
_CHAPO = {
    "evidence": "Hace dos años extraditaron a El Chapo a Estados Unidos.",
    "event_type": "extradition",
    "status": "actual",
}

CASES: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {
    "a state": (
        ENGLISH,
        {**_ASKED, "source_quote": "Mexico", "target_quote": "The United States"},
        {"source_actor_id": "state-mex", "source_country": "MEX", "target_country": "USA", "is_source_inferred": False},
    ),
    "a person as object is one": (
        ENGLISH,
        {**_ASKED, "object_quote": "Rafael Caro Quintero"},
        {"object_name": "Rafael Caro Quintero", "quantity_best": 1.0, "quantity_unit": "persons"},
    ),
    "a party of another sentence is inferred": (
        ENGLISH,
        {**_ASKED, "source_quote": "The Navy"},
        {"source_name": "The Navy", "is_source_inferred": True},
    ),
    "the year of a day": (
        ENGLISH,
        {**_ASKED, "date_quote": "on Jan. 15"},
        {"date_start": date(2025, 1, 15), "date_precision": "day", "date_basis": "relative"},
    ),
    "a date of another sentence is context": (
        ENGLISH,
        {**_ASKED, "date_quote": "Tuesday"},
        {"date_start": date(2025, 2, 25), "date_basis": "context", "date_text": None},
    ),
    "news without a date": (
        ENGLISH,
        {**_ASKED, "is_background": False},
        {"date_start": date(2025, 2, 22), "date_end": date(2025, 2, 28), "date_basis": "publication"},
    ),
    "background without a date": (
        ENGLISH,
        {**_ASKED, "is_background": True},
        {"date_start": None, "date_precision": "unknown"},
    ),
    "nothing said of the time": (
        ENGLISH,
        _ASKED,
        {"date_start": None, "date_precision": "unknown", "date_basis": None},
    ),
    "words that are no date": (
        ENGLISH,
        {**_ASKED, "date_quote": "to extradite"},
        {"date_start": None, "date_precision": "unknown", "date_text": "to extradite"},
    ),
    "tons become kilograms": (
        ENGLISH,
        {**_SEIZED, "quantity_quote": "3 tons"},
        {"quantity_best": 3000.0, "quantity_unit": "kg", "quantity_text": "3 tons"},
    ),
    "a unit that the type does not have": (
        ENGLISH,
        {**_SEIZED, "event_type": "agreement", "event_subtype": None, "quantity_quote": "3 tons"},
        {"quantity_unit": None, "quantity_best": None},
    ),
    "a unit of the model's that is no count": (
        ENGLISH,
        {**_LOST, "evidence": "A drone was lost.", "quantity_quote": "A drone", "quantity_unit": "usd"},
        {"quantity_unit": None},
    ),
    "a range, and the month after next": (
        ENGLISH,
        {**_SENT, "quantity_quote": "between 5,000 and 7,000 soldiers", "date_quote": "next month"},
        {"quantity_low": 5000.0, "quantity_best": 6000.0, "quantity_high": 7000.0, "date_start": date(2025, 3, 1)},
    ),
    "the border is guarded from the side of who acts": (
        ENGLISH,
        {**_SENT, "place_quote": "the border", "source_quote": "Mexico"},
        {
            "place_country": "MEX",
            "place_precision": "cross_border",
            "target_country": "MEX",
            "is_target_inferred": False,
        },
    ),
    "dozens": (
        ENGLISH,
        {**_KILLED, "quantity_quote": "dozens of gunmen"},
        {"quantity_low": 24.0, "quantity_best": None, "quantity_modifier": "at_least", "quantity_unit": "persons"},
    ),
    "a town": (
        ENGLISH,
        {**_KILLED, "place_quote": "Culiacán"},
        {"place_country": "MEX", "place_admin1": "Sinaloa", "place_precision": "municipality", "geoname_id": 4012176},
    ),
    "words that are no place": (
        ENGLISH,
        {**_KILLED, "place_quote": "gunmen"},
        {"place_name": "gunmen", "place_precision": None, "place_lat": None},
    ),
    "a town that no table has, and its state": (
        TOWNS,
        {**_HELD, "place_quote": "El Fuerte"},
        {"place_name": "El Fuerte", "place_country": "MEX", "geoname_id": None},
    ),
    "a longer name than one that the table has": (
        TOWNS,
        {**_HELD, "place_quote": "San José de Gracia"},
        {"place_name": "San José de Gracia", "place_precision": None, "geoname_id": None},
    ),
    "a year that is no expression": (
        TOWNS,
        {**_HELD, "date_quote": "1990"},
        {"date_start": date(1990, 1, 1), "date_end": date(1990, 12, 31), "date_precision": "year"},
    ),
    "persons named one by one": (
        TOWNS,
        {**_HELD, "target_quote": "Juan Torres and Luis Medina"},
        {"quantity_best": 2.0, "quantity_unit": "persons"},
    ),
    "a plan is not put off by a year": (
        TOWNS,
        {**_PLAN, "date_quote": "on Feb. 27"},
        {"date_start": date(2025, 2, 27), "date_precision": "day"},
    ),
    "una treintena": (
        SPANISH,
        {**_ARRESTED, "quantity_quote": "una treintena de hombres", "date_quote": "el lunes", "place_quote": "Tijuana"},
        {"quantity_best": 30.0, "quantity_modifier": "approx", "date_start": date(2025, 2, 24), "place_country": "MEX"},
    ),
    "diez mil, the next March": (
        SPANISH,
        {**_POLICE, "quantity_quote": "10 mil policías", "date_quote": "en marzo", "place_quote": "Sonora"},
        {"quantity_best": 10000.0, "date_start": date(2025, 3, 1), "target_country": "MEX", "place_admin1": "Sonora"},
    ),
    "years ago": (
        SPANISH,
        {**_CHAPO, "date_quote": "Hace dos años"},
        {"date_start": date(2023, 1, 1), "date_precision": "year"},
    ),
    "a nickname": (SPANISH, {**_CHAPO, "object_quote": "El Chapo"}, {"object_name": "El Chapo", "quantity_best": 1.0}),
}


def _coded(of: Any, *events: Any) -> list[Mention | Quarantined]:
    return MODEL.code(of, read(Reply(text=reply(*events))))


@pytest.mark.parametrize("name", CASES)
def test_quotes_are_read_by_our_own_code(name: str) -> None:
    """The columns that the quotes give; a model's own numbers, dates and codes of places never are among them."""
    of, event, expected = CASES[name]
    (found,) = _coded(of, event)
    assert isinstance(found, Mention), found
    assert {column: getattr(found, column) for column in expected} == expected


def test_the_words_stand_as_the_article_writes_them() -> None:
    """Not as the model wrote them, where the two differ in marks and spaces; condition, cue and attribution among them."""
    condition = {**HANDOVER, "object_quote": 'among them "Rafael Caro Quintero"', "attribution_quote": "Mexico"}
    (found,) = _coded(ARTICLE, condition)
    assert isinstance(found, Mention)
    assert found.object_name == "among them “Rafael\u00a0Caro Quintero”"
    assert (found.attribution, found.trigger, found.evidence_in, found.sentence_index) == ("Mexico", "sent", "text", 0)


def test_every_row_tells_how_it_was_coded() -> None:
    """Model, prompt, schema and package, in every row; the confidence is that of the settings."""
    sure = model(confidence=0.8)
    found = sure.code(ARTICLE, read(Reply(text=reply(HANDOVER, DEPLOYMENT, ARREST))))
    assert {(row.annotator, row.annotator_version, row.confidence) for row in found if isinstance(row, Mention)} == {
        ("llm", sure.version, 0.8)
    }
    assert schema.version() in sure.version


# ── as people read ───────────────────────────────────────────────────────────────────────────────────────────────────────

LEAST = {
    "date": 0.8,
    "source country": 0.85,
    "target country": 0.8,
    "source actor": 0.9,
    "quantity": 0.8,
    "place country": 0.8,
}
"""Shares of columns that must be right where the quotes are; docs/llm.md has them for a third of dev."""


def test_words_that_people_quoted_are_read_as_they_read_them() -> None:
    """The words of people's codings of some articles, as a model's reply: nearly all columns are what people coded."""
    dataset = resources.dataset_dir()
    sides = splits.read(dataset / splits.FILE)
    some = [of for of in briefs(200) if sides.get(of.article_id) == splits.DEV][::4]
    mentions: list[Mention] = []
    people = []
    for of in some:
        coded = coding.read(dataset / coding.FOLDER / coding.file_of(of))
        people.append(annotate.mentions(coded, of))
        events = [_as_reply(event, line) for event in coded.events for line in event.evidence]
        mentions += [row for row in _coded(of, *events) if isinstance(row, Mention)]
    gold = annotate.joined(people)
    table = declared.load_tables()["mentions"]
    wanted = claims(frames.frame(gold.mentions, table), gold.entries)
    scored = score.evaluate(wanted, claims(frames.frame(mentions, table)), {of.article_id: of.language for of in some})
    shares = {row.attribute: row.share or 0.0 for row in scored.accuracies if row.language == "all"}
    assert {name: shares[name] for name, least in LEAST.items() if shares[name] < least} == {}
    assert scored.scores[0].precision == 1.0


def _as_reply(event: coding.CodedEvent, line: coding.Evidence) -> dict[str, Any]:
    """What people coded, as a model would quote it: a trigger only where it stands in that line."""
    columns = {
        "source": "source_name", "target": "target_name", "acting": "acting_name", "object": "object_name", "date": "date_text",
        "quantity": "quantity_text", "place": "place_name",
    }  # fmt: skip
    said: dict[str, Any] = {f"{name}_quote": event.columns.get(column) for name, column in columns.items()}
    codes = ("event_type", "event_subtype", "status", "is_aggregate", "quantity_unit")
    coded = {name: event.columns.get(name) for name in codes} | dict(line.columns)
    is_background = event.columns.get("date_basis") != "publication"
    return {**said, **coded, "evidence": line.quote, "evidence_in": line.evidence_in, "is_background": is_background}


# ── whatever the article ─────────────────────────────────────────────────────────────────────────────────────────────────

ODD = {
    "nothing": "",
    "spaces": " \n\t ",
    "control characters": "He\0 was\x1b[2J held\u202e in Tijuana.",
    "no sentence": "held " * 3000,
    "a dateline alone": "TIJUANA, Mexico (AP) —",
    "marks that combine": "He wa\u0301\u0323s held in Tijuana\u0301.",
    "snakes": "He was held in Tijuana 🐍👩\u200d👩\u200d👧.",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_articles_are_coded_or_left_out(name: str) -> None:
    """Whatever the article holds: it can be sent, its own words are found in it, and no other words are."""
    of = article(ODD[name], title="Held")
    event = {"event_type": "arrest", "status": "actual", "place_quote": "Tijuana"}
    events = [{**event, "evidence": words} for words in (ODD[name], "held in Tijuana", "was \ud800 there")]
    with serving(in_turn([said(json.dumps({"events": events}))])) as server:
        ((_, found),) = model(server.url).annotate_all([of])
    assert isinstance(found, list)
    for row in found:
        if isinstance(row, Mention):
            assert of.text[row.evidence_start : row.evidence_end] == row.evidence
            assert row.place_name == "Tijuana"
    assert {row.reason for row in found if isinstance(row, Quarantined)} == {"RB-426"}


def test_a_text_that_no_parser_takes_is_quarantined() -> None:
    """Half a surrogate, which no UTF-8 can hold, is sent as a question mark, and coded by neither annotator."""
    of = article("He \ud800 was held in Tijuana.", title="Held")
    event = {"event_type": "arrest", "status": "actual", "evidence": "was held in Tijuana."}
    with serving(in_turn([said(reply(event))])) as server:
        ((_, found),) = model(server.url).annotate_all([of])
    assert isinstance(found, Quarantined)
    assert found.reason == "RB-410"
    assert "He ? was held" in server.requests[0]["messages"][1]["content"]


# ── whatever a model says ────────────────────────────────────────────────────────────────────────────────────────────────

_WHOLE = f"{ENGLISH.title}\n{ENGLISH.text}"
_NAMES = list(schema.of_event()["properties"])


@st.composite
def _quotes(draw: st.DrawFn) -> str | None:
    """Words of the article, with or without a letter changed, or words of nobody."""
    start, end = sorted(draw(st.tuples(st.integers(0, len(_WHOLE)), st.integers(0, len(_WHOLE)))))
    part = _WHOLE[start : min(end, start + 90)]
    return draw(st.one_of(st.just(part), st.just(part[1:]), st.just(f"{part}x"), st.text(max_size=20), st.none()))


_SENTENCES = [event["evidence"] for event in (_ASKED, _SEIZED, _SENT, _KILLED, _LOST)]


@st.composite
def _events(draw: st.DrawFn) -> dict[str, Any]:
    kinds = ontology.load()
    event: dict[str, Any] = {
        name: draw(_quotes()) for name in _NAMES if name.endswith("_quote") and draw(st.booleans())
    }
    event["evidence"] = draw(st.one_of(st.sampled_from(_SENTENCES), _quotes()))
    event["event_type"] = draw(st.sampled_from([*kinds.types, "invasion", None, 7]))
    event["event_subtype"] = draw(st.sampled_from([None, None, "troops", "requested"]))
    event["status"] = draw(st.sampled_from([*kinds.statuses, None]))
    event["quantity_unit"] = draw(st.sampled_from([None, *kinds.units]))
    event["is_background"] = draw(st.sampled_from([None, True, False]))
    return event


_WORDS = (
    "source_name", "target_name", "acting_name", "object_name", "place_name", "condition", "attribution", "trigger",
    "status_cue", "quantity_text", "date_text",
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_events(), max_size=6))
def test_no_mention_without_its_words(events: list[dict[str, Any]]) -> None:
    """Whatever a model replies: evidence is cut from the article, words are its words, codes are the codebook's.

    And nothing is lost: each entry is a mention, a row of quarantine, or the same as another.
    """
    found = _coded(ENGLISH, *events)
    kinds = ontology.load()
    for row in found:
        if isinstance(row, Quarantined):
            assert row.reason in ("RB-426", "RB-427")
            continue
        within = ENGLISH.title if row.evidence_in == "title" else ENGLISH.text
        assert within[row.evidence_start : row.evidence_end] == row.evidence
        assert row.event_subtype in (None, *kinds.types[row.event_type].subtypes)
        assert row.quantity_unit in (None, *kinds.types[row.event_type].units)
        assert [name for name in _WORDS if (getattr(row, name) or "") not in _WHOLE] == []
    n_left_out = len({row.position for row in found if isinstance(row, Quarantined)})
    assert len(events) - n_left_out >= sum(isinstance(row, Mention) for row in found)
    assert bool(found) == bool(events)
