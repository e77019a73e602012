"""Faults to plant in a copy of the built tables, each with the gates and rules that must name it.

``python -m tests.release.faults`` writes the table of docs/gates.md anew; a test compares it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import polars as pl

from riobravo import generated, resources
from riobravo.articles import measures
from riobravo.mentions.people import coding
from riobravo.release import manifest, read, registry, sources_agree, validate
from riobravo.tables import model
from riobravo.tables.bounds import Bounds
from riobravo.tables.problems import Gate, Problem

PAGE = Path(__file__).parents[2] / "docs" / "gates.md"
MADE_BY = "python -m tests.release.faults"
DECLARED = model.load()

Tables = dict[str, pl.DataFrame]
Plant = Callable[[Tables], Tables]
Caught = tuple[Gate, str]
"""Who found it, and the rule that was broken."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, how it is planted, and which rules of which gates must name it (others may as well)."""

    words: str
    plant: Plant
    caught: tuple[Caught, ...]


@cache
def built() -> Mapping[str, pl.DataFrame]:
    """The tables as they are committed."""
    return read.read_tables(resources.tables_dir(), DECLARED.tables)


@cache
def _signed() -> Mapping[str, coding.Coding]:
    return coding.read_folder(resources.dataset_dir() / coding.FOLDER)


@cache
def _ids() -> pl.DataFrame:
    return registry.read(resources.dataset_dir() / registry.FILE)


@cache
def _bounds() -> Bounds:
    return manifest.bounds(resources.dataset_dir(), DECLARED.coverage)


def found(tables: Tables) -> tuple[Problem, ...]:
    """What all gates say of the tables, held to what lies beside those of the dataset (checksums apart: no file is changed).

    What is derived from the last build and release is asked of the tables that were changed; of the others it is known to
    hold (test_gates.py), and asking takes its time.
    """
    changed = {name for name, data in tables.items() if data is not built()[name]}
    every = _bounds()
    bounds = Bounds(
        every.data_through,
        {name: rows for name, rows in every.row_counts.items() if name in changed},
        {(name, kind): rows for (name, kind), rows in every.type_counts.items() if name in changed},
        {name: summary for name, summary in every.last_release.items() if name in changed},
    )
    return (
        *validate.problems_of(tables, DECLARED, bounds),
        *sources_agree.signatures(tables, _signed()),
        *sources_agree.event_ids(tables, _ids()),
    )


def rules(problems: tuple[Problem, ...]) -> list[Caught]:
    """Each gate and rule once, in the order of the gates."""
    seen = dict.fromkeys((problem.gate, problem.check) for problem in problems)
    return sorted(seen, key=lambda caught: (list(Gate).index(caught[0]), caught[1]))


def is_of_whole_tables(rule: Caught) -> bool:
    """Whether a rule is about a table or column as a whole, so that it has no row to name."""
    gate, check = rule
    return gate is Gate.EXPECTATIONS or (gate is Gate.SCHEMA and check in ("type", "column missing"))


# ── ways to plant ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _row(table: str, where: pl.Expr, **columns: pl.Expr) -> Plant:
    """Changes columns of the first row for which ``where`` holds."""

    def plant(tables: Tables) -> Tables:
        data = tables[table].with_row_index("n")
        first = data.filter(where)["n"][0]
        changed = [
            pl.when(pl.col("n") == first).then(value).otherwise(pl.col(name)).alias(name)
            for name, value in columns.items()
        ]
        return {**tables, table: data.with_columns(changed).drop("n")}

    return plant


def _all(table: str, **columns: pl.Expr) -> Plant:
    return lambda tables: {**tables, table: tables[table].with_columns(**columns)}


def _keep(table: str, rows: pl.Expr) -> Plant:
    return lambda tables: {**tables, table: tables[table].filter(rows)}


