"""Times the views of sql/ on generated events: `make bench-views`, or `python bench/views.py --events 1000000`.

Two files are made, seeded, in a temporary folder: many events for the views that scan, and fewer, with links between them,
for the views that join events with events. Each time is the least of several runs; the ratio to the bare GROUP BY is of
processor time, which other work on the machine disturbs less than time by the clock. Nothing here is part of the package.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from riobravo import ontology
from riobravo.release import derived, queries, views
from riobravo.tables import as_duckdb, model

DECLARED = model.load()
HEADLINE = next(iter(ontology.load().headline_types))
BATCH = 5_000_000
"""Events written at once: of so many the sorted batch stays in memory."""

PAIRED = ("event_outcomes", "threat_outcomes", "threats", "threat_actors", "pledge_fulfilment", "pledges",
          "deployment_announcements", "deployments_announced", "threat_aftermath", "escalation_chains",
          "totals_against_events", "threat_actors_by_month", "threat_actors_by_year", "events_around")  # fmt: skip
"""The views that join events with events; they are timed on fewer events, at three sizes."""

LISTS = ("events_measured", "events_counted", "event_periods", "counted_periods", "spread_periods", "official_totals",
         "disagreements")  # fmt: skip
"""The views that list events rather than count them; nobody reads so many rows, so the query of their header is timed."""

BARE = """
select date_trunc('month', date_start)::date as month, event_type, count(*) as n_events
from events
where status = 'actual' and not is_aggregate and date_precision in ('day', 'week', 'month')
group by all
"""
THROUGH_VIEWS = {
    "events_by_month": "select month, event_type, n_events from events_by_month",
    "counted_periods, grouped": """
        select period_start, event_type, count(*) as n_events from counted_periods where period = 'month' group by all
    """,
}

EVENTS = """
with
numbers as (
    select i, hash(i * 8 + {seed}) as a, hash(i * 8 + {seed} + 1) as b, hash(i * 8 + {seed} + 2) as c,
        hash(i * 8 + {seed} + 3) as d, hash(i * 8 + {seed} + 4) as e, hash(i * 8 + {seed} + 5) as f
    from range({first}, {last}) as t (i)
),

