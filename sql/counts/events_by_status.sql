-- title: Events by period, type and status
-- grain: one row per period (month, year) and type
-- counts: n_events is the events that count; the other columns are events that do not, because they are planned, only
--   possible, or said not to have happened. Totals over a period are in none of them (official_totals).
-- example: select * from events_by_status where period = 'year' and event_type = 'deployment' order by period_start
with
types as (
    select
        event_type,
        any_value(is_headline) as is_headline
    from event_types
    group by event_type
),

dated as (
    select
        event_periods.period,
        event_periods.period_start,
        events.event_type,
        events.status,
        events.event_id,
        events_counted.event_id as counted_id
    from events
    inner join event_periods on events.event_id = event_periods.event_id
    left join events_counted on events.event_id = events_counted.event_id
    where not events.is_aggregate
)

select
    calendar.period,
    calendar.period_start,
    types.event_type,
    types.is_headline,
    count(dated.counted_id) as n_events,
    count(*) filter (where dated.status = 'planned') as n_planned,
    count(*) filter (where dated.status = 'hypothetical') as n_hypothetical,
    count(*) filter (where dated.status = 'negated') as n_negated,
    calendar.is_complete
from calendar
cross join types
left join dated
    on
        calendar.period = dated.period
        and calendar.period_start = dated.period_start
        and types.event_type = dated.event_type
group by calendar.period, calendar.period_start, calendar.is_complete, types.event_type, types.is_headline
