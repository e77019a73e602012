"""From a code of another dataset to a type of ours, or to the reason why there is none.

The crosswalk of ``ontology.yaml`` says which code a subtype of ours has; here it is read backwards, and what a dataset
declares of its codes goes before it. The longest code that the given one begins with decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from riobravo import ontology
from riobravo.ontology import Subtype
from riobravo.peers.declared import Codes

Pair = tuple[str, str]
"""Type and subtype."""

_SHARED = ("plover_type", "plover_mode", "cameo_code", "goldstein", "quad_class")


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """What a code is here. Without a type, ``no_type_because`` says why; the codes of ours are then null as well."""

    event_type: str | None = None
    event_subtype: str | None = None
    type_match: str | None = None
    no_type_because: str | None = None
    plover_type: str | None = None
    plover_mode: str | None = None
    cameo_code: str | None = None
    goldstein: float | None = None
    quad_class: int | None = None


COLUMNS = tuple(field.name for field in fields(Twin))


def twin(code: str | None, codes: Codes) -> Twin:
    """The type that a code stands for."""
    if code is None:
        return Twin(no_type_because="The row gives no code.")
    known = _backwards(codes.vocabulary)
    above = [key for key in {*known, *codes.types, *codes.none} if code.startswith(key)]
    if not above:
        return Twin(no_type_because="No type here has this code.")
    key = max(above, key=len)
    if key in codes.none:
        return Twin(no_type_because=codes.none[key])
    if key in codes.types:
        return _of_type(codes.types[key])
    names = sorted({name for name, _ in known[key]})
    if len(names) > 1:
        return Twin(no_type_because=f"It stands for several types here: {', '.join(names)}.")
    if key == code:
        return _of_pairs(known[key], "same")
    return replace(_of_pairs(known[key], "narrower"), event_subtype=None)


def reachable(codes: Codes) -> tuple[str, ...]:
    """The types that some code can become, in the order of the ontology."""
    keys = {*_backwards(codes.vocabulary), *codes.types}
    found = {twin(key, codes).event_type for key in keys}
    return tuple(name for name in ontology.load().types if name in found)


@cache
def _backwards(vocabulary: str) -> Mapping[str, tuple[Pair, ...]]:
    """Code → the types and subtypes that have it; of PLOVER, the type and the mode joined with a slash."""
    found: dict[str, list[Pair]] = {}
    for event_type in ontology.load().types.values():
        for subtype in event_type.subtypes.values():
            if (code := _code(subtype, vocabulary)) is not None:
                found.setdefault(code, []).append((event_type.name, subtype.name))
    return MappingProxyType({code: tuple(pairs) for code, pairs in found.items()})


def _code(subtype: Subtype, vocabulary: str) -> str | None:
    walk = subtype.crosswalk
    if vocabulary == "cameo":
        return walk.cameo_code
    if vocabulary == "plover" and walk.plover_type is not None:
        return "/".join(part for part in (walk.plover_type, walk.plover_mode) if part is not None)
    return None


def _of_type(name: str) -> Twin:
    event_type, _, subtype = name.partition("/")
    subtypes = (subtype,) if subtype else tuple(ontology.load().type(event_type).subtypes)
    return _of_pairs(tuple((event_type, one) for one in subtypes), "declared")


def _of_pairs(pairs: tuple[Pair, ...], match: str) -> Twin:
    """The twin of codes that are all of one type: what they agree on; what they differ in is null."""
    walks = [ontology.load().crosswalk(*pair) for pair in pairs]
    agreed: dict[str, Any] = {}
    for name in _SHARED:
        values = {getattr(walk, name) for walk in walks}
        agreed[name] = values.pop() if len(values) == 1 else None
    return Twin(
        event_type=pairs[0][0], event_subtype=pairs[0][1] if len(pairs) == 1 else None, type_match=match, **agreed
    )