def _twice(table: str, **columns: pl.Expr) -> Plant:
    """The first row once more, with some columns changed."""
    return lambda tables: {**tables, table: pl.concat([tables[table], tables[table].head(1).with_columns(**columns)])}


def _text(change: Callable[[str], str], *, with_hash: bool = False) -> Plant:
    """Changes the first text that people reviewed and that ``change`` alters; with its hash and length, or without."""

    def plant(tables: Tables) -> Tables:
        articles = tables["articles"]
        text = next(text for text in articles["text"] if change(text) != text)
        now = change(text)
        columns = {"text": pl.lit(now)}
        if with_hash:
            columns |= {"text_sha256": pl.lit(measures.sha256(now)), "n_words": pl.lit(measures.n_words(now))}
        return _row("articles", pl.col("text") == text, **columns)(tables)

    return plant


def _in_quantities(**parts: pl.Expr) -> Plant:
    """Changes parts of the further counts of the first event that has some."""
    changed = pl.col("quantities").list.eval(pl.element().struct.with_fields(**parts))
    return _row("events", pl.col("quantities").list.len() > 0, quantities=changed)


def _link_to_itself(tables: Tables) -> Tables:
    return _row("event_links", pl.lit(value=True), to_event_id=pl.col("from_event_id"))(tables)


def _without_column(table: str, name: str) -> Plant:
    return lambda tables: {**tables, table: tables[table].drop(name)}


def _other_subtype(tables: Tables) -> Tables:
    kinds = tables["event_types"]
    first = tables["events"].filter(pl.col("event_subtype").is_not_null()).row(0, named=True)
    other = kinds.filter(pl.col("event_type") != first["event_type"])["event_subtype"]
    own = set(kinds.filter(pl.col("event_type") == first["event_type"])["event_subtype"])
    strange = next(name for name in other if name not in own)
    return _row("events", pl.col("event_subtype").is_not_null(), event_subtype=pl.lit(strange))(tables)


def _other_type(tables: Tables) -> Tables:
    first = tables["mentions"]["event_type"][0]
    other = next(name for name in tables["event_types"]["event_type"] if name != first)
    return _row("mentions", pl.lit(value=True), event_type=pl.lit(other))(tables)


def _evidence_of_another_article(tables: Tables) -> Tables:
    mentions = tables["mentions"]
    other = mentions.filter(pl.col("article_id") != mentions["article_id"][0]).row(0, named=True)
    words = {name: pl.lit(other[name]) for name in ("evidence_in", "evidence_start", "evidence_end", "evidence")}
    return _row("mentions", pl.lit(value=True), **words)(tables)


def _another_article(tables: Tables) -> Tables:
    mentions = tables["mentions"]
    other = next(name for name in mentions["article_id"] if name != mentions["article_id"][0])
    return _row("mentions", pl.lit(value=True), article_id=pl.lit(other))(tables)


def _later_link(tables: Tables) -> Tables:
    """A link turned round, of two events that follow each other and whose relation has a direction."""
    days = tables["events"].select("event_id", "date_start", "date_end")
    links = tables["event_links"].join(days, left_on="from_event_id", right_on="event_id")
    links = links.join(days, left_on="to_event_id", right_on="event_id", suffix="_earlier")
    follows = pl.col("date_start") > pl.col("date_end_earlier")
    link = links.filter(follows & (pl.col("relation") == "executes")).row(0, named=True)
    here = (pl.col("from_event_id") == link["from_event_id"]) & (pl.col("to_event_id") == link["to_event_id"])
    turned = {"from_event_id": pl.lit(link["to_event_id"]), "to_event_id": pl.lit(link["from_event_id"])}
    return _row("event_links", here, **turned)(tables)


def _leaking(tables: Tables) -> Tables:
    """One of the dev articles that tell an event together, on the other side."""
    told = tables["event_mentions"].join(tables["mentions"], on="mention_id").select("event_id", "article_id").unique()
    dev = tables["articles"].filter(pl.col("split") == "dev")
    shared = told.join(dev, on="article_id", how="semi").filter(pl.len().over("event_id") > 1).sort("article_id")
    return _row("articles", pl.col("article_id") == shared["article_id"][0], split=pl.lit("test"))(tables)


