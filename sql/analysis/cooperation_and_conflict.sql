-- title: Cooperation and conflict between Mexico and the United States
-- grain: one row per period (month, quarter, year) and direction
-- counts: events that count by quad class (verbal and material, cooperation and conflict) and their mean Goldstein
--   value, from -10 (conflict) to 10 (cooperation), null without events. other is every other pair of countries, also
--   events within one.
-- example: select period_start, direction, n_verbal_conflict, n_material_conflict, round(goldstein_mean, 2) as
--   goldstein from cooperation_and_conflict where period = 'year' and direction <> 'other' order by period_start
--   desc, direction limit 6
with
directed as (
    select
        counted_periods.*,
        coalesce(directions.direction, 'other') as direction
    from counted_periods
    left join directions
        on
            counted_periods.source_country = directions.source_country
            and counted_periods.target_country = directions.target_country
),

counted as (
    select
        period,
        period_start,
        direction,
        count(*) as n_events,
        count(*) filter (where quad_class = 1) as n_verbal_cooperation,
        count(*) filter (where quad_class = 2) as n_material_cooperation,
        count(*) filter (where quad_class = 3) as n_verbal_conflict,
        count(*) filter (where quad_class = 4) as n_material_conflict,
        avg(goldstein) as goldstein_mean
    from directed
    group by period, period_start, direction
)

select
    calendar.period,
    calendar.period_start,
    directions.direction,
    coalesce(counted.n_events, 0) as n_events,
    coalesce(counted.n_verbal_cooperation, 0) as n_verbal_cooperation,
    coalesce(counted.n_material_cooperation, 0) as n_material_cooperation,
    coalesce(counted.n_verbal_conflict, 0) as n_verbal_conflict,
    coalesce(counted.n_material_conflict, 0) as n_material_conflict,
    counted.goldstein_mean,
    calendar.is_complete
from calendar
cross join directions
left join counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and directions.direction = counted.direction
