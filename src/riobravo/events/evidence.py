"""What speaks for and against two mentions being one event, one aspect a function.

Each function looks at two rows and the policy and gives at most one `Evidence`. What the pieces sum up to is decided in
`same.py`; no function here looks at the others' results, but for the dates, which allow more when the person is the same.
"""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import NamedTuple

from riobravo.events import names
from riobravo.events.policy import Policy
from riobravo.events.rows import MentionRow

SAME_PERSON = "same_person"
SAME_TEXT = "same_text"
SAME_NUMBER = "same_number"
SAME_PLACE = "same_place"
TARGET = "target_name"
PERSONS = "persons"
"""The one kind of contradiction that a mention of the whole group resolves."""


class Evidence(NamedTuple):
    """One piece of evidence.

    ``kind`` is the aspect, ``score`` what it adds, ``says`` a clause for people. ``mark`` names evidence that others build
    on (`SAME_PERSON` and the like); ``contradicts`` forbids one event, ``needs_strong`` asks for strong evidence, or, where
    ``or_sure``, for a sum that is sure.
    """

    kind: str
    score: float
    says: str
    mark: str | None = None
    contradicts: bool = False
    needs_strong: bool = False
    or_sure: bool = False

    @property
    def is_for(self) -> bool:
        """Whether it speaks for one event."""
        return self.score > 0

    @property
    def is_against(self) -> bool:
        """Whether it speaks against one event, or forbids it."""
        return self.contradicts or self.score < 0


def _no(kind: str, says: str) -> Evidence:
    return Evidence(kind, 0.0, says, contradicts=True)


def stage(a: MentionRow, b: MentionRow, policy: Policy) -> Evidence | None:
    """Same type, and subtypes that can be one stage; a subtype that is not stated is no statement against another."""
    if a.event_type != b.event_type:
        return _no("stage", f"{a.event_type} is not {b.event_type}")
    stages = policy.stages_of(a.event_type)
    is_open = not (a.is_subtype_stated and b.is_subtype_stated)
    if not is_open and not stages.are_one(a.event_subtype, b.event_subtype):
        return _no("stage", f"{a.event_type}/{a.event_subtype} is not {b.event_subtype}")
    if a.is_subtype_stated != b.is_subtype_stated or stages.are_open(a.event_subtype, b.event_subtype):
        return Evidence("stage", policy.sums.open_subtype, "one leaves the subtype open")
    return None


def aggregate(a: MentionRow, b: MentionRow, policy: Policy) -> Evidence | None:
    """A total over a period is never one of the events it sums up, nor another total."""
    if a.is_aggregate != b.is_aggregate:
        return _no("aggregate", "one is a total over a period")
    if a.is_aggregate and a.number != b.number:
        return _no("aggregate", "the totals differ")
    if a.is_aggregate and (a.span is None or b.span is None or a.date_precision != b.date_precision):
        return Evidence("aggregate", 0.0, "the periods of the totals are not known", needs_strong=True, or_sure=True)
    return None


def status(a: MentionRow, b: MentionRow, policy: Policy) -> Evidence | None:
    """Planned and actual reports are of one act; a denial joins only on strong evidence."""
    pair = frozenset((a.status, b.status))
    if len(pair) == 1:
        return None
    says = " and ".join(sorted(pair))
    if pair in policy.statuses.agree:
        return Evidence("status", 0.0, says)
    if pair in policy.statuses.strong:
        return Evidence("status", 0.0, says, needs_strong=True)
    return _no("status", says)


def actors(a: MentionRow, b: MentionRow, policy: Policy) -> Evidence | None:
    """Countries agree on both sides, unless one was inferred or is a person's; known actors add or take a little."""
    sides = _sides(a, b, policy)
    wild = policy.actors.any_country
    both = [(x, y, inferred) for x, y, inferred in sides if x and y and x not in wild and y not in wild]
    differ = [(x, y, inferred) for x, y, inferred in both if x != y]
    for x, y, inferred in differ:
        if not inferred:
            return _no("actors", f"{x} is not {y}")
    if (said := _opposed(a, b, policy)) is not None:
        return _no("actors", said)
    scores = policy.actors.scores
    if differ:
        return Evidence("actors", 2 * scores["other_actor"], "an inferred country differs")
    own, other = _actor_ids(a), _actor_ids(b)
    if own & other:
        return Evidence("actors", scores["same_actor"], f"same actor {', '.join(sorted(own & other))}")
    if both:
        said = "same countries " + " ".join(x for x, _, _ in both)
        return Evidence("actors", scores["same_country"] + (scores["other_actor"] if own and other else 0.0), said)
    return None


