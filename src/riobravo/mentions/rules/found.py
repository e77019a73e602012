"""What the components work on: a parsed sentence with all that was found in it; an event before it is a mention."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from riobravo.lexicon import Lexicon
from riobravo.mentions.gazetteer import Place
from riobravo.mentions.rules.actors import Named
from riobravo.mentions.rules.cast import Cast
from riobravo.mentions.rules.dates import Expression, Reading
from riobravo.mentions.rules.nouns import Nouns
from riobravo.mentions.rules.parsed import Doc, Token
from riobravo.mentions.rules.roles import Roles
from riobravo.mentions.rules.sentences import Piece
from riobravo.mentions.rules.status import Judgement
from riobravo.mentions.rules.terms import Terms
from riobravo.mentions.rules.triggers import Candidate


@dataclass(frozen=True, slots=True)
class Dated:
    """A date expression with its head word and all that it may mean."""

    expression: Expression
    token: Token
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of the text, parsed, with the terms, noun phrases and dates found in it."""

    piece: Piece
    doc: Doc
    lexicon: Lexicon
    nouns: Nouns
    expressions: tuple[Expression, ...]
    day: date
    whole: str
    """The sentence that the piece is part of (the piece itself, but for quotations in another language)."""
    number: int = 0
    """Which piece of the article it is."""
    dates: tuple[Dated, ...] = ()
    """What the date expressions mean, once the sentences before it are read."""

    @property
    def terms(self) -> Terms:
        """The terms of the sentence."""
        return self.nouns.terms

    @property
    def is_title(self) -> bool:
        """Whether it is the article's title."""
        return self.piece.evidence_in == "title"


@dataclass(frozen=True, slots=True)
class Found:
    """A possible event: its trigger, the roles it fills, what is said of it, what speaks against it, how sure it is."""

    candidate: Candidate
    roles: Roles
    judgement: Judgement
    doubts: tuple[str, ...] = ()
    probability: float = 1.0

    @property
    def is_doubtless(self) -> bool:
        """Whether it meets every condition of a narrow group of triggers."""
        return not self.doubts and not self.candidate.trigger.is_wide


@dataclass(frozen=True, slots=True)
class Dropped:
    """A candidate that asserts nothing, and why (shown by ``riobravo explain --dropped``)."""

    candidate: Candidate
    reason: str


@dataclass(frozen=True, slots=True)
class Considered:
    """A sentence with all readings of its triggers: those that may be events, and those that assert nothing."""

    sentence: Sentence
    possible: tuple[Found, ...]
    refused: tuple[Dropped, ...]
    odds: tuple[float, ...]
    """Of the possible ones, at first look."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event and the sentence that tells it."""

    sentence: Sentence
    found: Found


@dataclass(slots=True)
class Memory:
    """What an article says: its sentences, persons, bodies and places, how often it names which country, where it was written.

    ``days``, ``told`` and ``parties`` are what it has said so far: days, events, and the parties of these.
    """

    sentences: list[Sentence] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    parties: list[Named] = field(default_factory=list)
    countries: dict[str, int] = field(default_factory=dict)
    cast: Cast = field(default_factory=Cast)
    dateline: Place | None = None
    is_at_seat: bool = False
    home: str | None = None

    def other_country(self, known: str | None) -> str | None:
        """The country that the article names most, apart from the known one."""
        others = {c: n for c, n in self.countries.items() if c not in (known, "XXX")}
        return max(others, key=lambda c: (others[c], c)) if others else None
