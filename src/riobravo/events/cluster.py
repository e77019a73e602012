"""Groups of mentions that report one event: the strongest pairs first, and never two that contradict each other.

The groups depend on the mentions alone, not on their order: pairs are sorted by strength and then by id. A union is refused
when any mention of the one group contradicts any of the other; what two members of a reported group hand-over contradict
(their names) is resolved by a mention of that group. What people decided comes first: it is never asked about, and no rule
joins what they hold apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import polars as pl

from riobravo.events import agreed, blocks, evidence, reasons
from riobravo.events.decisions import UNDECIDED, Decisions
from riobravo.events.policy import Policy
from riobravo.events.rows import MentionRow, with_matter
from riobravo.events.same import contradictions, same

_EVERYWHERE = ""
"""The scope of keys, beside the scopes of entries, which are articles."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The mentions of one event, sorted by id, and for each why it is here."""

    members: tuple[MentionRow, ...]
    reasons: tuple[str, ...]


def clusters(rows: Iterable[MentionRow], policy: Policy, decisions: Decisions = UNDECIDED) -> list[Cluster]:
    """The partition of the mentions into events, sorted by the first id of each: all of them at once.

    Every row lands in exactly one cluster. Ids must be unique.
    """
    # By id, so that the order of two indices is that of the ids.
    ordered = sorted(with_matter(rows), key=lambda row: row.mention_id)
    cards = blocks.cards(ordered, policy)
    settled = agreed.settled(cards["mention_id"], decisions)
    known = dict(enumerate(ordered))
    answers = (
        windows.join(agreed.asked(windows, known, policy), on="mention")
        for windows in blocks.windows(cards, policy, settled=settled)
    )
    pairs = pl.concat([pl.DataFrame(schema=agreed.PAIRS), *map(agreed.in_pairs, answers)])
    return grouped(ordered, agreed.ranked(pairs), policy, decisions)


def grouped(
    rows: Sequence[MentionRow], pairs: pl.DataFrame, policy: Policy, decisions: Decisions = UNDECIDED
) -> list[Cluster]:
    """The groups of whole components, sorted by the first id of each.

    Args:
        rows: The mentions, sorted by id.
        pairs: The indices of those that are one event by themselves, in the order in which they are joined.
        policy: The thresholds.
        decisions: What people decided.
    """
    groups = _Groups(rows, policy, decisions)
    for first, second in pairs.select("first", "second").iter_rows():
        groups.join(first, second)
    reasons = _decided_reasons(rows, decisions) | _best_reasons(rows, pairs, groups, policy, decisions)
    return [_cluster([rows[index] for index in members], reasons) for members in groups.partition()]


def contradicting(members: Iterable[MentionRow], policy: Policy) -> list[tuple[MentionRow, MentionRow]]:
    """The pairs of a would-be event that no mention of it resolves; empty for every cluster that `clusters` makes."""
    oracle = _Contradictions(policy)
    rows = [(oracle.number(row), row) for row in members]
    signatures = {number for number, _ in rows}
    pairs = ((a, b) for index, a in enumerate(rows) for b in rows[index + 1 :])
    return [(a, b) for (x, a), (y, b) in pairs if oracle.kinds(x, y) and not oracle.is_resolved(x, y, signatures)]


class _Contradictions:
    """Remembers what contradicts what, by the number of a signature: reports of one event are mostly alike."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._numbers: dict[tuple[object, ...], int] = {}
        self._examples: list[MentionRow] = []
        self._is_group: list[bool] = []
        self._known: dict[tuple[int, int], frozenset[str]] = {}

    def number(self, row: MentionRow) -> int:
        """The number of a row's signature."""
        number = self._numbers.setdefault(row.signature, len(self._numbers))
        if number == len(self._examples):
            self._examples.append(row)
            self._is_group.append(evidence.is_group(row, self._policy))
        return number

    def kinds(self, x: int, y: int) -> frozenset[str]:
        """What forbids one event to rows of the two signatures."""
        key = (x, y) if x < y else (y, x)
        if key not in self._known:
            self._known[key] = contradictions(self._examples[x], self._examples[y], self._policy)
        return self._known[key]

    def is_resolved(self, x: int, y: int, signatures: Iterable[int]) -> bool:
        """Whether the two name members of one group, which a mention among those of the signatures tells."""
        if self.kinds(x, y) != {evidence.PERSONS}:
            return False
        groups = (number for number in signatures if self._is_group[number])
        return any(not self.kinds(group, x) and not self.kinds(group, y) for group in groups)


