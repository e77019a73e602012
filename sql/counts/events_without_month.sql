-- title: Events that count and stand in no month
-- grain: one row per type
-- counts: events that count; of them those without a month (dated to a quarter or a year, undated, or outside the
--   calendar), those without a quarter, and those without a year. The monthly views hold n_events - n_without_month
--   of them.
-- example: select * from events_without_month where n_without_month > 20 order by n_without_month desc
with
counted as (
    select
        event_type,
        count(*) as n_events
    from events_measured
    where is_counted
    group by event_type
),

grouped as (
    select
        period,
        period_start,
        event_type,
        count(*) as n_events
    from counted_periods
    group by period, period_start, event_type
),

placed as (
    select
        grouped.event_type,
        sum(grouped.n_events) filter (where grouped.period = 'month') as in_months,
        sum(grouped.n_events) filter (where grouped.period = 'quarter') as in_quarters,
        sum(grouped.n_events) filter (where grouped.period = 'year') as in_years
    from grouped
    inner join calendar on grouped.period = calendar.period and grouped.period_start = calendar.period_start
    group by grouped.event_type
)

select
    types.event_type,
    coalesce(counted.n_events, 0) as n_events,
    coalesce(counted.n_events - coalesce(placed.in_months, 0), 0)::bigint as n_without_month,
    coalesce(counted.n_events - coalesce(placed.in_quarters, 0), 0)::bigint as n_without_quarter,
    coalesce(counted.n_events - coalesce(placed.in_years, 0), 0)::bigint as n_without_year
from types
left join counted on types.event_type = counted.event_type
left join placed on types.event_type = placed.event_type
