-- title: Events of uncertain date, spread over the periods they may fall into
-- grain: one row per event that is dated too coarsely for a period, and period that it may fall into
-- counts: share is the part of the days on which the event may have begun that lie in the period; the shares of an
--   event sum to 1, less what lies outside the calendar. Undated events are nowhere. Add share to n_events of a view
--   of counts to have both (events_over_time does so with asked_dates 'spread').
-- example: select period, count(*) as n_rows, round(sum(share)) as n_events from spread_periods where is_counted
--   group by period order by period
select
    calendar.period,
    calendar.period_start,
    (
        least(calendar.period_end, events_measured.date_end)
        - greatest(calendar.period_start, events_measured.date_start) + 1
    ) / (events_measured.date_end - events_measured.date_start + 1) as share,
    events_measured.*
from events_measured
inner join calendar
    on
        events_measured.date_end >= calendar.period_start
        and events_measured.date_start <= calendar.period_end
        and (
            (calendar.period = 'month' and events_measured.date_precision in ('quarter', 'year'))
            or (calendar.period = 'quarter' and events_measured.date_precision = 'year')
        )
