"""The figures of the data card (``dataset/README.md``): what is in the tables, counted from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import polars as pl

from riobravo import generated
from riobravo.release import database

if TYPE_CHECKING:
    from riobravo.tables.model import Declarations

FILE: Final = "README.md"
_BLOCK: Final = "figures"
_MADE_BY: Final = "riobravo build"

_IN_ALL: Final = """
select
    (select count(*) from articles) as articles,
    (select count(*) from articles where language = 'en') as english,
    (select count(*) from articles where language = 'es') as spanish,
    (select count(*) from mentions) as mentions,
    (select count(*) from events) as events,
    (select count(*) from events where review_status = 'reviewed') as reviewed,
    (select count(*) from events where n_articles > 1) as of_several,
    (select count(*) from events where len(languages) > 1) as of_both,
    (select count(distinct event_id) from disagreements) as differing,
    (select count(distinct event_id) from disagreements where is_disputed) as disputed,
    (select count(*) from event_links) as links
"""

_BY_TYPE: Final = """
select
    event_type,
    count(*) as events,
    count(*) filter (where status = 'actual' and not is_aggregate) as counted,
    count(*) filter (where status = 'planned') as planned,
    count(*) filter (where is_aggregate) as totals,
    count(*) filter (where review_status = 'reviewed') as reviewed,
    count(*) filter (where n_articles > 1) as of_several
from events inner join (select distinct event_type, is_headline from event_types) using (event_type)
group by all order by any_value(is_headline) desc, events desc, event_type
"""

_BY_YEAR: Final = """
with
years as (
    select extract(year from published_on)::integer as year, language, count(*) as n from articles group by all
),

happened as (
    select extract(year from date_start)::integer as year, count(*) as n
    from events where date_start is not null group by all
)

select
    year,
    coalesce(sum(years.n) filter (where language = 'en'), 0)::integer as english,
    coalesce(sum(years.n) filter (where language = 'es'), 0)::integer as spanish,
    coalesce(any_value(happened.n), 0)::integer as events
from years full outer join happened using (year)
group by year order by year
"""


def with_figures(page: str, tables: Mapping[str, pl.DataFrame], declared: Declarations) -> str:
    """The card with its figures counted anew.

    Raises:
        RioBravoError: RB-231 where the page has no place for them.
    """
    return generated.replaced(page, _BLOCK, _MADE_BY, figures(tables, declared), where=FILE)


def figures(tables: Mapping[str, pl.DataFrame], declared: Declarations) -> str:
    """The block as Markdown."""
    with database.in_memory(tables, declared) as connection:
        names = [column[0] for column in connection.execute(_IN_ALL).description or ()]
        values = dict(zip(names, connection.execute(_IN_ALL).fetchone() or (), strict=True))
        by_type = connection.execute(_BY_TYPE).fetchall()
        by_year = connection.execute(_BY_YEAR).fetchall()
    return "\n\n".join(
        [
            _sentence(values),
            _lines(("type", "events", "that count", "planned", "totals", "reviewed", "told by two or more"), by_type),
            _lines(("year", "briefs in English", "briefs in Spanish", "events of the year"), by_year),
        ]
    )


def _sentence(values: Mapping[str, int]) -> str:
    return (
        f"{values['articles']:,} briefs ({values['english']:,} in English, {values['spanish']:,} in Spanish), "
        f"{values['mentions']:,} mentions, {values['events']:,} events, {values['links']:,} links. "
        f"{values['reviewed']:,} events were coded by a reader. {values['of_several']:,} events are told by two or more "
        f"briefs, {values['of_both']:,} in both languages. Of {values['differing']:,} events the mentions differ on some "
        f"column (the view `disagreements` lists them); {values['disputed']:,} of these remain in doubt."
    )


def _lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    return "\n".join(generated.table(head, rows, has_numbers=True))
