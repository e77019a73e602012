"""The pairwise question: do two mentions report one event? With its reason, by CODEBOOK's chapter on identity.

Pure: two rows and a policy give a verdict. Groups of mentions are made in `cluster.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    a, b = _by_id(a, b)
    found = list(_gather(a, b, policy))
    contradictions = frozenset(piece.kind for piece in found if piece.contradicts)
    score = policy.sums.base_of(a.event_type) + sum(piece.score for piece in found)
    marks = {piece.mark for piece in found if piece.mark}
    is_strong = bool(marks & policy.sums.strong) or _has_number_and_place(a, marks, policy)
    is_sure = score >= policy.sums.sure
    lacks_strong = not is_strong and any(piece.needs_strong and not (piece.or_sure and is_sure) for piece in found)
    is_enough = score >= policy.sums.threshold or (is_strong and evidence.SAME_PERSON in marks)
    is_same = not contradictions and not lacks_strong and is_enough
    return Verdict(is_same, _reason(found, is_same=is_same), round(score, 6), contradictions)


def pieces(a: MentionRow, b: MentionRow, policy: Policy) -> tuple[Evidence, ...]:
    """All evidence that `same` rests on, in the order in which it is asked for; the order of the two does not matter."""
    return tuple(_gather(*_by_id(a, b), policy))


def _by_id(a: MentionRow, b: MentionRow) -> tuple[MentionRow, MentionRow]:
    return (a, b) if a.mention_id <= b.mention_id else (b, a)


def _gather(a: MentionRow, b: MentionRow, policy: Policy) -> Iterator[Evidence]:
    """All evidence; after a contradiction that nothing can resolve, the rest is not looked at."""
    for ask in (evidence.stage, evidence.aggregate, evidence.status, evidence.actors):
        if (piece := ask(a, b, policy)) is not None:
            yield piece
            if piece.contradicts:
                return
    persons = evidence.persons(a, b, policy)
    if persons is not None:
        yield persons
    is_same_person = persons is not None and persons.mark == evidence.SAME_PERSON
    for ask_of in (evidence.dates, evidence.quantity):
        if (piece := ask_of(a, b, policy, is_same_person=is_same_person)) is not None:
            yield piece
    for ask in (evidence.place, evidence.wording, evidence.stems, evidence.matter, evidence.article):
        if (piece := ask(a, b, policy)) is not None:
            yield piece


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
