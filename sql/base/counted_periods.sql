-- title: Events that count, in the periods they fall into
-- grain: one row per event that counts and period (its month, its quarter, its year; see event_periods)
-- counts: events that count; every view of counts starts from here.
-- example: select event_type, count(*) as n_events from counted_periods where period = 'year' group by event_type
--   order by n_events desc limit 3
select *
from event_periods
where is_counted
