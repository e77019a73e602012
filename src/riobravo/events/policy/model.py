"""What the policy is made of, one frozen part a section of identity.yaml. Reading them: `read.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

DEFAULT = "default"

Scores = Mapping[str, float]
"""What a piece of evidence adds to the sum, by its name."""


@dataclass(frozen=True, slots=True)
class Stages:
    """Which subtypes of one type can be one event: those of one group, and open ones with any."""

    groups: tuple[frozenset[str], ...] = ()
    open: frozenset[str] = frozenset()

    def are_one(self, first: str, second: str) -> bool:
        """Whether mentions of the two subtypes can be one event."""
        if first == second or first in self.open or second in self.open:
            return True
        return any(first in group and second in group for group in self.groups)

    def are_open(self, first: str, second: str) -> bool:
        """Whether exactly one of the two says less than the other."""
        return (first in self.open) != (second in self.open)


@dataclass(frozen=True, slots=True)
class Statuses:
    """The order in which an event takes its status, and which unequal statuses can be one event."""

    order: tuple[str, ...]
    agree: frozenset[frozenset[str]]
    strong: frozenset[frozenset[str]]
    done: str
    ahead: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Days that may lie between two dates of one event, and what their nearness adds."""

    tolerance: int
    same_object: int
    publication_slack: int
    lasting: Mapping[str, int]
    planned: Mapping[str, int]
    weak_bases: frozenset[str]
    unknown: frozenset[str]
    coarse: frozenset[str]
    scores: Scores
    near: float
    undated_days: int
    undated: float
    weak: float
    publication: float

    def from_plan_to_act(self, event_type: str) -> int:
        """Days that may pass from the planned to the actual date of a type."""
        return self.planned.get(event_type, self.planned[DEFAULT])

    def furthest(self, event_type: str, *, has_plan: bool) -> int:
        """Days beyond which no rule joins two dates of a type, whatever else the two share."""
        reach = max(self.tolerance, self.same_object, self.publication_slack, self.lasting.get(event_type, 0))
        return max(reach, self.from_plan_to_act(event_type)) if has_plan else reach


@dataclass(frozen=True, slots=True)
class Actors:
    """Countries that agree with any other, sectors whose acts are never one, by type, and what equal actors add."""

    any_country: frozenset[str]
    opposed: Mapping[str, tuple[Sequence[str], ...]]
    scores: Scores


@dataclass(frozen=True, slots=True)
class Persons:
    """Where persons are named, and how names are cut and compared."""

    columns: Mapping[str, tuple[str, ...]]
    groups: frozenset[str]
    separators: tuple[str, ...]
    particles: frozenset[str]
    possessives: tuple[str, ...]
    nickname_articles: frozenset[str]
    quotes: str
    bodies: frozenset[str]
    fuzzy: float
    scores: Scores


@dataclass(frozen=True, slots=True)
class Quantities:
    """When two numbers are one, one that grew, or two."""

    growing: frozenset[str]
    growth: float
    slack: float
    apart: float
    exact_units: frozenset[str]
    group_from: float
    count_unit: str
    telling_from: float
    scores: Scores


@dataclass(frozen=True, slots=True)
class Places:
    """Which types two places tell apart, and what equal places add."""

    contradict: frozenset[str]
    ignore: frozenset[str]
    local: frozenset[str]
    wide: frozenset[str]
    scores: Scores


@dataclass(frozen=True, slots=True)
class Words:
    """When two sentences speak of one matter."""

    shared_from: int
    share: float
    longest: int
    scores: Scores


@dataclass(frozen=True, slots=True)
class Stems:
    """Letters of a word's beginning, how many beginnings a sentence needs, and what full likeness adds."""

    letters: int
    least: int
    score: float


@dataclass(frozen=True, slots=True)
class Matter:
    """What two articles name: names that an article needs, the share of common ones that tells, and what that adds."""

    least: int
    share: float
    scores: Scores


@dataclass(frozen=True, slots=True)
class Sums:
    """Where the sum of a type starts, what it must reach, and which evidence is strong."""

    threshold: float
    sure: float
    base: Mapping[str, float]
    open_subtype: float
    same_article: float
    same_article_title: float
    strong: frozenset[str]

    def base_of(self, event_type: str) -> float:
        """Where the sum of a type starts."""
        return self.base.get(event_type, self.base[DEFAULT])


@dataclass(frozen=True, slots=True)
class Search:
    """Bounds of the search for mentions to compare."""

    neighbours: int
    token_length: int


@dataclass(frozen=True, slots=True)
class Merging:
    """Preferences by which one row is made of a group of mentions."""

    specific: Mapping[str, tuple[str, ...]]
    legal_bases: Mapping[str, tuple[str, ...]]
    reviewers: frozenset[str]
    reviewed: Mapping[str, str]
    plain: frozenset[str]
    headline_length: int
    confidence_of_people: float
    highest_confidence: float


@dataclass(frozen=True, slots=True)
class LinkRule:
    """One rule that links a later event to an earlier one; types are ``type`` or ``type/subtype``.

    ``instead`` gives another relation for an earlier event of that kind; empty statuses ask for none in particular.
    ``earlier_may_lie_ahead`` is for what is put off, ended or answered before the day on which it was to begin.
    """

    relation: str
    later: tuple[str, ...]
    earlier: tuple[str, ...]
    needs: tuple[str, ...]
    days: int
    instead: Mapping[str, str] = field(default_factory=dict)
    later_status: tuple[str, ...] = ()
    earlier_status: tuple[str, ...] = ()
    earlier_may_lie_ahead: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole file."""

    version: str
    stages: Mapping[str, Stages]
    statuses: Statuses
    dates: Dates
    actors: Actors
    persons: Persons
    quantities: Quantities
    places: Places
    words: Words
    stems: Stems
    matter: Matter
    sums: Sums
    search: Search
    merging: Merging
    unlinked: frozenset[str]
    links: tuple[LinkRule, ...]

    def stages_of(self, event_type: str) -> Stages:
        """How the subtypes of a type compare; a type without an entry compares them as they are."""
        return self.stages.get(event_type, Stages())
