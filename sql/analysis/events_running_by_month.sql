-- title: Cumulative and rolling counts, by month
-- grain: one row per month and type
-- counts: events that count and their persons, summed from the first month on, and over the last 3 and 12 months;
--   null where the calendar has not as many months yet.
-- example: select month, n_events, n_cumulative, n_last_3_months, n_last_12_months from events_running_by_month where
--   event_type = 'threat' order by month desc limit 3
with
counted as (
    select
        period_start as month,
        event_type,
        sum(n_events)::bigint as n_events,
        sum(persons_best)::bigint as persons_best,
        is_complete
    from events_by_subtype
    where period = 'month'
    group by period_start, event_type, is_complete
)

select
    month,
    event_type,
    n_events,
    persons_best,
    (sum(n_events) over since_the_first)::bigint as n_cumulative,
    (sum(persons_best) over since_the_first)::bigint as persons_cumulative,
    case when count(*) over last_3 = 3 then (sum(n_events) over last_3)::bigint end as n_last_3_months,
    case when count(*) over last_12 = 12 then (sum(n_events) over last_12)::bigint end as n_last_12_months,
    case when count(*) over last_12 = 12 then (sum(persons_best) over last_12)::bigint end as persons_last_12_months,
    is_complete
from counted
window
    since_the_first as (partition by event_type order by month),
    last_3 as (partition by event_type order by month rows between 2 preceding and current row),
    last_12 as (partition by event_type order by month rows between 11 preceding and current row)