def _opposed(a: MentionRow, b: MentionRow, policy: Policy) -> str | None:
    """The state and a gang do not strike one blow, where the text says who struck it."""
    if a.is_source_inferred or b.is_source_inferred:
        return None
    sides = policy.actors.opposed.get(a.event_type, ())
    own, other = (next((n for n, s in enumerate(sides) if row.source_sector in s), None) for row in (a, b))
    if own is None or other is None or own == other:
        return None
    return f"{a.source_sector} is not {b.source_sector}"


def _actor_ids(row: MentionRow) -> set[str]:
    """Who tells one event from another: the source, or either party of a symmetric event."""
    ids = (row.source_actor_id, row.target_actor_id if row.is_symmetric else None)
    return {actor_id for actor_id in ids if actor_id is not None}


def _sides(a: MentionRow, b: MentionRow, policy: Policy) -> list[tuple[str | None, str | None, bool]]:
    """The countries to compare, and whether they may differ; symmetric types are compared in the order that agrees best.

    Who undergoes an act as a person may be told by descent or by home.
    """
    is_person = TARGET in policy.persons.columns.get(a.event_type, ())
    is_inferred = (
        a.is_source_inferred or b.is_source_inferred,
        is_person or a.is_target_inferred or b.is_target_inferred,
    )
    plain = [
        (a.source_country, b.source_country, is_inferred[0]),
        (a.target_country, b.target_country, is_inferred[1]),
    ]
    if not a.is_symmetric:
        return plain
    either = any(is_inferred)
    crossed = [(a.source_country, b.target_country, either), (a.target_country, b.source_country, either)]
    return min(plain, crossed, key=lambda sides: sum(x != y for x, y, _ in sides if x and y))


def persons(a: MentionRow, b: MentionRow, policy: Policy) -> Evidence | None:
    """The same named person is strong; another one contradicts; a named member of a group agrees with the group."""
    rules = policy.persons
    if a.persons and b.persons:
        likeness = {names.compare(x, y, rules) for x, y in product(a.persons, b.persons)}
        if names.Likeness.SAME in likeness:
            return Evidence(PERSONS, rules.scores["same"], f"same person {_said(a)}", mark=SAME_PERSON)
        if names.Likeness.UNKNOWN in likeness:
            return Evidence(PERSONS, rules.scores["nickname"], f"{_said(a)} may be {_said(b)}")
        if can_hold(a, b, policy) or can_hold(b, a, policy):
            return Evidence(PERSONS, rules.scores["member"], f"{_said(a)} and {_said(b)} are of one group")
        return _no(PERSONS, f"{_said(a)} is not {_said(b)}")
    if can_hold(a, b, policy) or can_hold(b, a, policy):
        member = b if b.persons else a
        return Evidence(PERSONS, rules.scores["member"], f"{_said(member)} is of the group")
    return None


def is_group(row: MentionRow, policy: Policy) -> bool:
    """Whether a mention speaks of several people, whether it names them or not."""
    rules = policy.quantities
    number = row.quantity_best if row.quantity_best is not None else row.quantity_low
    is_many = row.quantity_unit == rules.count_unit and number is not None and number >= rules.group_from
    return row.event_type in policy.persons.groups and is_many


def can_hold(group: MentionRow, member: MentionRow, policy: Policy) -> bool:
    """Whether the larger group has room for all whom a mention names, beside the others whom it names itself."""
    if not member.persons or not is_group(group, policy):
        return False
    told = max(member.number or 0, len(member.persons))
    if told > len(member.persons) or told >= (group.number or 0):
        return False
    others = [name for name in member.persons if not _names_one_of(name, group.persons, policy)]
    return (group.number or 0) >= len(others) + len(group.persons)


def _names_one_of(name: names.Name, known: tuple[names.Name, ...], policy: Policy) -> bool:
    return any(names.compare(name, other, policy.persons) is names.Likeness.SAME for other in known)


def _said(row: MentionRow) -> str:
    return ", ".join(" ".join(name.parts) for name in row.persons)


