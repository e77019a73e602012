"""Reads `sets.yaml`: which outside sets there are, and how their labels meet our types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from riobravo import ontology, resources
from riobravo.errors import RioBravoError
from riobravo.evaluate import score
from riobravo.evaluate.outside.clean import STEPS
from riobravo.evaluate.outside.units import Reader

FILE: Final = Path(__file__).with_name("sets.yaml")
LEVELS: Final = ("unit", "document")
WHOLE: Final = "all"
"""The part of a set that has no parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label that is scored: which labels of the set it stands for, and which of our mentions.

    A mention fits if its ``type`` or ``type/subtype`` is among ``ours``, or its PLOVER type or CAMEO root among those named.
    """

    name: str
    gold: frozenset[str]
    ours: tuple[str, ...] = ()
    plover: tuple[str, ...] = ()
    cameo: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One way to score a set: over its units or its documents, with what a mention must be to count at all."""

    name: str
    level: str
    labels: tuple[Label, ...]
    statuses: tuple[str, ...]
    source_sectors: tuple[str, ...]
    has_numbers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A label of the set that is not scored, and why; with ``drops`` a unit that has no other label is not scored either."""

    label: str
    why: str
    drops: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A figure that the set's authors or others give for it, of a part where one is named."""

    figure: str
    of: str
    part: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """One outside set, all that is declared of it."""

    key: str
    title: str
    about: str
    citation: str
    licence: str
    file: str
    unit: str
    published_on: date
    reader: str
    clean: tuple[str, ...]
    parts: Mapping[str, str]
    measures: tuple[Measure, ...]
    left_out: tuple[LeftOut, ...]
    published: tuple[Published, ...]
    caveats: tuple[str, ...]

    def read(self) -> Reader:
        """The function that reads the set's files."""
        reader: Reader = import_module(f"{__package__}.{self.reader}").read
        return reader

    def part(self, name: str | None) -> str:
        """The part that is meant.

        Raises:
            RioBravoError: RB-704 for a part that the set has not, and for none where it has several.
        """
        allowed = tuple(self.parts) or (WHOLE,)
        found = WHOLE if name is None and not self.parts else name
        if found not in allowed:
            todo = f"name one with --part: {', '.join(allowed)}" if self.parts else "leave --part out"
            where = f"riobravo outside {self.key}"
            raise RioBravoError(code="RB-704", found=f"part {name}", allowed=", ".join(allowed), where=where, todo=todo)
        return str(found)


@lru_cache(maxsize=1)
def load() -> Mapping[str, Set]:
    """All sets by their keys, in the order of the file.

    Raises:
        RioBravoError: RB-302 where the file names a type, PLOVER type, status, sector, level or step that is not declared.
    """
    body = resources.load_yaml(FILE)
    return {key: _set(key, entry) for key, entry in body["sets"].items()}


def one(key: str) -> Set:
    """The set of that key.

    Raises:
        RioBravoError: RB-704.
    """
    if key not in load():
        raise RioBravoError(code="RB-704", found=key, allowed=", ".join(load()))
    return load()[key]


def _set(key: str, body: Mapping[str, Any]) -> Set:
    where = f"{FILE.name}: {key}"
    labels = {
        name: tuple(_label(label, row, where) for label, row in group.items())
        for name, group in body.get("labels", {}).items()
    }
    steps = tuple(body.get("clean", ()))
    _check(steps, STEPS, "step", where)
    return Set(
        key=key,
        **{name: body[name] for name in ("title", "about", "citation", "licence", "file", "unit", "published_on")},
        reader=body["reader"],
        clean=steps,
        parts=body.get("parts", {}),
        measures=tuple(_measure(row, labels, where) for row in body["measures"]),
        left_out=tuple(_left_out(label, row, where) for label, row in body.get("left_out", {}).items()),
        published=tuple(Published(**{"part": None, **row}) for row in body.get("published", ())),
        caveats=tuple(body.get("caveats", ())),
    )


def _left_out(label: str, body: Mapping[str, Any], where: str) -> LeftOut:
    _check(body, ("why", "drops"), f"key of {label}", where)  # a comma in a flow mapping would cut a sentence short
    return LeftOut(label=label, why=body["why"], drops=body.get("drops", False))


def _label(name: str, body: Mapping[str, Any], where: str) -> Label:
    kinds = ontology.load()
    subtypes = {f"{kind}/{subtype}" for kind, declared in kinds.types.items() for subtype in declared.subtypes}
    crosswalks = [subtype.crosswalk for kind in kinds.types.values() for subtype in kind.subtypes.values()]
    _check(body.get("ours", ()), {*kinds.types, *subtypes}, "type", where)
    _check(body.get("plover", ()), {walk.plover_type for walk in crosswalks}, "PLOVER type", where)
    _check(body.get("cameo", ()), {walk.cameo_code[:2] for walk in crosswalks}, "CAMEO root", where)
    return Label(
        name=name,
        gold=frozenset(body["gold"]),
        ours=tuple(body.get("ours", ())),
        plover=tuple(body.get("plover", ())),
        cameo=tuple(body.get("cameo", ())),
    )


def _measure(body: Mapping[str, Any], labels: Mapping[str, tuple[Label, ...]], where: str) -> Measure:
    statuses = tuple(body.get("statuses", score.COUNTED))
    sectors = tuple(body.get("source_sectors", ()))
    _check(statuses, ontology.load().statuses, "status", where)
    _check(sectors, ontology.load().sectors, "sector", where)
    _check((body["level"],), LEVELS, "level", where)
    group = body.get("labels")
    if group is not None:
        _check((group,), labels, "group of labels", where)
    return Measure(
        name=body["name"],
        level=body["level"],
        labels=labels[group] if group else (),
        statuses=statuses,
        source_sectors=sectors,
        has_numbers=body.get("has_numbers", False),
    )


def _check(names: Any, allowed: Any, kind: str, where: str) -> None:
    for name in names:
        if name not in allowed:
            known = ", ".join(sorted(map(str, allowed)))
            raise RioBravoError(code="RB-302", found=f"{kind} {name}", allowed=known, where=where)
