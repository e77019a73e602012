"""The JSON Schema of a reply, of the ontology and the fields in ``prompt.yaml``: quotes first, then codes, each may be null."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from riobravo import ontology
from riobravo.mentions.llm import wording

NAME: Final = "events"
"""The key of the list of events in a reply, and the name under which the schema is sent."""

EVIDENCE: Final = "evidence"
"""The one field that may not be null: without words there is nothing to look for."""


@cache
def of_reply() -> Mapping[str, Any]:
    """The schema, in the part of JSON Schema that servers with constrained output know."""
    said = wording.load()
    fields = {name: _quote(name, words) for name, words in said.quotes.items()}
    fields |= {name: _code(name, words) for name, words in said.codes.items()}
    event = {"type": "object", "additionalProperties": False, "properties": fields, "required": list(fields)}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {NAME: {"type": "array", "items": event}},  # how many: `reply` counts, for grammars grow with it
        "required": [NAME],
    }


def of_event() -> Mapping[str, Any]:
    """The schema of one event."""
    found: Mapping[str, Any] = of_reply()["properties"][NAME]["items"]
    return found


@cache
def version() -> str:
    """Eight digits that change with the schema."""
    return digest(as_json(of_reply()))[:8]


def as_json(content: Any) -> str:
    """Plain values as JSON in one line, the same for the same values; the order of keys is kept, for it is asked for."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 in hexadecimal digits; of any text, half surrogates among them."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _quote(name: str, words: str) -> dict[str, Any]:
    return {"description": words, "type": "string" if name == EVIDENCE else ["string", "null"]}


def _code(name: str, words: str) -> dict[str, Any]:
    if name.startswith("is_"):
        return {"description": words, "type": ["boolean", "null"]}
    return {"description": words, "type": ["string", "null"], "enum": [*_codes(name), None]}


def _codes(name: str) -> list[str]:
    kinds = ontology.load()
    lists = {
        "evidence_in": "evidence_in",
        "event_type": "event_types",
        "event_subtype": "event_subtypes",
        "status": "statuses",
        "quantity_unit": "units",
    }
    return list(kinds.codes(lists[name]))
