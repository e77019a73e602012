"""What the rest of an article says of a candidate, once a first look has given odds to every candidate of the article.

A word is read in one way only, a sentence tells few events, and what a title announces the text tells again: so the odds of
the rivals at the same word, of the candidates beside it and of those of its type elsewhere say much that its own sentence does
not. (A second model over the first one's results is stacked generalization, Wolpert 1992.) Odds are natural logarithms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from riobravo.mentions.rules.found import Considered

_NONE = -4.0
"""The log-odds that stand for no candidate at all: those of the least likely ones."""

_BOUND = 6.0

_MANY = 3.0
"""Beyond so many events in a sentence, more of them say nothing more."""

_ENOUGH = 0.35
"""From this share of sentences on, an article speaks of security, and a larger share says nothing more."""

_LONG = 5
"""Sentences from which on it can be said what an article speaks of."""


@dataclass(frozen=True, slots=True)
class Glance:
    """Where a candidate stands and as what: number of its sentence in the article, number of its token, type."""

    sentence: int
    is_title: bool
    token: int
    event_type: str


def glances(considered: Sequence[Considered]) -> list[Glance]:
    """Where the candidates of an article's sentences stand, in their order."""
    return [
        Glance(
            item.sentence.number, item.sentence.is_title, event.candidate.token.i, event.candidate.trigger.event_type
        )
        for item in considered
        for event in item.possible
    ]


def matter(considered: Sequence[Considered]) -> list[bool]:
    """Of each sentence whether it names something of the matter of security (``kinds_of_matter`` in frames.yaml)."""
    return [
        any(term.kinds & item.sentence.lexicon.kinds_of_matter for term in item.sentence.terms.all)
        for item in considered
    ]


def is_off_matter(matter: Sequence[bool]) -> bool:
    """Whether an article, long enough to tell, speaks of other things than security; ``matter`` as above."""
    return len(matter) >= _LONG and _share(matter) < _ENOUGH


def _share(matter: Sequence[bool]) -> float:
    return sum(matter) / max(len(matter), 1)


def features(glances: Sequence[Glance], odds: Sequence[float], matter: Sequence[bool]) -> list[dict[str, float]]:
    """One table of named values for each candidate of an article, in their order.

    ``odds`` are the candidates' log-odds at first look; ``matter`` says of each sentence whether it speaks of security.
    """
    brevity = 1 / max(len(matter), 1)
    share = min(_share(matter), _ENOUGH)
    own = [max(-_BOUND, min(_BOUND, value)) for value in odds]
    sentences: dict[int, list[int]] = {}
    of_type: dict[str, list[int]] = {}
    for index, glance in enumerate(glances):
        sentences.setdefault(glance.sentence, []).append(index)
        of_type.setdefault(glance.event_type, []).append(index)
    elsewhere = {name: _Elsewhere([glances[i] for i in rows], [own[i] for i in rows]) for name, rows in of_type.items()}
    found = []
    for index, glance in enumerate(glances):
        beside = [other for other in sentences[glance.sentence] if other != index]
        found.append(
            {
                f"type={glance.event_type}": 1.0,
                "own": own[index],
                **_in_sentence(index, beside, glances, own),
                **elsewhere[glance.event_type].values(glance),
                "matter": share,
                "brevity": brevity,
                "own, brevity": brevity * own[index],
            }
        )
    return found


def _in_sentence(
    index: int, beside: Sequence[int], glances: Sequence[Glance], own: Sequence[float]
) -> dict[str, float]:
    here = glances[index]
    same_word = [own[i] for i in beside if glances[i].token == here.token]
    other_words = [i for i in beside if glances[i].token != here.token]
    twins = [own[i] for i in other_words if glances[i].event_type == here.event_type]
    others = [own[i] for i in other_words if glances[i].event_type != here.event_type]
    return {
        "same word": max(same_word, default=_NONE),
        "twin": max(twins, default=_NONE),
        "others": max(others, default=_NONE),
        "events beside": min(sum(map(_probability, others)), _MANY),
        "words": float(min(len({glances[i].token for i in other_words}), 2 * _MANY)),
        "behind": max((own[i] for i in beside), default=own[index]) - own[index],
        "rank": float(min(sum(own[i] > own[index] for i in other_words), 4)),
    }


class _Elsewhere:
    """The candidates of one type in an article, asked what there is outside a sentence; each sentence is counted once."""

    def __init__(self, glances: Sequence[Glance], own: Sequence[float]) -> None:
        self._by_sentence: dict[int, float] = {}
        titles = set()
        for glance, value in zip(glances, own, strict=True):
            known = self._by_sentence.get(glance.sentence, _NONE)
            self._by_sentence[glance.sentence] = max(known, value)
            if glance.is_title:
                titles.add(glance.sentence)
        self._title = max((self._by_sentence[number] for number in titles), default=_NONE)
        self._ranked = sorted(self._by_sentence, key=lambda number: -self._by_sentence[number])[:2]
        self._before: dict[int, float] = {}
        best = _NONE
        for number in sorted(self._by_sentence):
            self._before[number] = best
            if number not in titles:
                best = max(best, self._by_sentence[number])

    def values(self, glance: Glance) -> dict[str, float]:
        """As named values, of everything but the candidate's own sentence."""
        best = next((self._by_sentence[number] for number in self._ranked if number != glance.sentence), _NONE)
        return {
            "type elsewhere": best,
            "type in title": _NONE if glance.is_title else self._title,
            "type before": self._before[glance.sentence],
        }


def _probability(odds: float) -> float:
    return 1 / (1 + exp(-odds))