class _Groups:
    """A union-find whose unions ask first; of each group only one row a signature is asked about.

    Rows are named by their index; the root of a group is its smallest.
    """

    def __init__(self, rows: Sequence[MentionRow], policy: Policy, decisions: Decisions) -> None:
        self._oracle = _Contradictions(policy)
        self._root = list(range(len(rows)))
        self._members = {index: [index] for index in self._root}
        self._signatures = {index: {self._oracle.number(row)} for index, row in enumerate(rows)}
        self._decided = {index: held for index, row in enumerate(rows) if (held := _decided(row, decisions))}
        self._foes: dict[int, set[int]] = {}
        first: dict[str, int] = {}
        for index, held in list(self._decided.items()):
            for name in held.values():
                self._unite(first.setdefault(name, index), index)

    def root(self, index: int) -> int:
        """The group of a row."""
        while self._root[index] != index:
            self._root[index] = self._root[self._root[index]]
            index = self._root[index]
        return index

    def join(self, first: int, second: int) -> None:
        """One group of the two rows' groups, if nothing in them forbids it."""
        a, b = self.root(first), self.root(second)
        if a == b or b in self._foes.get(a, ()):
            return
        if self._exclude(a, b):
            # Whatever else joins them, they keep what they hold: they are never asked about again.
            self._foes.setdefault(a, set()).add(b)
            self._foes.setdefault(b, set()).add(a)
        elif self._is_resolved(a, b):
            self._unite(a, b)

    def _unite(self, first: int, second: int) -> None:
        a, b = sorted((self.root(first), self.root(second)))
        if a == b:
            return
        self._root[b] = a
        if b in self._decided:
            self._decided.setdefault(a, {}).update(self._decided.pop(b))
        self._members[a] += self._members.pop(b)
        self._signatures[a] |= self._signatures.pop(b)
        for foe in self._foes.pop(b, ()):
            self._foes[foe].discard(b)
            self._foes[foe].add(a)
            self._foes.setdefault(a, set()).add(foe)

    def _exclude(self, a: int, b: int) -> bool:
        """Whether people or the mentions forbid one event for good."""
        own, other = self._decided.get(a, {}), self._decided.get(b, {})
        if any(own[scope] != other[scope] for scope in own.keys() & other.keys()):
            return True
        pairs = product(self._signatures[a], self._signatures[b])
        return any(kinds != {evidence.PERSONS} for x, y in pairs if (kinds := self._oracle.kinds(x, y)))

    def _is_resolved(self, a: int, b: int) -> bool:
        """Whether all persons of the two groups are members of a group that one of them tells; it may come later."""
        own, other = self._signatures[a], self._signatures[b]
        both = own | other
        pairs = ((x, y) for x, y in product(own, other) if self._oracle.kinds(x, y))
        return all(self._oracle.is_resolved(x, y, both) for x, y in pairs)

    def partition(self) -> list[list[int]]:
        """The groups, each sorted, by the first of each."""
        return sorted(sorted(members) for members in self._members.values())


def _decided(row: MentionRow, decisions: Decisions) -> dict[str, str]:
    """What holds a mention to its group: within all articles its key, within its own article its entry."""
    held = {}
    if row.mention_id in decisions.keys:
        held[_EVERYWHERE] = f"key {decisions.keys[row.mention_id]}"
    if row.mention_id in decisions.entries:
        held[row.article_id] = f"entry {decisions.entries[row.mention_id]}"
    return held


def _decided_reasons(rows: Sequence[MentionRow], decisions: Decisions) -> dict[str, str]:
    held = {row.mention_id: _decided(row, decisions) for row in rows}
    return {mention_id: reasons.decided(next(iter(what.values()))) for mention_id, what in held.items() if what}


def _best_reasons(
    rows: Sequence[MentionRow], pairs: pl.DataFrame, groups: _Groups, policy: Policy, decisions: Decisions
) -> dict[str, str]:
    """For each mention without a key the reason of its strongest pair inside its group."""
    best: dict[int, int] = {}
    for first, second in pairs.select("first", "second").iter_rows():
        if groups.root(first) == groups.root(second):
            best.setdefault(first, second)
            best.setdefault(second, first)
    return {
        rows[own].mention_id: reasons.joined(rows[other].mention_id, same(rows[own], rows[other], policy).reason)
        for own, other in best.items()
        if rows[own].mention_id not in decisions.keys
    }


def _cluster(members: list[MentionRow], best: dict[str, str]) -> Cluster:
    return Cluster(tuple(members), tuple(best.get(row.mention_id, reasons.ALONE) for row in members))
