"""Replies that are kept: nothing is asked twice, and what was recorded is replayed without a server."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from riobravo.mentions.llm.replies import Replies, Reply, key_of
from riobravo.mentions.llm.settings import Key
from riobravo.records import Mention, Quarantined
from tests.mentions.llm import recorded
from tests.mentions.llm.make import ARTICLE, DEPLOYMENT, GOOD, HANDOVER, KEY, coded, model, reply
from tests.mentions.llm.server import Answer, failed, in_turn, said, serving


def test_an_article_is_asked_about_once(tmp_path: Path) -> None:
    """A second run asks nothing, needs no address and no key, and gives the same."""
    kept = Replies(tmp_path)
    with serving(in_turn([said(reply(*GOOD))])) as server:
        first = coded(model(server.url, kept))
    again = model(None, kept, key=Key(""))
    assert coded(again) == first
    assert len(server.requests) == 1
    assert again.record()["articles"] == {"coded": 1, "from_replies_kept": 1}
    assert again.record()["tokens"] == {}


def test_repaired_and_plain_replies_are_kept_too(tmp_path: Path) -> None:
    """The whole conversation is replayed: a refused form, a broken reply, its repair."""
    kept = Replies(tmp_path)
    with serving(in_turn([failed(400), said("no JSON"), said(reply(HANDOVER))])) as server:
        first = coded(model(server.url, kept))
    assert len(server.requests) == 3
    assert ["response_format" in request for request in server.requests] == [True, False, False]
    assert coded(model(None, kept)) == first


CHANGES: dict[str, dict[str, Any]] = {
    "text": {"text": ARTICLE.text + " And more."},
    "title": {"title": "Another"},
    "day": {"published_on": ARTICLE.published_on.replace(year=2024)},
}


@pytest.mark.parametrize("name", CHANGES)
def test_another_article_is_another_request(name: str, tmp_path: Path) -> None:
    """What is asked decides: text, title and day of publication; the id of the article does not."""
    kept = Replies(tmp_path)
    with serving(in_turn([said(reply())])) as server:
        asked = model(server.url, kept)
        coded(asked, [ARTICLE, replace(ARTICLE, article_id="b"), replace(ARTICLE, **CHANGES[name])])
    assert len(server.requests) == 2


def test_another_model_or_parameter_is_another_request(tmp_path: Path) -> None:
    """So is a change of prompt or schema, which are a part of what is sent."""
    kept = Replies(tmp_path)
    with serving(in_turn([said(reply())])) as server:
        for parameters in ({"temperature": 0}, {"temperature": 1}, {"temperature": 0}):
            coded(model(server.url, kept, parameters=parameters))
    assert [request["temperature"] for request in server.requests] == [0, 1]
    assert key_of({"a": 1, "b": 2}) == key_of({"b": 2, "a": 1})


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"key": "x", "reply": {"text": ""}}', "\0", '{"reply": 5}'])
def test_a_broken_file_counts_as_not_there(content: str, tmp_path: Path) -> None:
    """A file that was cut, or that holds another reply, is asked for and written anew."""
    kept = Replies(tmp_path)
    kept.put("abc", Reply(text="one"))
    (path,) = tmp_path.rglob("*.json")
    path.write_text(content, encoding="utf-8")
    assert kept.get("abc") is None
    kept.put("abc", Reply(text="two"))
    assert kept.get("abc") == Reply(text="two")


def test_what_failed_is_not_kept(tmp_path: Path) -> None:
    """A run that broke off goes on where it stopped: what was answered is not asked again, what was not is."""
    kept = Replies(tmp_path)
    articles = [ARTICLE, replace(ARTICLE, text="Mexico will deploy troops. " + ARTICLE.text)]
    with serving(in_turn([said(reply(HANDOVER)), failed(500, retry_after_ms="1")])) as server:
        one, two = coded(model(server.url, kept, retries=0), articles)
    assert [type(item) for item in one] == [Mention]
    assert [item.reason for item in two if isinstance(item, Quarantined)] == ["RB-422"]
    with serving(in_turn([said(reply(DEPLOYMENT))])) as server:
        again = coded(model(server.url, kept), articles)
    assert len(server.requests) == 1
    assert (again[0], [type(item) for item in again[1]]) == (one, [Mention])


def test_no_file_holds_key_or_address(tmp_path: Path) -> None:
    """What is kept may be shared."""
    answer = said(reply(), body={"note": KEY})
    with serving(
        in_turn([Answer(body=(answer.body or b"").replace(b"small", KEY.encode()), headers=answer.headers)])
    ) as server:
        coded(model(server.url, Replies(tmp_path)))
    (path,) = tmp_path.rglob("*.json")
    content = path.read_text(encoding="utf-8")
    assert (KEY in content, server.url in content) == (False, False)
    assert json.loads(content)["reply"]["model"] == "[key]"


def test_recorded_replies_are_replayed() -> None:
    """The replies in ``replies/`` give the mentions in ``replayed.json``, without a server."""
    assert recorded.replayed() == json.loads(recorded.EXPECTED.read_text(encoding="utf-8")), recorded.MADE_BY
