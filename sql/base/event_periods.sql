-- title: Events in the periods they fall into
-- grain: one row per event and period (its month, where the date is known to the month or better; its quarter and its
--   year likewise), whether the event counts or not
-- counts: nothing; it says when, and is the one place that does. An event falls into the period of its first day.
--   Events whose date is coarser than the period are kept out: spread_periods has them, and events_without_month
--   tells how many.
-- example: select period, count(*) as n_events from event_periods group by period order by period
select
    'month' as period,
    date_trunc('month', events_measured.date_start)::date as period_start,
    events_measured.*
from events_measured
where events_measured.date_precision in ('day', 'week', 'month')
union all
select
    'quarter' as period,
    date_trunc('quarter', events_measured.date_start)::date as period_start,
    events_measured.*
from events_measured
where events_measured.date_precision in ('day', 'week', 'month', 'quarter')
union all
select
    'year' as period,
    date_trunc('year', events_measured.date_start)::date as period_start,
    events_measured.*
from events_measured
where events_measured.date_precision in ('day', 'week', 'month', 'quarter', 'year')
