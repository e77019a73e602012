"""From mentions to events: the whole stage as one pure function of frames.

    cards → pairs that agree (`agreed`) → components → groups (`cluster`) and one row of each (`merge`) → ids → links

Every mention lands in exactly one event. Only frames are held of all mentions; as objects there are those of one batch of
windows, or of components, at a time. What an earlier build found is taken from `known` where it rests on the same mentions.
Nothing here reads a file, an article's text or the clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import polars as pl

from riobravo import ontology
from riobravo.events import agreed, blocks, components, ids, known, merge, policy
from riobravo.events.cluster import Cluster, grouped
from riobravo.events.decisions import UNDECIDED, Decisions
from riobravo.events.known import Known
from riobravo.events.links import LINKED_BY, Link, decided_links, links
from riobravo.events.names import Name
from riobravo.events.shelf import Shelf, shelf
from riobravo.tables import frames
from riobravo.tables.model import load_tables

_REGISTRY = pl.Schema({"event_id": pl.String, "anchor_mention_id": pl.String, "retired_into": pl.String})

_AT_ONCE: Final = 20_000
"""Mentions that are held as Python objects at a time."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The tables of the stage, typed and sorted as declared, and the registry of event ids to keep.

    ``known`` are the answers to give to the next build; None where none were given to this one.
    """

    events: pl.DataFrame
    event_mentions: pl.DataFrame
    event_links: pl.DataFrame
    registry: pl.DataFrame
    known: Known | None = None


def resolve(
    mentions: pl.DataFrame,
    articles: pl.DataFrame,
    registry: pl.DataFrame,
    decisions: Decisions = UNDECIDED,
    before: Known | None = None,
) -> Resolution:
    """The events of all mentions.

    Args:
        mentions: The table of mentions, in any order.
        articles: The table of articles; it must hold every article of a mention.
        registry: The ids given so far (event_id, anchor_mention_id, retired_into), or an empty frame.
        decisions: What people decided of the identity of events and of links; it holds where rules would differ.
        before: What an earlier build found, or `known.nothing()`; the result is the same with any. None keeps no answers.

    Returns:
        events, event_mentions (each mention once, with the reason), event_links, and the new registry.

    Raises:
        RioBravoError: RB-501 for a broken registry, RB-502 for a mention without its article or an id given twice,
            RB-302 for a type that is not declared.
    """
    told = shelf(mentions, articles, policy.load(), ontology.load())
    names = known.of_mentions(told) if before is not None else known.no_names(told)
    answers = before or known.nothing()
    cards = _cards(told, names, answers)
    told = told.with_matter(cards["words"])
    pairs, windows = agreed.agreed(cards, names, told, decisions, answers)
    events, members = _events(told, pairs, names, decisions, answers)
    of_groups = members.sort("first", "mention_id").group_by("first", maintain_order=True).agg("mention_id")
    groups = of_groups["mention_id"].to_list()
    assigned = ids.assign(groups, told.published_on(), _registered(registry))
    given = of_groups.select("first", event_id=pl.Series(assigned.event_ids, dtype=pl.String))
    made = events.drop("event_id").join(given, on="first")
    return Resolution(
        events=_typed(made, "events"),
        event_mentions=_typed(members.join(given, on="first"), "event_mentions"),
        event_links=_links(made, decided_links(assigned.event_ids, groups, decisions), told.policy),
        registry=_registry_frame(assigned.registry),
        known=None if before is None else Known(cards.with_columns(names), windows, events, members),
    )


def _cards(told: Shelf, names: pl.Series, before: Known) -> pl.DataFrame:
    """The cards of all mentions, by id."""
    named = told.index.select("mention_id").with_columns(names).with_row_index("mention")
    fresh = named.join(before.cards, on="name", how="anti")
    made = [named.select("name").join(before.cards, on="name").select(before.cards.columns)]
    for start in range(0, fresh.height, _AT_ONCE):
        asked = fresh[start : start + _AT_ONCE]
        rows = told.rows(asked["mention"])
        cards = blocks.cards((rows[index] for index in asked["mention"]), told.policy)
        made.append(cards.select(asked["name"], pl.all()))
    return pl.concat(made).sort("mention_id")


def _events(
    told: Shelf, pairs: pl.DataFrame, names: pl.Series, decisions: Decisions, before: Known
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The events of all components and their members, as `known.schemas` has them."""
    mention_ids = told.index["mention_id"]
    of_mention = components.components(pairs, mention_ids, decisions)
    members = pl.DataFrame([of_mention]).with_row_index("mention").sort("component", "mention")
    ranked = agreed.ranked(pairs.with_columns(component=of_mention.gather(pairs["first"])))
    agreeing = ranked.sort("component", maintain_order=True)
    named = known.of_components(members, agreeing, known.with_decisions(names, mention_ids, decisions))
    # of a component both must be there: one of the two may have been lost
    there = named.join(before.events, on="name", how="semi").join(before.members, on="name", how="semi")
    fresh = members.join(named, on="component").join(there, on="component", how="anti").sort("component", "mention")
    made = [before.events.join(there, on="name", how="semi")], [before.members.join(there, on="name", how="semi")]
    for batch in components.batches(fresh, _AT_ONCE):
        first = agreeing["component"].search_sorted(batch["component"][0], "left")
        last = agreeing["component"].search_sorted(batch["component"][-1], "right")
        near = agreeing[first:last]
        of_batch = near.join(batch.select("component").unique(), on="component", how="semi", maintain_order="left")
        for frames_so_far, found in zip(made, _resolved(told, batch, of_batch, decisions), strict=True):
            frames_so_far.append(found)
    return pl.concat(made[0]), pl.concat(made[1])


