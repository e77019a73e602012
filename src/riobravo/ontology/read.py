"""``schemas/ontology.yaml`` to frozen objects.

The form of the file is held by ``schemas/meta/ontology.schema.json`` (in the tests, so that reading the data needs no
validator); what a JSON Schema cannot say, that every name used is declared, is checked here on reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from riobravo import resources
from riobravo.errors import RioBravoError
from riobravo.ontology.model import (
    FILE,
    BadExample,
    Chapter,
    Code,
    CodeList,
    Crosswalk,
    EventType,
    Ontology,
    Rule,
    Subtype,
)

T = TypeVar("T")


@cache
def load() -> Ontology:
    """The ontology of this installation, read once. Raises as `read`."""
    return read(resources.schemas_dir() / FILE)


def read(path: Path) -> Ontology:
    """The ontology in a file.

    Raises:
        RioBravoError: RB-301 for a missing or misshapen entry, RB-302 for a name that is used and not declared;
            both name the entry.
    """
    raw = resources.load_yaml(path)
    try:
        ontology = _ontology(raw)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        # The JSON Schema gives the full list of faults; at run time the first one is enough to stop.
        raise RioBravoError(
            code="RB-301", found=repr(error), where=path, allowed="the form of meta/ontology.schema.json"
        ) from error
    _check_names(ontology, where=str(path))
    return ontology


def _ontology(raw: Mapping[str, Any]) -> Ontology:
    walks = _Walks(cameo=raw["cameo"], quad_of_root=raw["quad_class_of_cameo_root"], plover=raw["plover"])
    types = _frozen({name: _event_type(name, entry, walks) for name, entry in raw["types"].items()})
    lists = _frozen({name: _code_list(name, entry) for name, entry in raw["code_lists"].items()})
    cameo = _frozen({code: entry["label"] for code, entry in raw["cameo"].items()})
    plover = _frozen({name: tuple(entry["modes"]) for name, entry in raw["plover"].items()})
    return Ontology(
        version=raw["version"],
        title=raw["title"],
        description=raw["description"],
        types=types,
        lists=lists,
        chapters=tuple(_chapter(entry) for entry in raw["chapters"]),
        plover_modes=plover,
        cameo=cameo,
        _codes=_all_codes(types, lists, plover, cameo),
    )


@dataclass(frozen=True, slots=True)
class _Walks:
    """The tables that complete a subtype's crosswalk: what PLOVER and CAMEO say of a code is said once."""

    cameo: Mapping[str, Mapping[str, Any]]
    quad_of_root: Mapping[str, int]
    plover: Mapping[str, Any]

    def crosswalk(self, entry: Mapping[str, Any], where: str) -> Crosswalk:
        code, plover_type, mode = entry["cameo_code"], entry["plover_type"], entry["plover_mode"]
        if code not in self.cameo:
            raise RioBravoError(code="RB-302", found=f"CAMEO code {code!r}", allowed=", ".join(self.cameo), where=where)
        if plover_type is not None and plover_type not in self.plover:
            allowed = ", ".join(self.plover)
            raise RioBravoError(code="RB-302", found=f"PLOVER type {plover_type!r}", allowed=allowed, where=where)
        modes = self.plover[plover_type]["modes"] if plover_type is not None else ()
        if mode is not None and mode not in modes:
            raise RioBravoError(
                code="RB-302", found=f"mode {mode!r} of {plover_type}", allowed=", ".join(modes) or "none", where=where
            )
        goldstein = float(self.cameo[code]["goldstein"])
        return Crosswalk(plover_type, mode, code, goldstein, self.quad_of_root[code[:2]])


def _event_type(name: str, entry: Mapping[str, Any], walks: _Walks) -> EventType:
    subtypes = {sub: _subtype(name, sub, body, walks) for sub, body in entry["subtypes"].items()}
    return EventType(
        name=name,
        definition=entry["definition"],
        subtypes=_frozen(subtypes),
        default_subtype=entry["default_subtype"],
        units=tuple(entry["units"]),
        roles=_frozen(entry["roles"]),
        rules=_rules(entry["rules"]),
        example=_frozen(entry["example"]),
        bad_example=_bad_example(entry["bad_example"]),
        is_headline=entry["is_headline"],
        is_symmetric=entry["is_symmetric"],
    )


