"""Reads the lexicon of a language into frozen objects. It knows the shape of the files, and no word of any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from riobravo import ontology, resources
from riobravo.errors import RioBravoError
from riobravo.lexicon.text import fold

Cues = Mapping[str, Any]
"""One file of cues (status, numbers, dates): its lists and tables by their names."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The parser's labels and the function words, as abstract functions (grammar.yaml)."""

    adposition_governs: bool
    labels: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    marker_classes: Mapping[str, tuple[str, ...]]  # folded preposition -> the classes it belongs to
    abbreviations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermClass:
    """What a noun stands for: kinds that frames ask for, and the unit, sector and force that follow from it."""

    kinds: frozenset[str]
    unit: str | None = None
    sector: str | None = None
    force: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """What may fill a role of a frame."""

    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Frame:
    """Which function fills which role (frames.yaml)."""

    name: str
    roles: Mapping[str, Role]
    verb: Mapping[str, tuple[str, ...]]
    noun: Mapping[str, tuple[str, ...]]
    counted: str | None
    has_content: bool
    holder_is_source: bool
    place_is_target: bool
    needs: tuple[tuple[str, ...], ...]
    one_person: bool


@dataclass(frozen=True, slots=True)
class Trigger:
    """One group of trigger words: what they assert, in which frame, under which conditions."""

    rule: str
    event_type: str
    subtype: str | None
    frame: Frame
    verbs: tuple[tuple[str, ...], ...]
    nouns: tuple[str, ...]
    where: Mapping[str, frozenset[str]]
    unless: Mapping[str, frozenset[str]]
    content: frozenset[str]
    content_near: frozenset[str]
    flags: frozenset[str]
    base_status: str
    is_wide: bool


@dataclass(frozen=True, slots=True)
class WhoActs:
    """Which kinds of body may be the source that a clause leaves out, where the target is of one of these sectors."""

    target: frozenset[str]  # "any" fits every target, "none" one without a sector
    here: frozenset[str]  # in the same sentence
    before: frozenset[str]  # in the text before


@dataclass(frozen=True, slots=True)
class Inferred:
    """What is taken for a party or place that the text leaves open; by event type, or type.subtype, then by side."""

    country: Mapping[str, Mapping[str, tuple[str, ...]]]
    sector: Mapping[str, Mapping[str, str]]
    unnamed_sector: Mapping[str, Mapping[str, str | None]]
    actor: Mapping[str, Mapping[str, tuple[str, ...]]]
    who_acts: Mapping[str, tuple[WhoActs, ...]]
    place: Mapping[str, tuple[str, ...]]
    count: Mapping[str, tuple[str, ...]]
    person: frozenset[str]
    officials: frozenset[str]
    holders: frozenset[str]
    self_acting: frozenset[str]
    weak_sectors: frozenset[str]

    def sector_of(self, event_type: str, subtype: str | None, side: str, *, is_named: bool) -> str | None:
        """The sector of a party of which the text says none."""
        for table in (self.sector,) if is_named else (self.unnamed_sector, self.sector):
            for key in (f"{event_type}.{subtype}", event_type):
                if side in table.get(key, {}):
                    return table[key][side]
        return None