def _resolved(
    told: Shelf, batch: pl.DataFrame, pairs: pl.DataFrame, decisions: Decisions
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The events of a batch of components and their members: of ``mention``, ``component`` and ``name``, and ``pairs``."""
    mentions = batch["mention"].sort()
    reports = told.reports(mentions)
    place_of = {index: place for place, index in enumerate(mentions)}
    local = pairs.select(pl.col("first", "second").replace_strict(place_of, return_dtype=pl.UInt32))
    groups = grouped([reports[index].row for index in mentions], local, told.policy, decisions)
    name_of = dict(zip(told.index["mention_id"].gather(batch["mention"]), batch["name"], strict=True))
    report_of = {report.row.mention_id: report for report in reports.values()}
    of_groups = [(name_of[group.members[0].mention_id], group.members[0].mention_id, group) for group in groups]
    events = frames.frame(
        [
            merge.event([report_of[row.mention_id] for row in group.members], told.policy, told.ontology)
            for *_, group in of_groups
        ],
        load_tables()["events"],
    )
    of_events = pl.DataFrame(
        [(name, first, _persons(group)) for name, first, group in of_groups], schema=known.OF_EVENTS, orient="row"
    )
    members = [
        (name, first, row.mention_id, reason)
        for name, first, group in of_groups
        for row, reason in zip(group.members, group.reasons, strict=True)
    ]
    schemas = known.schemas()
    return of_events.hstack(events), pl.DataFrame(members, schema=schemas["members"], orient="row")


def _persons(group: Cluster) -> list[dict[str, Any]]:
    """The persons that the mentions of a group name, each under each name once."""
    return [asdict(name) for name in dict.fromkeys(name for row in group.members for name in row.persons)]


def _links(events: pl.DataFrame, decided: Sequence[Link], rules: policy.Policy) -> pl.DataFrame:
    persons = events.filter(pl.col("persons").list.len() > 0).select("event_id", "persons")
    named = {event_id: [_name(one) for one in told] for event_id, told in persons.iter_rows()}
    found = links(events.select(LINKED_BY).iter_rows(named=True), named, rules, decided)
    return frames.sort(frames.frame(found, load_tables()["event_links"]), load_tables()["event_links"])


def _name(told: Mapping[str, Any]) -> Name:
    return Name(tuple(told["parts"]), tuple(told["nickname"]), told["is_nickname"])


def _registered(registry: pl.DataFrame) -> list[ids.Registered]:
    if registry.is_empty():
        return []
    rows = registry.select(list(_REGISTRY)).iter_rows()
    return [ids.Registered(event_id, anchor, retired_into or None) for event_id, anchor, retired_into in rows]


def _registry_frame(registry: Sequence[ids.Registered]) -> pl.DataFrame:
    rows = [(entry.event_id, entry.anchor_mention_id, entry.retired_into) for entry in registry]
    return pl.DataFrame(rows, schema=_REGISTRY, orient="row")


def _typed(data: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows as the declared table has them."""
    table = load_tables()[name]
    return frames.sort(frames.conform(data, table), table)
