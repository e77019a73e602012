"""An article, and the events that a good model would find in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from riobravo.mentions.llm.annotator import LanguageModel
from riobravo.mentions.llm.ledger import Ledger
from riobravo.mentions.llm.replies import Replies
from riobravo.mentions.llm.settings import Key, Settings
from riobravo.records import Article, Mention, Quarantined
from tests.mentions.make import article

KEY = "sk-secret-0123456789"

ARTICLE = article(
    "MEXICO CITY — Mexico on Thursday sent 29 inmates to the United States, among them “Rafael\u00a0Caro Quintero”. "
    "Mexico will deploy 10,000 National Guard troops to Tijuana next week. "
    "Caro Quintero was captured in San Simón, Sinaloa, in 2022.",
    title="Mexico hands over 29 inmates to US",
)

HANDOVER: dict[str, Any] = {
    "evidence": 'Mexico on Thursday sent 29 inmates to the United States, among them "Rafael Caro Quintero".',
    "trigger_quote": "sent",
    "source_quote": "Mexico",
    "target_quote": "United States",
    "object_quote": "29 inmates",
    "date_quote": "on Thursday",
    "quantity_quote": "29 inmates",
    "evidence_in": "text",
    "event_type": "extradition",
    "event_subtype": "transferred",
    "status": "actual",
    "is_background": False,
}
DEPLOYMENT: dict[str, Any] = {
    "evidence": "Mexico will deploy 10,000 National Guard troops to Tijuana next week.",
    "trigger_quote": "deploy",
    "status_quote": "will",
    "source_quote": "Mexico",
    "object_quote": "National Guard troops",
    "date_quote": "next week",
    "quantity_quote": "10,000",
    "place_quote": "Tijuana",
    "evidence_in": "text",
    "event_type": "deployment",
    "event_subtype": "guard",
    "status": "planned",
}
ARREST: dict[str, Any] = {
    "evidence": "Caro Quintero was captured in San Simón, Sinaloa, in 2022.",
    "trigger_quote": "captured",
    "target_quote": "Caro Quintero",
    "date_quote": "in 2022",
    "place_quote": "Sinaloa",
    "event_type": "arrest",
    "event_subtype": "captured",
    "status": "actual",
    "is_background": True,
}
GOOD = (HANDOVER, DEPLOYMENT, ARREST)


def reply(*events: Any) -> str:
    """A reply with these events."""
    return json.dumps({"events": events}, ensure_ascii=False)


def model(
    url: str | None = None, replies: Replies | None = None, ledger: Ledger | None = None, **given: Any
) -> LanguageModel:
    """A language model behind that address."""
    asked = {"retries": 1, "timeout": 5.0, "key": Key(KEY), **given}
    return LanguageModel(Settings(model="small", url=url, **asked), replies, ledger)


def coded(of: LanguageModel, articles: Sequence[Article] = (ARTICLE,)) -> list[list[Mention | Quarantined]]:
    """What the model makes of each article; one that could not be coded is a list of its one row of quarantine."""
    return [[found] if isinstance(found, Quarantined) else found for _, found in of.annotate_all(articles)]