drawn as (
    select *,
        covers_from + (i * (data_through - covers_from) // {n_events})::integer as day,
        case
            when a % 100 < 60 then 'day' when a % 100 < 80 then 'week' when a % 100 < 89 then 'month'
            when a % 100 < 91 then 'quarter' when a % 100 < 98 then 'year' else 'unknown'
        end as date_precision
    from numbers cross join coverage
),

dated as (
    select *,
        case
            when date_precision in ('month', 'quarter', 'year') then date_trunc(date_precision, day)::date
            when date_precision <> 'unknown' then day
        end as date_start,
        kinds[1 + (f % len(kinds))::integer] as kind
    from drawn cross join (select list(event_types order by event_type, event_subtype) as kinds from event_types)
)

select
    printf('rb-%010x', i) as event_id, kind['event_type'] as event_type, kind['event_subtype'] as event_subtype,
    case
        when b % 100 < 85 then 'actual' when b % 100 < 92 then 'planned' when b % 100 < 96 then 'hypothetical' else 'negated'
    end as status,
    b // 100 % 100 < 5 as is_hedged, b // 10000 % 100 < 5 as is_aggregate, 'Headline ' || (c % 1000) as headline,
    case
        when c // 1000 % 100 < 82 then scope_countries[1 + (c // 1000 % 2)::integer]
        when c // 1000 % 100 < 95 then chr(65 + (c // 100000 % 9)::integer) || 'AA'
    end as source_country,
    case
        when d % 100 < 82 then scope_countries[1 + (d % 2)::integer]
        when d % 100 < 95 then chr(65 + (d // 100 % 9)::integer) || 'AA'
    end as target_country,
    case when d // 1000 % 100 < 80 then scope_countries[1 + (d // 1000 % 2)::integer] end as place_country,
    case when d // 1000 % 100 < 60 then 'Place ' || (d // 1000 % 500) end as place_name,
    b // 1000000 % 4 = 0 as is_source_inferred, b // 1000000 % 7 = 0 as is_target_inferred,
    date_start,
    case date_precision
        when 'week' then date_start + 6 when 'month' then (date_start + interval 1 month)::date - 1
        when 'quarter' then (date_start + interval 3 month)::date - 1
        when 'year' then (date_start + interval 1 year)::date - 1 else date_start
    end as date_end,
    date_precision, case when a // 100 % 5 = 0 then 'publication' else 'explicit' end as date_basis,
    case when e // 1000000 % 2 = 0 then kind['units'][1] end as quantity_unit,
    case when quantity_unit is not null then (e % 200)::double end as quantity_low,
    case when quantity_unit is not null then (e % 200 + e // 200 % 3)::double end as quantity_best,
    case
        when quantity_unit is not null and e // 10000 % 10 < 9 then (e % 200 + e // 200 % 3 + 2)::double
    end as quantity_high,
    1 + (e // 100000 % 5)::bigint as n_mentions, 1 + (e // 100000 % 4)::bigint as n_articles,
    1 + (e // 100000 % 3)::bigint as n_publishers,
    case f // 1000 % 3 when 0 then ['en'] when 1 then ['es'] else ['en', 'es'] end as languages,
    day + least(f // 3000 % 40, f // 200000 % 40)::integer as first_reported_on,
    case when f // 100000 % 2 = 0 then 'reviewed' else 'machine' end as review_status,
    (f // 1000000 % 100) / 100.0 as confidence,
    case when f // 100000000 % 50 = 0 then ['date_disputed'] else [] end::varchar[] as caveats,
    case when f // 100000000 % 25 = 0 then [{{'field': 'date_start', 'values': ['x', 'y']}}] end as disagreements,
    kind['goldstein'] as goldstein, kind['quad_class'] as quad_class
from dated
order by date_start nulls last, event_id
"""
"""Events in order of their days, as the dataset sorts them; types and subtypes are those of the ontology, evenly."""

LINKS = """
select
    printf('rb-%010x', i + 1 + (hash(i * 3 + {seed}) % 200)::bigint) as from_event_id, printf('rb-%010x', i) as to_event_id,
    relations[1 + (hash(i * 3 + {seed} + 1) % len(relations))::integer] as relation, 'generated' as reason
from range({n_events}) as t (i) cross join (select {relations} as relations)
where hash(i * 3 + {seed} + 2) % 2 = 0
"""
"""Every second event is followed by one of the next 200."""

ARTICLES = """
select
    'a' || i as article_id, 'Title' as title, case hash(i) % 2 when 0 then 'en' else 'es' end as language,
    'Publisher ' || (hash(i) // 2 % 200) as publisher,
    covers_from + (i * (data_through - covers_from) // {n_articles})::integer as published_on,
    [
        {{'url': null, 'publisher': 'Publisher ' || (hash(i) // 400 % 200), 'published_on': null::date, 'language': language}}
    ] as sources
from range({n_articles}) as t (i) cross join coverage
"""
MENTIONS = """
select 'a' || (i % {n_articles}) || '.' || i as mention_id, 'a' || (i % {n_articles}) as article_id
from range({n_mentions}) as t (i)
"""
EVENT_MENTIONS = """
select printf('rb-%010x', i % {n_events}) as event_id, 'a' || (i % {n_articles}) || '.' || i as mention_id
from range({n_mentions}) as t (i)
"""


def main() -> None:
    """Makes the files, times the views, and prints the tables as Markdown."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--events", type=int, default=50_000_000, help="events of the views that scan")
    asked.add_argument(
        "--pairs", type=int, nargs="+", default=[10_000, 30_000, 100_000], help="events of the pair views"
    )
    asked.add_argument("--mentions", type=int, default=1_000_000, help="mentions of the view of publishers")
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--folder", type=Path, help="where to make the files, and keep them; a temporary one otherwise")
    given = asked.parse_args()
    found = queries.view_queries()
    scans = [query for query in found if query.name not in PAIRED and not query.is_macro]
    with _folder(given.folder) as folder:
        with _database(folder, given.events, given) as connection:
            size = (folder / f"events-{given.events}.parquet").stat().st_size / 1e6
            say(f"{given.events:,} events, {size:,.0f} MB, {given.threads} threads, DuckDB {duckdb.__version__}\n")
            bare(connection, given.runs)
            say("\n| view without a self-join | seconds | processor seconds |\n| --- | ---: | ---: |")
            for query in scans:
                asked_of = query.example if query.name in LISTS else f"from {query.name}"
                wall, processor = timed(connection, asked_of, 1)
                say(f"| {query.name} | {wall:.2f} | {processor:.2f} |")
            over_time = "from events_over_time('{}', 'month', 'actual', asked_dates := 'spread')"
            wall, processor = timed(connection, over_time.format(HEADLINE), 1)
            say(f"| events_over_time, spread | {wall:.2f} | {processor:.2f} |")
        say("\n| view that joins events with events | " + " | ".join(f"{n:,}" for n in given.pairs) + " | grows with |")
        say("| --- |" + " ---: |" * (len(given.pairs) + 1))
        for name, times in paired(folder, given, [query for query in found if query.name in PAIRED]).items():
            say(
                f"| {name} | "
                + " | ".join(f"{seconds:.2f}" for seconds in times)
                + f" | {growth(given.pairs, times)} |"
            )


def bare(connection: duckdb.DuckDBPyConnection, runs: int) -> None:
    """The monthly counts by type through views and without, one after the other in each run."""
    asked = {"bare GROUP BY": BARE, **THROUGH_VIEWS}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    for _ in range(runs + 1):
        for name, sql in asked.items():
            times[name].append(timed(connection, sql, 1))
    say("| monthly counts by type | seconds | processor seconds | times the bare one |\n| --- | ---: | ---: | ---: |")
    least = {name: [min(part) for part in zip(*runs_of[1:], strict=True)] for name, runs_of in times.items()}
    for name, (wall, processor) in least.items():
        say(f"| {name} | {wall:.2f} | {processor:.2f} | {processor / least['bare GROUP BY'][1]:.2f} |")


def paired(folder: Path, given: argparse.Namespace, found: list[queries.Query]) -> dict[str, list[float]]:
    """Seconds of each pair view at each size."""
    times: dict[str, list[float]] = {}
    for n_events in given.pairs:
        with _database(folder, n_events, given, n_links=n_events) as connection:
            for query in found:
                asked = "from events_around('rb-0000001000', 90)" if query.is_macro else f"from {query.name}"
                times.setdefault(query.name, []).append(timed(connection, asked, given.runs)[0])
    return times


def growth(sizes: list[int], times: list[float]) -> str:
    """The power of the number of events with which the time grew from the first size to the last."""
    from math import log

    return (
        f"n^{log(max(times[-1], 1e-3) / max(times[0], 1e-3)) / log(sizes[-1] / sizes[0]):.1f}" if len(sizes) > 1 else ""
    )


def timed(connection: duckdb.DuckDBPyConnection, sql: str, runs: int) -> tuple[float, float]:
    """Least seconds by the clock and by the processor; the answer is read to its end inside DuckDB."""
    times = []
    for _ in range(runs):
        started, used = time.perf_counter(), time.process_time()
        connection.execute(f"create or replace temp table answer as {sql}")
        times.append((time.perf_counter() - started, time.process_time() - used))
    return min(wall for wall, _ in times), min(processor for _, processor in times)


@contextmanager
def _database(
    folder: Path, n_events: int, given: argparse.Namespace, n_links: int = 0
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database of all tables and views, whose events are the generated ones in Parquet."""
    with duckdb.connect() as connection:
        connection.execute(f"set threads = {given.threads}")
        connection.execute(f"set temp_directory = {as_duckdb.literal(str(folder / 'spill'))}")
        made = derived.of_declarations(ontology.load(), DECLARED)
        for name, table in DECLARED.tables.items():
            if name != "events":
                connection.execute(as_duckdb.ddl(table, nullable=True))
            if name in made:
                rows = made[name].to_arrow()
                connection.from_arrow(rows).select(*table.columns).insert_into(name)
        path = folder / f"events-{n_events}.parquet"
        _write(connection, path, n_events, given.seed)
        _events(connection, path)
        sizes = {
            "n_events": n_events,
            "n_mentions": given.mentions,
            "n_articles": max(given.mentions // 5, 1),
            "seed": given.seed,
        }
        relations = list(ontology.load().lists["relations"].codes)
        if n_links:
            _insert(connection, "event_links", LINKS.format(relations=relations, **sizes))
        else:
            for name, sql in (("articles", ARTICLES), ("mentions", MENTIONS), ("event_mentions", EVENT_MENTIONS)):
                _insert(connection, name, sql.format(**sizes))
        views.create_views(connection)
        yield connection


def _write(connection: duckdb.DuckDBPyConnection, path: Path, n_events: int, seed: int) -> None:
    """The events in batches of a row group's order; a file that is there is kept, for it would be the same."""
    if path.is_file():
        return
    parts = path.with_suffix("")
    parts.mkdir(exist_ok=True)
    for first in range(0, n_events, BATCH):
        sql = EVENTS.format(first=first, last=min(first + BATCH, n_events), n_events=n_events, seed=seed)
        connection.execute(f"copy ({sql}) to '{parts}/{first:012}.parquet' (format parquet, compression zstd)")
    connection.execute("set preserve_insertion_order = true")
    connection.execute(f"copy (from read_parquet('{parts}/*.parquet')) to '{path}' (format parquet, compression zstd)")
    for part in parts.iterdir():
        part.unlink()
    parts.rmdir()


def _events(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """The view events over the file; columns that no view reads are null."""
    there = {row[0] for row in connection.execute(f"describe from read_parquet('{path}')").fetchall()}
    connection.execute(as_duckdb.ddl(DECLARED.tables["events"], nullable=True).replace('"events"', '"no_events"'))
    kinds = {row[0]: row[1] for row in connection.execute('describe "no_events"').fetchall()}
    columns = ", ".join(
        name if name in there else f"null::{kinds[name]} as {name}" for name in DECLARED.tables["events"].columns
    )
    connection.execute(f"create view events as select {columns} from read_parquet('{path}')")


def _insert(connection: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
    connection.execute(f"insert into {name} by name {sql}")


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is None:
        with tempfile.TemporaryDirectory(prefix="riobravo-bench-") as made:
            yield Path(made)
    else:
        given.mkdir(parents=True, exist_ok=True)
        yield given


def say(line: str) -> None:
    """A line of the report."""
    print(line, flush=True)  # noqa: T201 - a script's output


if __name__ == "__main__":
    main()
