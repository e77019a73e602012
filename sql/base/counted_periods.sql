-- title: Events that count, in the periods they fall into
-- grain: one row per event that counts and period (its month, its year; see event_periods)
-- counts: events that count; every view of counts starts from here.
-- example: select event_type, count(*) as n_events from counted_periods where period = 'year' group by event_type
select
    event_periods.period,
    event_periods.period_start,
    events_counted.*
from events_counted
inner join event_periods on events_counted.event_id = event_periods.event_id
