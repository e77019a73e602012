-- title: Who acts on whom
-- grain: one row per period (month, quarter, year) and ordered pair of countries that has any event that counts
-- counts: events that count by source and target country, unstated where the text names none, told apart by quad
--   class, and their mean Goldstein value (null without events).
-- example: select source_country, target_country, sum(n_events)::bigint as n_events from dyads where period = 'year'
--   group by all order by n_events desc limit 5
with
grouped as (
    select
        period,
        period_start,
        source_country,
        target_country,
        count(*) as n_events,
        count(*) filter (where quad_class = 1) as n_verbal_cooperation,
        count(*) filter (where quad_class = 2) as n_material_cooperation,
        count(*) filter (where quad_class = 3) as n_verbal_conflict,
        count(*) filter (where quad_class = 4) as n_material_conflict,
        avg(goldstein) as goldstein_mean
    from counted_periods
    group by period, period_start, source_country, target_country
),

counted as (
    select
        * replace (
            coalesce(source_country, 'unstated') as source_country,
            coalesce(target_country, 'unstated') as target_country
        )
    from grouped
),

pairs as (
    select distinct
        source_country,
        target_country
    from counted
)

select
    calendar.period,
    calendar.period_start,
    pairs.source_country,
    pairs.target_country,
    coalesce(counted.n_events, 0) as n_events,
    coalesce(counted.n_verbal_cooperation, 0) as n_verbal_cooperation,
    coalesce(counted.n_material_cooperation, 0) as n_material_cooperation,
    coalesce(counted.n_verbal_conflict, 0) as n_verbal_conflict,
    coalesce(counted.n_material_conflict, 0) as n_material_conflict,
    counted.goldstein_mean,
    calendar.is_complete
from calendar
cross join pairs
left join counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and pairs.source_country = counted.source_country
        and pairs.target_country = counted.target_country
