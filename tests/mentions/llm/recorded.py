"""Replies recorded in ``replies/``, and what they are coded as.

The files are named by what was asked, so a change of prompt, schema or codebook needs them recorded anew:
``python -m tests.mentions.llm.recorded`` does so from the server of the tests, and writes ``replayed.json``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from riobravo.mentions.llm.replies import Replies
from riobravo.records import Article, Quarantined
from tests.mentions.llm.make import ARTICLE, DEPLOYMENT, GOOD, HANDOVER, coded, model, reply
from tests.mentions.llm.server import Request, said, serving
from tests.mentions.make import article

FOLDER = Path(__file__).with_name("replies")
EXPECTED = Path(__file__).with_name("replayed.json")
MADE_BY = "renew both with: python -m tests.mentions.llm.recorded"

SPANISH = article(
    "El presidente de Estados Unidos amenazó el martes con imponer aranceles de 25% a México. "
    "La Secretaría de Marina detuvo a una treintena de personas en Culiacán.",
    "es",
    title="Trump amenaza a México con aranceles",
    article_id="spanish",
)
QUIET = article("The museum opens on Sunday with a show of paintings.", article_id="quiet")

_THREAT = {
    "evidence": "El presidente de Estados Unidos amenazó el martes con imponer aranceles de 25% a México.",
    "trigger_quote": "amenazó",
    "source_quote": "presidente de Estados Unidos",
    "target_quote": "México",
    "date_quote": "el martes",
    "quantity_quote": "25%",
    "event_type": "threat",
    "event_subtype": "tariff",
    "status": "actual",
    "is_background": False,
}
_ARRESTS = {
    "evidence": "La Secretaría de Marina detuvo a una treintena de personas en Culiacán.",
    "trigger_quote": "detuvo",
    "source_quote": "Secretaría de Marina",
    "target_quote": "una treintena de personas",
    "quantity_quote": "una treintena de personas",
    "place_quote": "Culiacán",
    "event_type": "arrest",
    "event_subtype": "captured",
    "status": "actual",
    "is_background": False,
}

ARTICLES: Mapping[str, tuple[Article, str]] = {
    "english": (ARTICLE, reply(*GOOD)),
    "spanish": (SPANISH, reply(_THREAT, _ARRESTS, {**_THREAT, "target_quote": "Canadá"})),
    "quiet": (QUIET, reply()),
    "half": (
        article(ARTICLE.text, title="Half of it is wrong", article_id="half"),
        reply(HANDOVER, {**DEPLOYMENT, "evidence": "Mexico deployed 10,000 troops."}),
    ),
}


def replayed() -> list[dict[str, Any]]:
    """All rows that the recorded replies give, without what is empty."""
    rows = [item for found in coded(model(None, Replies(FOLDER)), _articles()) for item in found]
    return [_plain(asdict(row), is_mention=not isinstance(row, Quarantined)) for row in rows]


def _plain(row: dict[str, Any], *, is_mention: bool) -> dict[str, Any]:
    """A row as JSON; the version, which changes with every word of the prompt, is not a part of it."""
    kept = {
        name: value for name, value in row.items() if value not in (None, False, ()) and name != "annotator_version"
    }
    return {name: value if isinstance(value, str | int | float) else str(value) for name, value in kept.items()} | (
        {} if is_mention else {"is": "left out"}
    )


def _articles() -> list[Article]:
    return [one for one, _ in ARTICLES.values()]


def _script(request: Request) -> Any:
    asked = request["messages"][-1]["content"]
    return said(next(text for one, text in ARTICLES.values() if f"title: {one.title}\n\n{one.text}\n" in asked))


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    with serving(_script) as server:
        coded(model(server.url, Replies(FOLDER)), _articles())
    EXPECTED.write_text(json.dumps(replayed(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
