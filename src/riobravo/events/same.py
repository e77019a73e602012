"""The pairwise question: do two mentions report one event? With its reason, by CODEBOOK's chapter on identity.

Pure: two rows and a policy give a verdict. Groups of mentions are made in `cluster.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from riobravo.events import evidence
from riobravo.events.evidence import Evidence
from riobravo.events.policy import Policy
from riobravo.events.rows import MentionRow


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: ``score`` is the strength of a yes; ``contradictions`` are the kinds of evidence that forbid a yes.

    Not the same is weaker than contradicting: two mentions that say too little are not joined by themselves, and a third
    may still join them.
    """

    is_same: bool
    reason: str
    score: float
    contradictions: frozenset[str]

    @property
    def contradiction(self) -> bool:
        """Whether no event may hold both."""
        return bool(self.contradictions)


def same(a: MentionRow, b: MentionRow, policy: Policy) -> Verdict:
    """Whether two mentions report one event; the order of the two does not matter.

    Args:
        a: One mention.
        b: Another mention.
        policy: The thresholds (``policy.load()``).

    Returns:
        The verdict with its reason: ``one event: for ...; against ...``.
    """
    a, b = _in_order(a, b)
    found = _gather(a, b, policy)
    contradictions = frozenset(piece.kind for piece in found if piece.contradicts)
    is_enough, score = _weighed(found, a, policy)
    is_same = is_enough and not contradictions
    return Verdict(is_same, _reason(found, is_same=is_same), score, contradictions)


def contradictions(a: MentionRow, b: MentionRow, policy: Policy) -> frozenset[str]:
    """The kinds of evidence that forbid one event, as in the verdict of `same`, without asking what only adds or takes."""
    a, b = _in_order(a, b)
    opening = _opening(a, b, policy)
    found = opening if any(piece.contradicts for piece in opening) else _forbidding(a, b, policy)
    return frozenset(piece.kind for piece in found if piece.contradicts)


class Scores:
    """`same` for very many pairs of known rows, which are named by their index: the score of a yes, or None, and no reason.

    What the opening says is remembered by the profiles of the two rows, with the days that may lie between their dates at
    most; after a contradiction nothing more is asked.
    """

    def __init__(self, rows: Mapping[int, MentionRow], policy: Policy) -> None:
        self._rows = rows
        self._policy = policy
        numbers: dict[tuple[object, ...], int] = {}
        self._profiles = {index: numbers.setdefault(row.profile, len(numbers)) for index, row in rows.items()}
        self._days = {
            index: row.span and (row.span[0].toordinal(), row.span[1].toordinal()) for index, row in rows.items()
        }
        self._openings: dict[tuple[int, int], tuple[list[Evidence], int] | None] = {}

    def of(self, first: int, second: int) -> float | None:
        """The score of two rows that are one event; None where they are not."""
        key = self._profiles[first], self._profiles[second]
        if key not in self._openings:
            self._openings[key] = self._opening(first, second)
        remembered = self._openings[key]
        if remembered is None:
            return None
        opening, furthest = remembered
        x, y = self._days[first], self._days[second]
        if x and y and max(x[0] - y[1], y[0] - x[1]) > furthest:
            return None
        a, b = _in_order(self._rows[first], self._rows[second])
        found = opening.copy()
        for piece in _rest(a, b, self._policy):
            if piece.contradicts:
                return None
            found.append(piece)
        is_enough, score = _weighed(found, a, self._policy)
        return score if is_enough else None

    def _opening(self, first: int, second: int) -> tuple[list[Evidence], int] | None:
        a, b = _in_order(self._rows[first], self._rows[second])
        found = _opening(a, b, self._policy)
        if any(piece.contradicts for piece in found):
            return None
        has_plan = self._policy.statuses.ahead in (a.status, b.status)
        return found, self._policy.dates.furthest(a.event_type, has_plan=has_plan)


def _in_order(a: MentionRow, b: MentionRow) -> tuple[MentionRow, MentionRow]:
    return (b, a) if b.mention_id < a.mention_id else (a, b)


def pieces(a: MentionRow, b: MentionRow, policy: Policy) -> tuple[Evidence, ...]:
    """All evidence that `same` rests on, in the order in which it is asked for; the order of the two does not matter."""
    return tuple(_gather(*_in_order(a, b), policy))


def _gather(a: MentionRow, b: MentionRow, policy: Policy) -> list[Evidence]:
    found = _opening(a, b, policy)
    return found if any(piece.contradicts for piece in found) else [*found, *_rest(a, b, policy)]


def _opening(a: MentionRow, b: MentionRow, policy: Policy) -> list[Evidence]:
    """What the two profiles say; after a contradiction, which nothing can resolve, the rest is not looked at."""
    found = []
    for ask in (evidence.stage, evidence.aggregate, evidence.status, evidence.actors):
        if (piece := ask(a, b, policy)) is not None:
            found.append(piece)
            if piece.contradicts:
                break
    return found


def _rest(a: MentionRow, b: MentionRow, policy: Policy) -> Iterator[Evidence]:
    """All other evidence."""
    yield from _forbidding(a, b, policy)
    for ask in (evidence.wording, evidence.stems, evidence.matter, evidence.article):
        if (piece := ask(a, b, policy)) is not None:
            yield piece


def _forbidding(a: MentionRow, b: MentionRow, policy: Policy) -> Iterator[Evidence]:
    """The evidence beside the opening that may contradict."""
    persons = evidence.persons(a, b, policy)
    if persons is not None:
        yield persons
    is_same_person = persons is not None and persons.mark == evidence.SAME_PERSON
    for ask_of in (evidence.dates, evidence.quantity):
        if (piece := ask_of(a, b, policy, is_same_person=is_same_person)) is not None:
            yield piece
    if (piece := evidence.place(a, b, policy)) is not None:
        yield piece


def _weighed(found: Sequence[Evidence], a: MentionRow, policy: Policy) -> tuple[bool, float]:
    """Whether the evidence is enough for a yes, contradictions aside, and its sum."""
    score = policy.sums.base_of(a.event_type) + sum(piece.score for piece in found)
    marks = {piece.mark for piece in found if piece.mark}
    is_strong = bool(marks & policy.sums.strong) or _has_number_and_place(a, marks, policy)
    is_sure = score >= policy.sums.sure
    lacks_strong = not is_strong and any(piece.needs_strong and not (piece.or_sure and is_sure) for piece in found)
    is_enough = score >= policy.sums.threshold or (is_strong and evidence.SAME_PERSON in marks)
    return is_enough and not lacks_strong, round(score, 6)


def _has_number_and_place(a: MentionRow, marks: set[str], policy: Policy) -> bool:
    """An equal number in the same place; where places do not tell events of a type apart, the number alone."""
    if "same_number_and_place" not in policy.sums.strong or evidence.SAME_NUMBER not in marks:
        return False
    return evidence.SAME_PLACE in marks or a.event_type in policy.places.ignore


def _reason(found: Sequence[Evidence], *, is_same: bool) -> str:
    speaks_for = [piece.says for piece in found if piece.is_for]
    against = [piece.says for piece in found if piece.is_against]
    neutral = [piece.says for piece in found if piece.needs_strong]
    parts = ["one event" if is_same else "not one event"]
    if speaks_for:
        parts.append("for: " + ", ".join(speaks_for))
    if against:
        parts.append("against: " + ", ".join(against))
    if neutral:
        parts.append("weak: " + ", ".join(neutral))
    return "; ".join(parts)