def _subtype(type_name: str, name: str, entry: Mapping[str, Any], walks: _Walks) -> Subtype:
    return Subtype(
        name=name,
        definition=entry["definition"],
        example=_frozen(entry["example"]),
        bad_example=_bad_example(entry["bad_example"]),
        crosswalk=walks.crosswalk(entry["crosswalk"], where=f"{FILE}: types.{type_name}.subtypes.{name}"),
    )


def _bad_example(entry: Mapping[str, Any]) -> BadExample:
    return BadExample(text=entry["text"], instead=entry["instead"], why=entry["why"])


def _rules(entries: list[Mapping[str, str]]) -> tuple[Rule, ...]:
    return tuple(Rule(entry["id"], entry["rule"], entry["example"]) for entry in entries)


def _code_list(name: str, entry: Mapping[str, Any]) -> CodeList:
    return CodeList(name, entry["title"], _frozen({code: _code(code, body) for code, body in entry["codes"].items()}))


def _code(name: str, body: Mapping[str, Any]) -> Code:
    traits = {key: value for key, value in body.items() if key not in ("definition", "example")}
    return Code(name, body["definition"], _frozen(body.get("example", {})), _frozen(traits))


def _chapter(entry: Mapping[str, Any]) -> Chapter:
    lists = tuple(entry.get("lists", ()))
    return Chapter(entry["key"], entry["title"], entry["text"], _rules(entry["rules"]), lists)


def _all_codes(
    types: Mapping[str, EventType],
    lists: Mapping[str, CodeList],
    plover: Mapping[str, tuple[str, ...]],
    cameo: Mapping[str, str],
) -> Mapping[str, Mapping[str, str]]:
    codes = {name: _definitions(code_list) for name, code_list in lists.items()}
    codes["event_types"] = _frozen({name: event_type.definition for name, event_type in types.items()})
    subtypes: dict[str, list[str]] = {}
    for event_type in types.values():
        for subtype in event_type.subtypes.values():
            subtypes.setdefault(subtype.name, []).append(f"{event_type.name}: {subtype.definition}")
    codes["event_subtypes"] = _frozen({name: " ".join(texts) for name, texts in sorted(subtypes.items())})
    codes["plover_types"] = _frozen({name: f"PLOVER type {name}." for name in plover})
    modes = sorted({mode for of_type in plover.values() for mode in of_type})
    codes["plover_modes"] = _frozen({mode: f"PLOVER mode {mode}." for mode in modes})
    codes["cameo_codes"] = cameo
    return _frozen(codes)


def _definitions(code_list: CodeList) -> Mapping[str, str]:
    return _frozen({code.name: code.definition for code in code_list.codes.values()})


def _frozen(mapping: Mapping[str, T]) -> Mapping[str, T]:
    return MappingProxyType(dict(mapping))


def _check_names(ontology: Ontology, where: str) -> None:
    """Stops at the first name that is used in the file and not declared in it."""
    pairs = {f"{name}/{sub}" for name, event_type in ontology.types.items() for sub in event_type.subtypes}
    for place, kind, found, allowed in _uses(ontology, pairs):
        if found not in allowed:
            listed = ", ".join(sorted(allowed))
            raise RioBravoError(code="RB-302", found=f"{kind} {found!r}", allowed=listed, where=f"{where}: {place}")


def _uses(ontology: Ontology, pairs: set[str]) -> Iterator[tuple[str, str, str, set[str]]]:
    """Every use of a name: the place, what it names, the name, the names allowed there."""
    for event_type in ontology.types.values():
        place = f"types.{event_type.name}"
        yield place, "default subtype", event_type.default_subtype, set(event_type.subtypes)
        for unit in event_type.units:
            yield place, "unit", unit, set(ontology.units)
        entries: list[EventType | Subtype] = [event_type, *event_type.subtypes.values()]
        for entry in entries:
            here = place if entry is event_type else f"{place}.subtypes.{entry.name}"
            for language in entry.example:
                yield here, "language", language, set(ontology.languages)
            if entry.bad_example.instead is not None:
                yield here, "bad example as", entry.bad_example.instead, pairs
    for chapter in ontology.chapters:
        for name in chapter.lists:
            yield f"chapters.{chapter.key}", "code list", name, set(ontology.lists)