@dataclass(frozen=True, slots=True)
class GazetteerRules:
    """What the kinds of the actors table mean to the frames, and how large a town must be to be looked for by its name."""

    kinds_of_actor: Mapping[str, frozenset[str]]
    other_actor: frozenset[str]
    offices_known: tuple[date, date]
    least_population: Mapping[str, int]
    other_country: int
    least_shortened: int

    def least(self, country: str) -> int:
        """The inhabitants from which on a town of that country is looked for."""
        return self.least_population.get(country, self.other_country)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words of one language."""

    language: str
    grammar: Grammar
    terms: tuple[tuple[str, TermClass], ...]
    triggers: tuple[Trigger, ...]
    status: Cues
    numbers: Cues
    dates: Cues
    countries: Mapping[str, Mapping[str, tuple[str, ...]]]
    subtype_by_kind: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]
    kinds_of_matter: frozenset[str]
    inferred: Inferred


_FLAGS = (
    "abroad",
    "abroad_target",
    "intransitive",
    "with_number",
    "content_future",
    "content_clause",
    "known_actor",
    "known_actor_any",
    "plural",
    "reflexive",
    "with_place_or_actor",
    "with_vehicle",
    "violent",
)


_KEYS_OF_GROUP = frozenset(
    (
        "type",
        "subtype",
        "frame",
        "verbs",
        "nouns",
        "where",
        "unless",
        "content",
        "content_near",
        "status",
        "wide",
        *_FLAGS,
    )
)


@lru_cache(maxsize=4)
def load(language: str) -> Lexicon:
    """The lexicon of ``language``.

    Raises:
        RioBravoError: RB-302 where a file of the lexicon names a type, subtype, frame or key that is not declared.
    """
    folder = resources.lexicon_dir() / language
    files = {name: resources.load_yaml(folder / f"{name}.yaml") for name in _FILES}
    declared = resources.load_yaml(resources.lexicon_dir() / "frames.yaml")
    frames = {name: _frame(name, body) for name, body in declared["frames"].items()}
    return Lexicon(
        language=language,
        grammar=_grammar(files["grammar"]),
        terms=tuple(_terms(files["terms"])),
        triggers=tuple(_triggers(files["triggers"], frames, language)),
        status=MappingProxyType(files["status"]),
        numbers=MappingProxyType(files["numbers"]),
        dates=MappingProxyType(files["dates"]),
        countries=MappingProxyType(
            {
                code: {part: tuple(names) for part, names in body.items()}
                for code, body in files["countries"]["countries"].items()
            }
        ),
        kinds_of_matter=frozenset(declared["kinds_of_matter"]),
        inferred=_inferred(declared["inferred"]),
        subtype_by_kind=MappingProxyType(
            {
                event_type: tuple((subtype, frozenset(kinds)) for subtype, kinds in lines)
                for event_type, lines in declared["subtype_by_kind"].items()
            }
        ),
    )


@lru_cache(maxsize=1)
def gazetteer_rules() -> GazetteerRules:
    """How actors and towns are read, the same in every language (gazetteer.yaml)."""
    body = resources.load_yaml(resources.lexicon_dir() / "gazetteer.yaml")
    sizes = {country: int(size) for country, size in body["least_population"].items()}
    return GazetteerRules(
        kinds_of_actor=MappingProxyType({kind: frozenset(kinds) for kind, kinds in body["kinds_of_actor"].items()}),
        other_actor=frozenset(body["other_actor"]),
        offices_known=(body["offices_known"][0], body["offices_known"][1]),
        least_population=MappingProxyType(sizes),
        other_country=int(body["least_population_elsewhere"]),
        least_shortened=int(body["least_shortened"]),
    )


@lru_cache(maxsize=256)
def cue_words(language: str, name: str) -> frozenset[str]:
    """A list of status.yaml, folded for comparison; empty where the language has none."""
    return frozenset(fold(word) for word in load(language).status.get(name, ()))


@lru_cache(maxsize=32)
def cue_groups(language: str, name: str) -> Mapping[str, frozenset[str]]:
    """A table of lists of status.yaml ("operators", "stages", "stage_nouns"), each folded for comparison."""
    groups = load(language).status[name].items()
    return MappingProxyType({key: frozenset(fold(word) for word in words) for key, words in groups})


_FILES = ("grammar", "terms", "triggers", "status", "numbers", "dates", "countries")


def _grammar(body: Mapping[str, Any]) -> Grammar:
    classes: dict[str, tuple[str, ...]] = {}
    for name, words in body["markers"].items():
        for word in words:
            classes[fold(word)] = (*classes.get(fold(word), ()), name)
    lists = {name: frozenset(map(fold, words)) for name, words in body.items() if isinstance(words, list)}
    return Grammar(
        adposition_governs=body["adposition"] == "head",
        labels={name: frozenset(labels) for name, labels in body["labels"].items()},
        words=lists,
        marker_classes=classes,
        abbreviations=tuple(body["abbreviations"]),
    )


def _terms(body: Mapping[str, Any]) -> list[tuple[str, TermClass]]:
    found = []
    for group in body["classes"]:
        term = TermClass(frozenset(group["kinds"]), group.get("unit"), group.get("sector"), group.get("force"))
        found += [(word, term) for word in group["words"]]
    return found


def _inferred(body: Mapping[str, Any]) -> Inferred:
    def chains(name: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        return MappingProxyType({k: {s: tuple(names) for s, names in sides.items()} for k, sides in body[name].items()})

    return Inferred(
        country=chains("country"),
        sector=MappingProxyType(body["sector"]),
        unnamed_sector=MappingProxyType(body["unnamed_sector"]),
        actor=chains("actor"),
        who_acts=MappingProxyType(
            {k: tuple(_who_acts(rule) for rule in rules) for k, rules in body["who_acts"].items()}
        ),
        place=MappingProxyType({k: tuple(steps) for k, steps in body["place"].items()}),
        count=MappingProxyType({k: tuple(steps) for k, steps in body["count"].items()}),
        person=frozenset(body["person"]),
        officials=frozenset(body["officials"]),
        holders=frozenset(body["holders"]),
        self_acting=frozenset(body["self_acting"]),
        weak_sectors=frozenset(body["weak_sectors"]),
    )


def _who_acts(rule: Mapping[str, Any]) -> WhoActs:
    return WhoActs(
        target=frozenset(rule["target"]), here=frozenset(rule["here"]), before=frozenset(rule.get("before", ()))
    )


def _frame(name: str, body: Mapping[str, Any]) -> Frame:
    return Frame(
        name=name,
        roles={role: Role(frozenset(spec["kinds"])) for role, spec in body["roles"].items()},
        verb={function: tuple(roles) for function, roles in body.get("verb", {}).items()},
        noun={function: tuple(roles) for function, roles in body.get("noun", {}).items()},
        counted=body.get("counted"),
        has_content=bool(body.get("content")),
        holder_is_source=bool(body.get("holder_is_source")),
        one_person=bool(body.get("one_person")),
        place_is_target=bool(body.get("place_is_target")),
        needs=tuple(tuple(need) if isinstance(need, list) else (need,) for need in body.get("needs", [])),
    )


def _triggers(body: Mapping[str, Any], frames: Mapping[str, Frame], language: str) -> list[Trigger]:
    known = ontology.load().types
    found = []
    for number, group in enumerate(body["groups"], start=1):
        event_type, subtype = group["type"], group.get("subtype")
        where = f"lexicon/{language}/triggers.yaml, group {number}"
        if unknown := sorted(group.keys() - _KEYS_OF_GROUP):
            found_keys = f"key {', '.join(unknown)}"
            raise RioBravoError(code="RB-302", found=found_keys, allowed=", ".join(sorted(_KEYS_OF_GROUP)), where=where)
        if event_type not in known:
            raise RioBravoError(code="RB-302", found=f"type {event_type}", allowed=", ".join(known), where=where)
        if subtype is not None and subtype not in known[event_type].subtypes:
            allowed = ", ".join(known[event_type].subtypes)
            raise RioBravoError(code="RB-302", found=f"subtype {subtype}", allowed=allowed, where=where)
        if group["frame"] not in frames:
            raise RioBravoError(code="RB-302", found=f"frame {group['frame']}", allowed=", ".join(frames), where=where)
        found.append(
            Trigger(
                rule=f"{language}.{event_type}.{subtype or group['frame']}.{number}",
                event_type=event_type,
                subtype=subtype,
                frame=frames[group["frame"]],
                verbs=tuple(tuple(fold(pattern).split()) for pattern in group.get("verbs", [])),
                nouns=tuple(group.get("nouns", [])),
                where={role: frozenset(kinds) for role, kinds in group.get("where", {}).items()},
                unless={role: frozenset(kinds) for role, kinds in group.get("unless", {}).items()},
                content=frozenset(group.get("content", ())),
                content_near=frozenset(group.get("content_near", ())),
                flags=frozenset(flag for flag in _FLAGS if group.get(flag)),
                is_wide=bool(group.get("wide")),
                base_status=group.get("status", "actual"),
            )
        )
    return found
