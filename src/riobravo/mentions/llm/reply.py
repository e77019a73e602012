"""What a reply says: its events as plain values that hold to the schema, and what is wrong with the others, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from jsonschema import Draft202012Validator

from riobravo import ontology
from riobravo.errors import RioBravoError, one_line
from riobravo.mentions.llm import schema, wording
from riobravo.mentions.llm.replies import Reply

_CUT: Final = "length"
_FILTERED: Final = "content_filter"
_MOST_TOLD: Final = 20
"""Faults that are told to the model; more of them say no more."""


@dataclass(frozen=True, slots=True)
class Read:
    """The events of a reply by their number in it, and the faults: of events by number, under None of the whole reply."""

    events: Mapping[int, Mapping[str, Any]]
    faults: tuple[tuple[int | None, str], ...]

    @property
    def is_readable(self) -> bool:
        """Whether the reply as a whole has the form, whatever its events are."""
        return all(number is not None for number, _ in self.faults)

    def told(self) -> list[str]:
        """The faults in words for the model."""
        lines = [words if number is None else f"{schema.NAME}[{number - 1}]: {words}" for number, words in self.faults]
        more = [f"and {len(lines) - _MOST_TOLD} more"] if len(lines) > _MOST_TOLD else []
        return lines[:_MOST_TOLD] + more


def read(reply: Reply) -> Read:
    """What a reply says.

    Raises:
        RioBravoError: RB-424 for a reply that was cut off, RB-425 for a refusal.
    """
    if reply.refusal or reply.finish == _FILTERED:
        raise RioBravoError(code="RB-425", found=reply.refusal or reply.finish)
    if reply.finish == _CUT:
        raise RioBravoError(code="RB-424", found=f"a reply of {len(reply.text):,} characters, cut off")
    try:
        content = json.loads(_inner(reply.text))
    except (ValueError, RecursionError) as error:
        return Read({}, ((None, f"no JSON: {one_line(error)}"),))
    items = content.get(schema.NAME) if isinstance(content, dict) else None
    if not isinstance(items, list):
        return Read({}, ((None, f"no JSON object with a list under {schema.NAME!r}"),))
    most = wording.load().most_events
    if len(items) > most:
        return Read({}, ((None, f"{len(items):,} entries, more than {most}"),))
    faults = [(number, fault) for number, item in enumerate(items, 1) for fault in _faults(item)]
    broken = {number for number, _ in faults}
    return Read({n: item for n, item in enumerate(items, 1) if n not in broken}, tuple(faults))


def _inner(text: str) -> str:
    """The JSON object in a reply that wraps it in a fence or in talk; the whole text where there is none."""
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else text


def _faults(item: Any) -> Iterator[str]:
    if isinstance(item, dict):
        item = {name: item[name] for name in item if name in schema.of_event()["properties"]} | _missing(item)
    yield from (one_line(error.message) for error in _validator().iter_errors(item))
    if not isinstance(item, dict):
        return
    for name in ("event_type", "status"):
        if item.get(name) is None:
            yield f"{name} is null: an entry whose {name} is not known is none"
    kind, subtype = ontology.load().types.get(str(item.get("event_type"))), item.get("event_subtype")
    if kind is not None and subtype is not None and subtype not in kind.subtypes:
        yield f"event_subtype {one_line(subtype)} is not one of {kind.name}: {', '.join(kind.subtypes)}"


def _missing(item: Mapping[str, Any]) -> dict[str, None]:
    """Fields that are left out say as much as null; only the evidence has to be there."""
    return {name: None for name in schema.of_event()["required"] if name not in item and name != schema.EVIDENCE}


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema.of_event())
