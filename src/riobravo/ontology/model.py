"""What the ontology is made of: frozen types, subtypes, code lists, chapters, crosswalks. Reading them: `read.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from riobravo.errors import RioBravoError

FILE = "ontology.yaml"


@dataclass(frozen=True, slots=True)
class Rule:
    """One numbered rule of the codebook with an example."""

    id: str
    rule: str
    example: str


@dataclass(frozen=True, slots=True)
class BadExample:
    """A sentence that looks like the type and is not; ``instead`` is ``type/subtype``, or None for no event at all."""

    text: str
    instead: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Where a subtype stands in PLOVER and CAMEO; ``plover_type`` is None where PLOVER has no category."""

    plover_type: str | None
    plover_mode: str | None
    cameo_code: str
    goldstein: float
    quad_class: int


@dataclass(frozen=True, slots=True)
class Subtype:
    """One subtype of a type; ``example`` gives a sentence by language."""

    name: str
    definition: str
    example: Mapping[str, str]
    bad_example: BadExample
    crosswalk: Crosswalk


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of event with its subtypes; ``units`` are the units its quantities may have."""

    name: str
    definition: str
    subtypes: Mapping[str, Subtype]
    default_subtype: str
    units: tuple[str, ...]
    roles: Mapping[str, str]
    rules: tuple[Rule, ...]
    example: Mapping[str, str]
    bad_example: BadExample
    is_headline: bool
    is_symmetric: bool


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list; ``traits`` are further facts, as the dimension of a unit or the days of a precision."""

    name: str
    definition: str
    example: Mapping[str, str]
    traits: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CodeList:
    """One closed list of codes, in the order of the file."""

    name: str
    title: str
    codes: Mapping[str, Code]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter of the codebook: rules, and the names of the code lists they speak of."""

    key: str
    title: str
    text: str
    rules: tuple[Rule, ...]
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """The whole file. Code lists by the names that ``schemas/fields.yaml`` uses: see `codes`."""

    version: str
    title: str
    description: str
    types: Mapping[str, EventType]
    lists: Mapping[str, CodeList]
    chapters: tuple[Chapter, ...]
    plover_modes: Mapping[str, tuple[str, ...]]
    cameo: Mapping[str, str]
    _codes: Mapping[str, Mapping[str, str]] = field(repr=False)

    def codes(self, name: str) -> Mapping[str, str]:
        """The codes of a list with their definitions.

        Besides the file's own lists: ``event_types``, ``event_subtypes`` (of all types), ``plover_types``,
        ``plover_modes`` and ``cameo_codes``.

        Raises:
            RioBravoError: RB-302 for a name that is no list.
        """
        if name not in self._codes:
            raise RioBravoError(code="RB-302", found=f"code list {name!r}", allowed=", ".join(self._codes), where=FILE)
        return self._codes[name]

    def type(self, name: str) -> EventType:
        """The type of that name.

        Raises:
            RioBravoError: RB-302 for a name that is no type.
        """
        if name not in self.types:
            raise RioBravoError(code="RB-302", found=f"type {name!r}", allowed=", ".join(self.types), where=FILE)
        return self.types[name]

    def subtype(self, type_name: str, name: str | None) -> Subtype:
        """The subtype of that name in a type, or the type's default for None.

        Raises:
            RioBravoError: RB-302 for a name that is no type or no subtype of it.
        """
        event_type = self.type(type_name)
        chosen = event_type.default_subtype if name is None else name
        if chosen not in event_type.subtypes:
            allowed = ", ".join(event_type.subtypes)
            raise RioBravoError(code="RB-302", found=f"subtype {name!r}", allowed=allowed, where=f"{FILE}: {type_name}")
        return event_type.subtypes[chosen]

    def crosswalk(self, type_name: str, subtype: str | None) -> Crosswalk:
        """Where a type and subtype (its default for None) stand in PLOVER and CAMEO. Raises as `subtype`."""
        return self.subtype(type_name, subtype).crosswalk

    @property
    def headline_types(self) -> tuple[str, ...]:
        """The types that every view, figure and test names first, in the order of the file."""
        return tuple(name for name, event_type in self.types.items() if event_type.is_headline)

    @property
    def statuses(self) -> Mapping[str, str]:
        """Statuses with their definitions."""
        return self.codes("statuses")

    @property
    def units(self) -> Mapping[str, str]:
        """Units of quantities with their definitions."""
        return self.codes("units")

    @property
    def modifiers(self) -> Mapping[str, str]:
        """Modifiers of quantities with their definitions."""
        return self.codes("modifiers")

    @property
    def precisions(self) -> Mapping[str, str]:
        """Precisions of dates with their definitions, finest first."""
        return self.codes("precisions")

    @property
    def bases(self) -> Mapping[str, str]:
        """Bases of dates with their definitions, best first."""
        return self.codes("bases")

    @property
    def sectors(self) -> Mapping[str, str]:
        """Sectors of actors with their definitions."""
        return self.codes("sectors")

    @property
    def place_precisions(self) -> Mapping[str, str]:
        """Precisions of places with their definitions, finest first."""
        return self.codes("place_precisions")

    @property
    def relations(self) -> Mapping[str, str]:
        """Relations of links with their definitions."""
        return self.codes("relations")

    @property
    def languages(self) -> Mapping[str, str]:
        """Languages the annotator reads, with their names."""
        return self.codes("languages")