_ANY = pl.lit(value=True)
_DATED = pl.col("date_start").is_not_null()
_COUNTED = pl.col("quantity_best").is_not_null()
_SPAN = _COUNTED & (pl.col("quantity_low") < pl.col("quantity_high"))
_TO_NOBODY = pl.lit("rb-ffffffffff")
_DAY = timedelta(days=1)

FAULTS: Mapping[str, Fault] = {
    "wrong_code": Fault(
        "a status that the ontology does not know",
        _row("events", _ANY, status=pl.lit("rumoured")),
        ((Gate.SCHEMA, "codes"),),
    ),
    "country_in_lower_case": Fault(
        "a country code in lower case",
        _row("events", pl.col("source_country") == "USA", source_country=pl.lit("usa")),
        ((Gate.SCHEMA, "pattern"), (Gate.QUERIES, "events_say_what_their_mentions_say")),
    ),
    "nan_quantity": Fault(
        "a quantity that is NaN",
        _row("events", _COUNTED, quantity_best=pl.lit(float("nan"))),
        ((Gate.SCHEMA, "finite"),),
    ),
    "negative_quantity": Fault(
        "a quantity below zero", _row("mentions", _COUNTED, quantity_low=pl.lit(-1.0)), ((Gate.SCHEMA, "minimum"),)
    ),
    "nan_in_a_list": Fault(
        "NaN among the further counts of an event",
        _in_quantities(best=pl.lit(float("nan"))),
        ((Gate.SCHEMA, "best: finite"),),
    ),
    "null_in_a_required_column": Fault(
        "no headline", _row("events", _ANY, headline=pl.lit(None, pl.String)), ((Gate.SCHEMA, "required"),)
    ),
    "empty_text_for_null": Fault(
        "an empty text where nothing is known",
        _row("events", _ANY, place_name=pl.lit("")),
        ((Gate.SCHEMA, "min_length"),),
    ),
    "swapped_coordinates": Fault(
        "latitude and longitude swapped",
        _row("places", pl.col("lon") < -90, lat=pl.col("lon"), lon=pl.col("lat")),
        ((Gate.SCHEMA, "minimum"),),
    ),
    "duplicate_key": Fault("an event twice", _twice("events"), ((Gate.SCHEMA, "key"),)),
    "missing_column": Fault(
        "a column left out", _without_column("events", "status"), ((Gate.SCHEMA, "column missing"),)
    ),
    "mistyped_column": Fault(
        "dates as texts", _all("events", date_start=pl.col("date_start").cast(pl.String)), ((Gate.SCHEMA, "type"),)
    ),
    "dangling_key": Fault(
        "a mention of an event that is not there",
        _row("event_mentions", _ANY, event_id=_TO_NOBODY),
        ((Gate.FOREIGN_KEYS, "foreign key"), (Gate.QUERIES, "events_rest_on_mentions")),
    ),
    "dangling_actor": Fault(
        "an actor that is not in the table of actors",
        _row("mentions", _ANY, source_actor_id=pl.lit("state-atlantis")),
        ((Gate.FOREIGN_KEYS, "foreign key"),),
    ),
    "text_edited": Fault(
        "a text edited after review",
        _text(lambda text: text.replace(".", "!")),
        ((Gate.TEXTS, "text_sha256 of the text"), (Gate.SOURCES, "signed")),
    ),
    "text_edited_with_its_hash": Fault(
        "a text edited after review, its hash and length made anew",
        _text(lambda text: f"{text} One sentence more.", with_hash=True),
        ((Gate.SOURCES, "signed"),),
    ),
    "text_normalised": Fault(
        "a text in another Unicode form (NFD)",
        _text(lambda text: unicodedata.normalize("NFD", text)),
        (
            (Gate.TEXTS, "text_sha256 of the text"),
            (Gate.QUERIES, "evidence_is_cut_from_the_article"),
            (Gate.SOURCES, "signed"),
        ),
    ),
    "evidence_normalised": Fault(
        "evidence in another Unicode form (NFD)",
        _row(
            "mentions",
            pl.col("evidence") != pl.col("evidence").str.normalize("NFD"),
            evidence=pl.col("evidence").str.normalize("NFD"),
        ),
        ((Gate.QUERIES, "evidence_is_cut_from_the_article"),),
    ),
    "broken_offset": Fault(
        "evidence that begins one character later",
        _row("mentions", _ANY, evidence_start=pl.col("evidence_start") + 1, evidence_end=pl.col("evidence_end") + 1),
        ((Gate.QUERIES, "evidence_is_cut_from_the_article"),),
    ),
    "broken_offset_of_the_machine": Fault(
        "the same in the machine's mentions",
        _row("mentions_machine", _ANY, evidence_start=pl.col("evidence_start") + 1),
        ((Gate.QUERIES, "evidence_is_cut_from_the_article"),),
    ),
    "evidence_of_another_article": Fault(
        "evidence and offsets of another article",
        _evidence_of_another_article,
        ((Gate.QUERIES, "evidence_is_cut_from_the_article"),),
    ),
    "mention_of_another_article": Fault(
        "a mention that points to another article",
        _another_article,
        ((Gate.QUERIES, "evidence_is_cut_from_the_article"), (Gate.QUERIES, "mentions_are_named_after_their_article")),
    ),
    "swapped_bounds": Fault(
        "lowest and highest number swapped",
        _row("events", _SPAN, quantity_low=pl.col("quantity_high"), quantity_high=pl.col("quantity_low")),
        ((Gate.QUERIES, "quantities_are_ordered"),),
    ),
    "swapped_bounds_in_a_list": Fault(
        "the same among the further counts of an event",
        _in_quantities(low=pl.lit(9.0), best=pl.lit(8.0)),
        ((Gate.QUERIES, "quantities_are_ordered"),),
    ),
    "number_without_unit": Fault(
        "a number without a unit",
        _row("mentions", _COUNTED, quantity_unit=pl.lit(None, pl.String)),
        ((Gate.QUERIES, "quantities_are_ordered"),),
    ),
    "quantity_times_ten": Fault(
        "one event's number with a nought more",
        _row(
            "events", _COUNTED, quantity_best=pl.col("quantity_best") * 10, quantity_high=pl.col("quantity_best") * 10
        ),
        ((Gate.QUERIES, "events_say_what_their_mentions_say"),),
    ),
    "shifted_date": Fault(
        "one event a day earlier than any mention says",
        _row("events", _DATED, date_start=pl.col("date_start") - _DAY),
        ((Gate.QUERIES, "events_say_what_their_mentions_say"),),
    ),
    "shifted_publication": Fault(
        "an article published a day later",
        _row("articles", _ANY, published_on=pl.col("published_on") + _DAY),
        ((Gate.QUERIES, "articles_are_named_after_their_day"), (Gate.QUERIES, "events_are_reported_by_their_articles")),
    ),
    "future_date": Fault(
        "an event that happened, in 2031",
        _row(
            "events",
            _DATED & (pl.col("status") == "actual"),
            date_start=pl.date(2031, 1, 1),
            date_end=pl.date(2031, 1, 1),
        ),
        ((Gate.QUERIES, "events_say_what_their_mentions_say"), (Gate.QUERIES, "what_happened_came_before_its_report")),
    ),
    "future_article": Fault(
        "an article of 2031",
        _row("articles", _ANY, published_on=pl.date(2031, 1, 1)),
        ((Gate.QUERIES, "articles_are_named_after_their_day"), (Gate.EXPECTATIONS, "fresh")),
    ),
    "end_before_start": Fault(
        "an event that ends before it begins",
        _row("events", _DATED, date_end=pl.col("date_start") - _DAY),
        ((Gate.QUERIES, "dates_are_ordered"),),
    ),
    "subtype_of_another_type": Fault(
        "a subtype of another type", _other_subtype, ((Gate.QUERIES, "subtypes_belong_to_their_type"),)
    ),
    "mention_of_another_type": Fault(
        "a mention of another type than its event",
        _other_type,
        ((Gate.QUERIES, "mentions_of_an_event_share_its_type"),),
    ),
    "wrong_crosswalk": Fault(
        "a Goldstein value of another type",
        _row("events", _ANY, goldstein=-pl.col("goldstein") - 1),
        ((Gate.QUERIES, "crosswalks_follow_the_types"),),
    ),
    "out_of_scope": Fault(
        "an event between two other countries",
        _row("events", _ANY, source_country=pl.lit("HND"), target_country=pl.lit("GTM"), place_country=pl.lit("HND")),
        ((Gate.QUERIES, "events_in_scope"),),
    ),
    "link_to_itself": Fault(
        "a link from an event to itself", _link_to_itself, ((Gate.QUERIES, "links_are_between_two_events"),)
    ),
    "link_turned_round": Fault(
        "a link from the earlier event to the later one", _later_link, ((Gate.QUERIES, "links_are_between_two_events"),)
    ),
    "mention_dropped": Fault(
        "a mention that belongs to no event",
        lambda tables: {**tables, "event_mentions": tables["event_mentions"][1:]},
        ((Gate.QUERIES, "mentions_belong_to_an_event"), (Gate.QUERIES, "events_rest_on_mentions")),
    ),
    "event_without_mentions": Fault(
        "an event once more under another id",
        _twice("events", event_id=_TO_NOBODY),
        ((Gate.QUERIES, "events_rest_on_mentions"), (Gate.SOURCES, "registered")),
    ),
    "split_leaks": Fault(
        "an article of the dev split moved to test",
        _leaking,
        ((Gate.QUERIES, "splits_share_no_event"),),
    ),
    "halved_volume": Fault(
        "every second event lost, with its mentions and links",
        lambda tables: _halved(tables, _ANY),
        ((Gate.EXPECTATIONS, "rows"),),
    ),
    "halved_type": Fault(
        "every second extradition lost, with its mentions and links",
        lambda tables: _halved(tables, pl.col("event_type") == "extradition"),
        ((Gate.EXPECTATIONS, "rows_of_type"),),
    ),
    "doubled_volume": Fault(
        "every alias three times",
        lambda tables: {**tables, "actor_aliases": pl.concat([tables["actor_aliases"]] * 3)},
        ((Gate.SCHEMA, "key"), (Gate.EXPECTATIONS, "rows")),
    ),
    "shifted_years": Fault(
        "all dates of events and mentions a year later",
        lambda tables: {**tables, **{name: _a_year_later(tables[name]) for name in ("events", "mentions")}},
        ((Gate.QUERIES, "what_happened_came_before_its_report"), (Gate.EXPECTATIONS, "spread_as_before")),
    ),
    "numbers_in_thousands": Fault(
        "all numbers of events and mentions a thousandth",
        lambda tables: {**tables, **{name: _in_thousands(tables[name]) for name in ("events", "mentions")}},
        ((Gate.EXPECTATIONS, "spread_as_before"),),
    ),
    "column_emptied": Fault(
        "no place known of any mention or event",
        lambda tables: {**tables, **{name: _placeless(tables[name]) for name in ("events", "mentions")}},
        ((Gate.EXPECTATIONS, "filled_as_before"),),
    ),
    "language_lost": Fault(
        "all articles marked as English",
        _all("articles", language=pl.lit("en")),
        ((Gate.EXPECTATIONS, "includes"), (Gate.EXPECTATIONS, "share"), (Gate.EXPECTATIONS, "spread_as_before")),
    ),
    "confidence_doubted": Fault(
        "the machine half as sure of everything",
        _all("mentions_machine", confidence=pl.col("confidence") / 2),
        ((Gate.EXPECTATIONS, "spread_as_before"),),
    ),
    "id_not_registered": Fault(
        "an event under an id that was never given",
        lambda tables: _renamed(tables, tables["events"]["event_id"][0], "rb-ffffffffff"),
        ((Gate.SOURCES, "registered"),),
    ),
    "ids_swapped": Fault(
        "two events with each other's ids",
        lambda tables: _renamed_to_each_other(tables, *tables["events"]["event_id"][:2]),
        ((Gate.SOURCES, "anchored"),),
    ),
}


