-- title: Events by period, type and status
-- grain: one row per period (month, quarter, year) and type
-- counts: n_events is the events that count; the other columns are events that do not, because they are planned, only
--   possible, or said not to have happened. Totals over a period are in none of them (official_totals); without
--   them, what counts is what is actual.
-- example: select * from events_by_status where period = 'year' and event_type = 'deployment' order by period_start
--   desc limit 3
with
told as (
    select
        period,
        period_start,
        event_type,
        status,
        count(*) as n_told
    from event_periods
    where not is_aggregate
    group by period, period_start, event_type, status
),

counted as (
    select
        period,
        period_start,
        event_type,
        sum(n_told) filter (where status = 'actual') as n_events,
        sum(n_told) filter (where status = 'planned') as n_planned,
        sum(n_told) filter (where status = 'hypothetical') as n_hypothetical,
        sum(n_told) filter (where status = 'negated') as n_negated
    from told
    group by period, period_start, event_type
)

select
    calendar.period,
    calendar.period_start,
    types.event_type,
    types.is_headline,
    coalesce(counted.n_events, 0)::bigint as n_events,
    coalesce(counted.n_planned, 0)::bigint as n_planned,
    coalesce(counted.n_hypothetical, 0)::bigint as n_hypothetical,
    coalesce(counted.n_negated, 0)::bigint as n_negated,
    calendar.is_complete
from calendar
cross join types
left join counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and types.event_type = counted.event_type