def dates(a: MentionRow, b: MentionRow, policy: Policy, *, is_same_person: bool) -> Evidence:
    """Dates overlap within their precisions; how much a gap may be depends on what the two dates rest on."""
    rules = policy.dates
    if a.span is None or b.span is None:
        return _undated(a, b, policy)
    gap = _gap(a.span, b.span)
    weak = [row.date_basis in rules.weak_bases or row.date_precision in rules.unknown for row in (a, b)]
    allowed = rules.same_object if is_same_person else rules.tolerance
    is_one_number = a.number is not None and (a.number, a.quantity_unit) == (b.number, b.quantity_unit)
    if a.event_type in rules.lasting and is_one_number:
        allowed = max(allowed, rules.lasting[a.event_type])
    if any(weak) and not all(weak):
        allowed = max(allowed, rules.publication_slack)
    if _is_plan_and_act(a, b, policy):
        allowed = max(allowed, rules.from_plan_to_act(a.event_type))
    if gap > allowed:
        return _no("dates", f"{_day(a.span)} and {_day(b.span)} lie {gap} days apart")
    if any(weak):
        return Evidence("dates", rules.publication if all(weak) else rules.weak, "dated by publication")
    coarser = min((a.date_precision, b.date_precision), key=lambda name: rules.scores.get(name, 0.0))
    score = rules.scores.get(coarser, 0.0)
    is_coarse = coarser in rules.coarse
    if gap:
        return Evidence(
            "dates", min(score, rules.near), f"dates {gap} days apart", needs_strong=is_coarse, or_sure=True
        )
    return Evidence("dates", score, f"same {coarser} {_day(max(a.span, b.span))}", needs_strong=is_coarse, or_sure=True)


def _undated(a: MentionRow, b: MentionRow, policy: Policy) -> Evidence:
    """Without a date, what is told within a few days is mostly of those days."""
    rules = policy.dates
    if any(_is_told_before(x, y, policy) for x, y in ((a, b), (b, a))):
        return _no("dates", "one was told before the other came")
    gap = _gap(*(row.span or (row.published_on, row.published_on) for row in (a, b)))
    if gap > rules.undated_days:
        return Evidence("dates", 0.0, "a date is not known", needs_strong=True, or_sure=a.span != b.span)
    return Evidence("dates", rules.undated, "undated, told within the same days")


def _is_told_before(a: MentionRow, b: MentionRow, policy: Policy) -> bool:
    """Whether an undated report of what was done came out before the other's first day."""
    if a.span is not None or b.span is None or b.date_basis in policy.dates.weak_bases:
        return False
    return (b.span[0] - a.published_on).days > policy.dates.tolerance


def _is_plan_and_act(a: MentionRow, b: MentionRow, policy: Policy) -> bool:
    """Whether exactly one of the two is planned, so that the act may follow it."""
    return (a.status == policy.statuses.ahead) != (b.status == policy.statuses.ahead)


def _gap(first: tuple[date, date], second: tuple[date, date]) -> int:
    early, late = sorted((first, second))
    return max(0, (late[0] - early[1]).days)


def _day(span: tuple[date, date]) -> str:
    return span[0].isoformat() if span[0] == span[1] else f"{span[0].isoformat()}/{span[1].isoformat()}"


def quantity(a: MentionRow, b: MentionRow, policy: Policy, *, is_same_person: bool) -> Evidence | None:
    """Equal numbers speak for one event; a growing count agrees; plain numbers far apart contradict.

    A count of one who is named may be of him alone, or of those with him too.
    """
    rules = policy.quantities
    if a.number is None or b.number is None or a.quantity_unit != b.quantity_unit:
        return None
    low, high = sorted((a.number, b.number))
    if low == high:
        is_telling = low >= rules.telling_from
        score = rules.scores["same"] if is_telling else 0.0
        return Evidence("quantity", score, f"same number {low:g}", mark=SAME_NUMBER if is_telling else None)
    if a.quantity_unit not in rules.exact_units and (can_hold(a, b, policy) or can_hold(b, a, policy)):
        return None
    return _unequal(a, b, policy, is_same_person=is_same_person)


def _unequal(a: MentionRow, b: MentionRow, policy: Policy, *, is_same_person: bool) -> Evidence:
    rules = policy.quantities
    low, high = sorted((a.number or 0.0, b.number or 0.0))
    said = f"{low:g} and {high:g} {a.quantity_unit}"
    is_exact = a.quantity_unit in rules.exact_units
    if not is_exact and (high <= low * (1 + rules.slack) or _overlap(a, b)):
        return Evidence("quantity", rules.scores["near"], said)
    if not is_exact and a.event_type in rules.growing and high <= low * rules.growth:
        return Evidence("quantity", rules.scores["growing"], f"{said}, a count that grew")
    is_of_person = is_same_person and a.quantity_unit == rules.count_unit
    if is_exact or (high >= low * rules.apart and not is_of_person):
        return _no("quantity", said)
    return Evidence("quantity", rules.scores["other"], said)


