-- title: Periods that events fall into
-- grain: one row per event and period (its month, where the date is known to the month or better; its year, where it is
--   known to the year or better)
-- counts: nothing; it says when. An event falls into the period of its first day. Events without a date, or outside the
--   calendar, have no row; the view events_without_month tells how many.
-- example: select * from event_periods where period = 'month' order by period_start, event_id
with
dated as (
    select
        event_id,
        'month' as period,
        date_trunc('month', date_start)::date as period_start
    from events
    where date_precision in ('day', 'week', 'month')
    union all
    select
        event_id,
        'year' as period,
        date_trunc('year', date_start)::date as period_start
    from events
    where date_precision <> 'unknown'
)

select
    dated.event_id,
    dated.period,
    dated.period_start
from dated
inner join calendar on dated.period = calendar.period and dated.period_start = calendar.period_start
