"""The key goes to the server and nowhere else."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from pathlib import Path

import pytest

from riobravo.errors import RioBravoError
from riobravo.mentions.llm.replies import Replies
from riobravo.mentions.llm.settings import Key, Settings
from tests.mentions.llm.make import GOOD, KEY, coded, model, reply
from tests.mentions.llm.server import Answer, failed, in_turn, said, serving

ECHOES = {
    "in a quote": [said(reply({**GOOD[0], "target_quote": KEY}))],
    "in a broken reply": [said(f"no JSON {KEY}")],
    "in a refusal": [said("", refusal=f"not with {KEY}")],
    "in an error that holds for all": [failed(401, f"Bearer {KEY} is wrong")],
    "in an error of the article": [failed(400, f"Bearer {KEY} is wrong")],
    "in a failure": [failed(500, f"Bearer {KEY}", retry_after_ms="1")],
    "in a body that is no JSON": [Answer(body=f"<html>{KEY}</html>".encode())],
    "in the name of the model": [said(reply(*GOOD), body={"model": KEY})],
    "nowhere": [said(reply(*GOOD))],
}


@pytest.mark.parametrize("name", ECHOES)
def test_the_key_is_nowhere(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not in tables, replies, record, logs of any library at their most talkative, output, exceptions and their causes."""
    caplog.set_level(logging.DEBUG)
    for logger in ("openai", "httpx2", "httpcore2"):
        caplog.set_level(logging.DEBUG, logger=logger)
    with serving(in_turn(ECHOES[name])) as server:
        asked = model(server.url, Replies(tmp_path))
        try:
            told = str(coded(asked))
        except RioBravoError as error:
            told = "".join(traceback.format_exception(error))
        assert server.keys[0] == f"Bearer {KEY}"
    streams = capsys.readouterr()
    files = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file())
    seen = {
        "told": told,
        "replies": files,
        "record": json.dumps(asked.record()),
        "log": caplog.text,
        "output": streams.out + streams.err,
        "settings": repr(asked.settings),
    }
    assert [where for where, text in seen.items() if KEY in text] == []


def test_no_copy_of_the_key_is_stored() -> None:
    """A key that is pickled or shown is none."""
    settings = Settings(model="m", key=Key(KEY))
    assert KEY.encode() not in pickle.dumps(settings.key)
    assert KEY not in f"{settings} {settings.key} {copy.deepcopy(settings.key)!r}"


def test_the_key_of_another_service_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """OPENAI_API_KEY and its like are not ours to hand to a server of the user's choice."""
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "sk-of-another")
    with serving(in_turn([said(reply())])) as server:
        coded(model(server.url, key=Key("")))
    assert server.keys == ["Bearer none"]
    assert "sk-of-another" not in server.headers[0]