def _overlap(a: MentionRow, b: MentionRow) -> bool:
    """Whether two ranges meet, one of them being open or a true range."""
    ranges = [(row.quantity_low or 0.0, row.quantity_high) for row in (a, b)]
    if all(row.quantity_low == row.quantity_high for row in (a, b)):
        return False
    lowest = max(low for low, _ in ranges)
    highs = [high for _, high in ranges if high is not None]
    return not highs or lowest <= min(highs)


def place(a: MentionRow, b: MentionRow, policy: Policy) -> Evidence | None:
    """The same site speaks for one event; another state contradicts where the type happens in one place."""
    rules = policy.places
    if a.place_name and b.place_name and names.fold(a.place_name) == names.fold(b.place_name):
        is_local = {a.place_precision, b.place_precision} <= rules.local
        score = rules.scores["same_site" if is_local else "same_admin1"]
        is_wide = a.place_precision in rules.wide
        return Evidence(
            "place", 0.0 if is_wide else score, f"same place {a.place_name}", mark=None if is_wide else SAME_PLACE
        )
    if a.event_type in rules.ignore:
        return None
    return _other_place(a, b, policy)


def _other_place(a: MentionRow, b: MentionRow, policy: Policy) -> Evidence | None:
    rules = policy.places
    is_wide = bool({a.place_precision, b.place_precision} & rules.wide)
    for x, y in ((a.place_country, b.place_country), (a.place_admin1, b.place_admin1)):
        if x and y and names.fold(x) != names.fold(y):
            if a.event_type in rules.contradict and not is_wide:
                return _no("place", f"{x} is not {y}")
            return None if is_wide else Evidence("place", rules.scores["other_site"], f"{x} is not {y}")
    if is_wide or not (a.place_admin1 and b.place_admin1):
        return None
    if {a.place_precision, b.place_precision} <= rules.local:
        return Evidence("place", rules.scores["other_site"], f"{a.place_name} and {b.place_name}")
    return Evidence("place", rules.scores["same_admin1"], f"same state {a.place_admin1}", mark=SAME_PLACE)


def wording(a: MentionRow, b: MentionRow, policy: Policy) -> Evidence | None:
    """The same text is one report; shared names and numbers speak of one matter, in either language."""
    rules = policy.words
    if a.text and a.text == b.text:
        return Evidence("words", rules.scores["same_text"], "same sentence", mark=SAME_TEXT)
    shorter = min(len(a.words), len(b.words))
    if shorter < rules.shared_from:
        return None
    shared = a.words & b.words
    if len(shared) >= rules.shared_from and len(shared) >= rules.share * shorter:
        return Evidence("words", rules.scores["shared"], f"both name {', '.join(sorted(shared)[:4])}")
    return Evidence("words", rules.scores["none_shared"], "no name shared") if not shared else None


def stems(a: MentionRow, b: MentionRow, policy: Policy) -> Evidence | None:
    """Beginnings of longer words, many of which both languages share; how many are common of the shorter sentence's."""
    rules = policy.stems
    shorter = min(len(a.stems), len(b.stems))
    if shorter < rules.least or (a.text and a.text == b.text):
        return None
    shared = a.stems & b.stems
    score = round(rules.score * min(1.0, len(shared) / shorter), 3)
    return Evidence("stems", score, f"alike in {len(shared)} words") if shared else None


def matter(a: MentionRow, b: MentionRow, policy: Policy) -> Evidence | None:
    """What two articles name in all their mentions: articles on one matter tell one event rather than two."""
    rules = policy.matter
    shorter = min(len(a.matter), len(b.matter))
    if a.article_id == b.article_id or shorter < rules.least:
        return None
    share = len(a.matter & b.matter) / shorter
    if share < rules.share:
        return Evidence("matter", rules.scores["other"], "articles on other matters")
    return Evidence("matter", round(rules.scores["shared"] * share, 3), f"articles that share {share:.0%} of names")


def article(a: MentionRow, b: MentionRow, policy: Policy) -> Evidence | None:
    """Title and text of one article usually tell one event."""
    if a.article_id != b.article_id:
        return None
    if a.is_title != b.is_title:
        return Evidence("article", policy.sums.same_article_title, "title and text of one article")
    return Evidence("article", policy.sums.same_article, "one article")
