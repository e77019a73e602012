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

from riobravo.events import blocks, evidence, reasons
from riobravo.events.decisions import UNDECIDED, Decisions
from riobravo.events.policy import Policy
from riobravo.events.rows import MentionRow, with_matter
from riobravo.events.same import Verdict, same

_EVERYWHERE = ""
"""The scope of keys, beside the scopes of entries, which are articles."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The mentions of one event, sorted by id, and for each why it is here."""

    members: tuple[MentionRow, ...]
    reasons: tuple[str, ...]


def clusters(rows: Sequence[MentionRow], policy: Policy, decisions: Decisions = UNDECIDED) -> list[Cluster]:
    """The partition of the mentions into events, sorted by the first id of each.

    Every row lands in exactly one cluster. Ids must be unique.
    """
    rows = with_matter(rows)
    verdicts: dict[tuple[str, str], Verdict] = {}
    for a, b in blocks.pairs(rows, policy):
        if a.mention_id in decisions.keys and b.mention_id in decisions.keys:
            continue
        verdict = same(a, b, policy)
        if verdict.is_same:
            verdicts[a.mention_id, b.mention_id] = verdict
    groups = _Groups(rows, policy, decisions)
    for first, second in sorted(verdicts, key=lambda pair: (-verdicts[pair].score, pair)):
        groups.join(first, second)
    best = _decided_reasons(decisions) | _best_reasons(verdicts, groups, decisions)
    return [_cluster(members, best) for members in groups.partition()]


def contradicting(members: Iterable[MentionRow], policy: Policy) -> list[tuple[MentionRow, MentionRow]]:
    """The pairs of a would-be event that no mention of it resolves; empty for every cluster that `clusters` makes."""
    rows = list(members)
    oracle = _Contradictions(policy)
    whole = [row for row in rows if evidence.is_group(row, policy)]
    pairs = ((a, b) for index, a in enumerate(rows) for b in rows[index + 1 :])
    return [(a, b) for a, b in pairs if oracle.forbids(a, b, whole)]


class _Contradictions:
    """Remembers what contradicts what, by signature: reports of one event are mostly alike."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._known: dict[tuple[object, object], frozenset[str]] = {}

    def kinds(self, a: MentionRow, b: MentionRow) -> frozenset[str]:
        key = (a.signature, b.signature)
        if key not in self._known:
            found = same(a, b, self._policy).contradictions
            self._known[key] = found
            self._known[key[1], key[0]] = found
        return self._known[key]

    def forbids(self, a: MentionRow, b: MentionRow, whole: Iterable[MentionRow]) -> bool:
        """Whether the two exclude each other, given the mentions of a whole group that would be with them."""
        kinds = self.kinds(a, b)
        if not kinds:
            return False
        if kinds != {evidence.PERSONS}:
            return True
        return not any(not self.kinds(group, a) and not self.kinds(group, b) for group in whole)


class _Groups:
    """A union-find whose unions ask first; of each group only one row a signature is asked about."""

    def __init__(self, rows: Sequence[MentionRow], policy: Policy, decisions: Decisions) -> None:
        self._root = {row.mention_id: row.mention_id for row in rows}
        self._members = {row.mention_id: [row] for row in rows}
        self._distinct = {row.mention_id: {row.signature: row} for row in rows}
        self._oracle = _Contradictions(policy)
        self._policy = policy
        self._decided = {row.mention_id: _decided(row, decisions) for row in rows}
        first: dict[str, str] = {}
        for row in sorted(rows, key=lambda row: row.mention_id):
            for name in self._decided[row.mention_id].values():
                self._unite(first.setdefault(name, row.mention_id), row.mention_id)

    def root(self, mention_id: str) -> str:
        while self._root[mention_id] != mention_id:
            self._root[mention_id] = self._root[self._root[mention_id]]
            mention_id = self._root[mention_id]
        return mention_id

    def join(self, first: str, second: str) -> None:
        a, b = self.root(first), self.root(second)
        if a != b and self._may_join(a, b):
            self._unite(a, b)

    def _unite(self, first: str, second: str) -> None:
        a, b = sorted((self.root(first), self.root(second)))
        if a == b:
            return
        self._root[b] = a
        self._decided[a] |= self._decided.pop(b)
        self._members[a] += self._members.pop(b)
        self._distinct[a].update(self._distinct.pop(b))

    def _may_join(self, a: str, b: str) -> bool:
        decided = self._decided[a], self._decided[b]
        if any(decided[0][scope] != decided[1][scope] for scope in decided[0].keys() & decided[1].keys()):
            return False
        own, other = self._distinct[a].values(), self._distinct[b].values()
        whole = [row for row in (*own, *other) if evidence.is_group(row, self._policy)]
        return not any(self._oracle.forbids(x, y, whole) for x, y in product(own, other))

    def partition(self) -> list[list[MentionRow]]:
        groups = (sorted(members, key=lambda row: row.mention_id) for members in self._members.values())
        return sorted(groups, key=lambda members: members[0].mention_id)


def _decided(row: MentionRow, decisions: Decisions) -> dict[str, str]:
    """What holds a mention to its group: within all articles its key, within its own article its entry."""
    held = {}
    if row.mention_id in decisions.keys:
        held[_EVERYWHERE] = f"key {decisions.keys[row.mention_id]}"
    if row.mention_id in decisions.entries:
        held[row.article_id] = f"entry {decisions.entries[row.mention_id]}"
    return held


def _decided_reasons(decisions: Decisions) -> dict[str, str]:
    held = {mention_id: f"entry {entry}" for mention_id, entry in decisions.entries.items()}
    held |= {mention_id: f"key {key}" for mention_id, key in decisions.keys.items()}
    return {mention_id: reasons.decided(what) for mention_id, what in held.items()}


def _best_reasons(verdicts: dict[tuple[str, str], Verdict], groups: _Groups, decisions: Decisions) -> dict[str, str]:
    """For each mention without a key the reason of its strongest pair inside its group."""
    best: dict[str, str] = {}
    for pair in sorted(verdicts, key=lambda pair: (-verdicts[pair].score, pair)):
        if groups.root(pair[0]) == groups.root(pair[1]):
            for own, other in ((a, b) for a, b in (pair, pair[::-1]) if a not in decisions.keys):
                best.setdefault(own, reasons.joined(other, verdicts[pair].reason))
    return best


def _cluster(members: list[MentionRow], best: dict[str, str]) -> Cluster:
    return Cluster(tuple(members), tuple(best.get(row.mention_id, reasons.ALONE) for row in members))