def _halved(tables: Tables, where: pl.Expr) -> Tables:
    """The tables without every second event for which ``where`` holds, and without what belongs to it: consistent."""
    lost = tables["events"].filter(where).gather_every(2).select("event_id")
    members = tables["event_mentions"].join(lost, on="event_id", how="anti")
    links = tables["event_links"]
    for end in ("from_event_id", "to_event_id"):
        links = links.join(lost, left_on=end, right_on="event_id", how="anti")
    return {
        **tables,
        "events": tables["events"].join(lost, on="event_id", how="anti"),
        "event_mentions": members,
        "event_links": links,
        "mentions": tables["mentions"].join(members, on="mention_id", how="semi"),
    }


def _a_year_later(data: pl.DataFrame) -> pl.DataFrame:
    return data.with_columns(pl.col("date_start", "date_end").dt.offset_by("1y"))


def _in_thousands(data: pl.DataFrame) -> pl.DataFrame:
    return data.with_columns(pl.col("quantity_low", "quantity_best", "quantity_high") / 1000)


def _placeless(data: pl.DataFrame) -> pl.DataFrame:
    columns = [name for name in data.columns if name.startswith("place_")]
    return data.with_columns(pl.lit(None).cast(data.schema[name]).alias(name) for name in columns)


def _renamed(tables: Tables, old: str, new: str) -> Tables:
    """The tables with one event under another id wherever it stands."""
    named = {"events": ("event_id",), "event_mentions": ("event_id",), "event_links": ("from_event_id", "to_event_id")}
    return {
        **tables,
        **{name: tables[name].with_columns(pl.col(*columns).replace(old, new)) for name, columns in named.items()},
    }


