"""What a run may ask and spend, and what its record tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from riobravo.errors import RioBravoError
from riobravo.mentions.llm.ledger import Ledger
from riobravo.mentions.llm.replies import Replies, Reply
from riobravo.mentions.llm.settings import KEY, MODEL, PARAMETERS, URL, Key, Settings, from_environment
from riobravo.records import Article, Mention, Quarantined
from tests.mentions.llm.make import ARTICLE, HANDOVER, coded, model, reply
from tests.mentions.llm.server import READ, WRITTEN, Answer, failed, in_turn, said, serving


def _articles(n: int) -> list[Article]:
    return [replace(ARTICLE, article_id=f"a{i}", text=f"{ARTICLE.text} Number {i}.") for i in range(n)]


def _reasons(found: list[list[Mention | Quarantined]]) -> list[str]:
    return [item.reason if isinstance(item, Quarantined) else "coded" for items in found for item in items]


def test_no_more_articles_than_allowed_are_asked_about(tmp_path: Path) -> None:
    """The rest waits in quarantine; the next run asks about the next ones, and what is kept does not count."""
    kept = Replies(tmp_path)
    with serving(in_turn([said(reply(HANDOVER))])) as server:
        first = coded(model(server.url, kept, max_articles=2), _articles(5))
        second = coded(model(server.url, kept, max_articles=2), _articles(5))
        third = coded(model(server.url, kept, max_articles=2), _articles(5))
    assert _reasons(first) == ["coded", "coded", "RB-428", "RB-428", "RB-428"]
    assert _reasons(second) == ["coded", "coded", "coded", "coded", "RB-428"]
    assert _reasons(third) == ["coded"] * 5
    assert len(server.requests) == 5


@pytest.mark.parametrize("concurrency", [1, 4])
def test_no_more_is_spent_than_allowed(concurrency: int) -> None:
    """What a reply may cost at most is set aside before it is asked for; the record tells what was spent."""
    prices = (1.0, 10.0)
    with serving(in_turn([said(reply(HANDOVER))])) as server:
        asked = model(server.url, max_cost=0.5, prices=prices, concurrency=concurrency)
        found = _reasons(coded(asked, _articles(30)))
    n = len(server.requests)
    assert asked.ledger.cost == pytest.approx(n * (READ * 1.0 + WRITTEN * 10.0) / 1e6)
    assert 0 < (asked.ledger.cost or 0) <= 0.5
    assert found == ["coded"] * found.count("coded") + ["RB-428"] * (30 - n) if concurrency == 1 else "RB-428" in found
    assert asked.record()["cost"] == round(asked.ledger.cost or 0, 6)


def test_a_server_that_keeps_failing_is_left_alone() -> None:
    """After five articles without an answer the others wait for a later run."""
    with serving(in_turn([failed(500)])) as server:
        found = coded(model(server.url, retries=0), _articles(9))
    assert _reasons(found)[:5] == ["RB-422"] * 5
    assert _reasons(found)[-3:] == ["RB-428"] * 3
    assert len(server.requests) <= 6


def test_a_failure_now_and_then_stops_nothing() -> None:
    """An answer in between begins the count anew."""
    turns = [failed(500), failed(500), said(reply(HANDOVER))] * 4
    with serving(in_turn(turns)) as server:
        found = coded(model(server.url, retries=0), _articles(12))
    assert _reasons(found) == ["RB-422", "RB-422", "coded"] * 4


def test_requests_keep_their_distance() -> None:
    """At 30 a minute two requests are two seconds apart, whoever sends them; nobody waits for what is past."""
    times: Iterator[float] = iter([0.0, 0.5, 0.5, 60.0])
    slept: list[float] = []
    ledger = Ledger(Settings(model="m", rate=30), clock=lambda: next(times), sleep=slept.append)
    for _ in range(4):
        ledger.paid(ledger.set_aside(0), 0, Reply(text=""))
    assert slept == [1.5, 3.5]


def test_threads_ask_at_once_and_the_order_stays() -> None:
    """With --concurrency 4 four requests are under way, never more, and the articles come out as they went in."""

    def slow(request: Any) -> Answer:
        return replace(said(reply(HANDOVER)), delay=0.1)

    with serving(slow) as server:
        found = list(model(server.url, concurrency=4).annotate_all(_articles(12)))
    assert [article.article_id for article, _ in found] == [f"a{i}" for i in range(12)]
    assert server.most_at_once == 4


def test_the_record_counts_all() -> None:
    """Model, prompt, schema, parameters; articles, requests, tokens, mentions by what became of them; no key, no password."""
    turns = [said(reply(HANDOVER)), said("no"), said(reply({**HANDOVER, "object_quote": "30 inmates"}))]
    with serving(in_turn(turns)) as server:
        asked = model(server.url.replace("http://", "http://user:word@"), prices=(1, 2))
        coded(asked, _articles(2))
    record = asked.record()
    assert record["annotator_version"] == asked.version
    assert (record["model"], record["server"]) == ("small", server.url)
    assert record["articles"] == {"asked": 2, "coded": 2, "repaired": 1}
    assert record["requests"] == {"answered": 3}
    assert record["tokens"] == {"read": 3 * READ, "written": 3 * WRITTEN}
    assert record["mentions"] == {"coded": 1, "left_out": 1}
    assert record["cost"] == round(3 * (READ * 1 + WRITTEN * 2) / 1e6, 6)


def test_a_prompt_that_was_cut_short_is_counted() -> None:
    """A server that says it read far fewer tokens than there can be has not read all; the record tells."""
    with serving(in_turn([said(reply(), body={"usage": {"prompt_tokens": 4096, "completion_tokens": 9}})])) as server:
        asked = model(server.url)
        coded(asked)
    assert asked.record()["requests"] == {"answered": 1, "answered_to_a_prompt_cut_short": 1}


# ── settings ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv(MODEL, "small")
    for name in (URL, KEY, PARAMETERS):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_settings_come_from_the_environment(environment: pytest.MonkeyPatch) -> None:
    """Parameters are merged into the defaults, and null takes one out; what a command gives goes before."""
    environment.setenv(URL, "http://127.0.0.1:1/v1")
    environment.setenv(KEY, "k")
    environment.setenv(PARAMETERS, '{"max_tokens": null, "max_completion_tokens": 100, "seed": 1}')
    found = from_environment(rate=3.0, max_cost=None)
    assert (found.url, found.model, found.key.value, found.rate) == ("http://127.0.0.1:1/v1", "small", "k", 3.0)
    assert dict(found.parameters) == {"temperature": 0, "max_completion_tokens": 100, "seed": 1}
    assert found.most_written == 100


WRONG: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "no model": ({MODEL: ""}, {}),
    "parameters that are no JSON": ({PARAMETERS: "{"}, {}),
    "parameters that are no object": ({PARAMETERS: "[1]"}, {}),
    "parameters that are ours": ({PARAMETERS: '{"model": "x"}'}, {}),
    "a cost without prices": ({}, {"max_cost": 1.0}),
    "no rate": ({}, {"rate": 0.0}),
    "no thread": ({}, {"concurrency": 0}),
    "too much confidence": ({}, {"confidence": 1.5}),
    "a key with a line break": ({KEY: "sk-abc\nX: y"}, {}),
    "a key beyond ASCII": ({KEY: "sk-ábc"}, {}),
}


@pytest.mark.parametrize("name", WRONG)
def test_settings_that_cannot_be_meant_are_told(name: str, environment: pytest.MonkeyPatch) -> None:
    """Before anything is asked, in one line, and without the key."""
    variables, given = WRONG[name]
    for variable, value in variables.items():
        environment.setenv(variable, value)
    with pytest.raises(RioBravoError) as raised:
        from_environment(**given)
    assert raised.value.code == "RB-420"
    assert "sk-" not in str(raised.value)


def test_without_an_address_nothing_is_asked() -> None:
    """The run ends: the reason holds for every article."""
    with pytest.raises(RioBravoError) as raised:
        coded(model(None, key=Key("")))
    assert raised.value.code == "RB-420"
