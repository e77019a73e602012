-- title: Events that count and stand in no month
-- grain: one row per type
-- counts: events that count; of them those without a month (dated to a quarter or a year, undated, or outside the
--   calendar) and those without a year. The monthly views hold n_events - n_without_month of them.
-- example: select * from events_without_month where n_without_month > 0
with
types as (
    select distinct event_type
    from event_types
),

placed as (
    select
        events_counted.event_type,
        events_counted.event_id,
        months.event_id as in_month,
        years.event_id as in_year
    from events_counted
    left join event_periods as months on events_counted.event_id = months.event_id and months.period = 'month'
    left join event_periods as years on events_counted.event_id = years.event_id and years.period = 'year'
)

select
    types.event_type,
    count(placed.event_id) as n_events,
    count(placed.event_id) - count(placed.in_month) as n_without_month,
    count(placed.event_id) - count(placed.in_year) as n_without_year
from types
left join placed on types.event_type = placed.event_type
group by types.event_type