def _renamed_to_each_other(tables: Tables, first: str, second: str) -> Tables:
    return _renamed(_renamed(_renamed(tables, first, "rb-swap"), second, first), "rb-swap", second)


# ── the table in docs/gates.md ───────────────────────────────────────────────────────────────────────────────────────────


def page() -> str:
    """docs/gates.md with the gates as the package names them, and every fault with all the rules that name it."""
    rows = [(fault.words, _cell(rules(found(fault.plant(dict(built())))))) for fault in FAULTS.values()]
    gates = generated.table(("gate", "looks at"), [(gate, gate.looks_at) for gate in Gate])
    text = PAGE.read_text(encoding="utf-8")
    text = generated.replaced(text, "gates", MADE_BY, "\n".join(gates), where=PAGE.name)
    faults = generated.table(("planted", "caught by"), rows)
    return generated.replaced(text, "faults", MADE_BY, "\n".join(faults), where=PAGE.name)


def row_of(fault: Fault, caught: list[Caught]) -> str:
    """The line of the page for a fault."""
    return generated.table(("planted", "caught by"), [(fault.words, _cell(caught))])[-1]


def _cell(caught: list[Caught]) -> str:
    by_gate: dict[Gate, list[str]] = {}
    for gate, rule in caught:
        by_gate.setdefault(gate, []).append(f"`{rule}`")
    return "; ".join(f"**{gate}**: {', '.join(names)}" for gate, names in by_gate.items())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
