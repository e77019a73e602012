-- title: Persons handed over by Mexico to the United States, as totals state them and as events count them, by year
-- grain: one row per year of which a total over the whole year is reported
-- counts: totals of actual hand-overs that span exactly the calendar year, the lowest and the highest one, beside the
--   persons of the single events. Totals differ in their bases (all nationalities or Mexicans, treaty extraditions
--   only, one office's count); events are those that the briefs tell one by one, a small part before 2025.
-- example: select * from extradition_totals_by_year order by year
with
totals as (
    select
        extract(year from date_start)::integer as total_year,
        min(quantity_best)::integer as lowest_total,
        max(quantity_best)::integer as highest_total,
        count(*)::integer as n_totals
    from official_totals
    where
        event_type = 'extradition'
        and event_subtype in ('extradited', 'transferred', 'deported')
        and status = 'actual'
        and source_country = 'MEX'
        and target_country = 'USA'
        and quantity_best is not null
        and date_start = date_trunc('year', date_start)::date
        and date_end = (date_trunc('year', date_start) + interval 1 year - interval 1 day)::date
    group by total_year
)

select
    totals.total_year as year,
    totals.lowest_total,
    totals.highest_total,
    totals.n_totals,
    coalesce(extraditions_by_year.n_events, 0)::integer as n_events,
    coalesce(extraditions_by_year.persons_best, 0)::integer as persons_in_events
from totals
left join extraditions_by_year
    on totals.total_year = extraditions_by_year.year and extraditions_by_year.direction = 'MEX->USA'
