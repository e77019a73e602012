"""``schemas/identity.yaml`` to frozen objects; that its names are those of the ontology is checked here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from riobravo import ontology, resources
from riobravo.errors import RioBravoError
from riobravo.events.policy.model import (
    DEFAULT,
    Actors,
    Dates,
    LinkRule,
    Matter,
    Merging,
    Persons,
    Places,
    Policy,
    Quantities,
    Search,
    Stages,
    Statuses,
    Stems,
    Sums,
    Words,
)

FILE = "identity.yaml"

Section = TypeVar("Section")
Use = tuple[str, str, set[str]]
"""Where a name stands in the file, the name, and the names allowed there."""


@cache
def load() -> Policy:
    """The policy of this installation, read once. Raises as `read`."""
    return read(resources.schemas_dir() / FILE)


def read(path: Path) -> Policy:
    """The policy in a file.

    Raises:
        RioBravoError: RB-301 for a missing or misshapen entry, RB-302 for a name that the ontology does not declare.
    """
    raw = resources.load_yaml(path)
    try:
        policy = _policy(raw)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise RioBravoError(
            code="RB-301", found=repr(error), where=path, allowed="the form of meta/identity.schema.json"
        ) from error
    for place, found, allowed in _uses(policy, ontology.load()):
        if found not in allowed:
            raise RioBravoError(
                code="RB-302", found=found, allowed=", ".join(sorted(allowed)), where=f"{path}: {place}"
            )
    return policy


def _policy(raw: Mapping[str, Any]) -> Policy:
    stages = {name: _section(Stages, entry) for name, entry in raw["stages"].items()}
    return Policy(
        version=raw["version"],
        stages=MappingProxyType(stages),
        statuses=_section(Statuses, raw["statuses"]),
        dates=_section(Dates, raw["dates"]),
        actors=_section(Actors, raw["actors"]),
        persons=_section(Persons, raw["persons"]),
        quantities=_section(Quantities, raw["quantities"]),
        places=_section(Places, raw["places"]),
        words=_section(Words, raw["words"]),
        stems=_section(Stems, raw["stems"]),
        matter=_section(Matter, raw["matter"]),
        sums=_section(Sums, raw["sums"]),
        search=_section(Search, raw["search"]),
        merging=_section(Merging, raw["merging"]),
        unlinked=frozenset(raw["unlinked"]),
        links=tuple(_section(LinkRule, entry) for entry in raw["links"]),
    )


def _section(kind: type[Section], entry: Mapping[str, Any]) -> Section:
    """One part of the file: lists become tuples or sets, as the part's own annotations ask."""
    kinds = {field.name: str(field.type) for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{key: _value(kinds[key], value) for key, value in entry.items()})


def _value(kind: str, value: Any) -> Any:
    if kind.startswith("Mapping") or kind == "Scores":
        return MappingProxyType({key: tuple(item) if isinstance(item, list) else item for key, item in value.items()})
    if kind.startswith(("frozenset[frozenset", "tuple[frozenset")):
        groups = (frozenset(item) for item in value)
        return tuple(groups) if kind.startswith("tuple") else frozenset(groups)
    if kind.startswith("frozenset"):
        return frozenset(value)
    return tuple(value) if kind.startswith("tuple") else value


def _uses(policy: Policy, declared: ontology.Ontology) -> Iterator[Use]:
    """Every use of a name of the ontology: the place, the name, the names allowed there."""
    yield from _uses_of_types(policy, set(declared.types))
    yield from _uses_of_subtypes(policy, declared)
    yield from _uses_in_links(policy, declared)
    yield from _uses_of_codes(policy, declared)


def _uses_of_types(policy: Policy, types: set[str]) -> Iterator[Use]:
    for name in (*policy.dates.planned, *policy.dates.lasting, *policy.sums.base):
        yield "dates.planned, dates.lasting, sums.base", name, types | {DEFAULT}
    for name in (*policy.persons.columns, *policy.persons.groups, *policy.quantities.growing):
        yield "persons, quantities.growing", name, types
    for name in (*policy.places.contradict, *policy.places.ignore, *policy.actors.opposed):
        yield "places, actors.opposed", name, types


def _uses_of_subtypes(policy: Policy, declared: ontology.Ontology) -> Iterator[Use]:
    for name, stages in policy.stages.items():
        yield "stages", name, set(declared.types)
        for subtype in stages.open.union(*stages.groups):
            yield f"stages.{name}", subtype, set(declared.type(name).subtypes)
    for name, subtypes in (*policy.merging.specific.items(), *policy.merging.legal_bases.items()):
        yield "merging", name, set(declared.types)
        for subtype in subtypes:
            yield f"merging: {name}", subtype, set(declared.type(name).subtypes)


def _uses_in_links(policy: Policy, declared: ontology.Ontology) -> Iterator[Use]:
    pairs = {f"{name}/{sub}" for name, kind in declared.types.items() for sub in kind.subtypes}
    for rule in policy.links:
        place = f"links: {rule.relation}"
        for relation in (rule.relation, *rule.instead.values()):
            yield place, relation, set(declared.relations)
        for kind in rule.instead:
            yield f"{place}: instead", kind, set(rule.earlier)
        for kind in (*rule.later, *rule.earlier):
            yield place, kind, pairs | set(declared.types)
        for status in (*rule.later_status, *rule.earlier_status):
            yield place, status, set(declared.statuses)


def _uses_of_codes(policy: Policy, declared: ontology.Ontology) -> Iterator[Use]:
    merging, dates, statuses = policy.merging, policy.dates, policy.statuses
    opposed = {sector for sides in policy.actors.opposed.values() for side in sides for sector in side}
    uses: dict[str, tuple[set[str], Mapping[str, str]]] = {
        "actors.opposed": (opposed, declared.sectors),
        "statuses": ({*statuses.order, statuses.done, statuses.ahead, *policy.unlinked}, declared.statuses),
        "dates": ({*dates.unknown, *dates.coarse, *dates.scores}, declared.precisions),
        "dates.weak_bases": (set(dates.weak_bases), declared.bases),
        "quantities": ({*policy.quantities.exact_units, policy.quantities.count_unit}, declared.units),
        "places": ({*policy.places.local, *policy.places.wide}, declared.place_precisions),
        "merging.modifiers": (set(merging.plain), declared.modifiers),
        "merging.reviewers": (set(merging.reviewers), declared.codes("annotators")),
        "merging.reviewed": (set(merging.reviewed.values()), declared.codes("review_statuses")),
    }
    for place, (names, allowed) in uses.items():
        for name in sorted(names):
            yield place, name, set(allowed)
