-- title: Days from event to first report
-- grain: one row per period (month, quarter, year) and type
-- counts: events that count; the days are of those dated to the day and not first reported ahead of it (n_measured).
--   n_ahead is events first reported before they happened, as plans. In the published dataset the report is the
--   brief, which is written from the sources of those days.
-- example: select period_start, n_events, n_measured, median_days, days_90_percent from reporting_lag where period =
--   'year' and event_type = 'assault' order by period_start desc limit 3
with
lagged as (
    select
        period,
        period_start,
        event_type,
        case
            when date_precision = 'day' then first_reported_on - date_start
        end as days,
        count(*) as n_of_days
    from counted_periods
    group by period, period_start, event_type, days
),

ranked as (
    select
        *,
        sum(n_of_days) over (partition by period, period_start, event_type, days >= 0 order by days) as n_up_to,
        sum(n_of_days) over (partition by period, period_start, event_type, days >= 0) as n_in_all
    from lagged
),

counted as (
    select
        period,
        period_start,
        event_type,
        sum(n_of_days) as n_events,
        sum(n_of_days) filter (where days >= 0) as n_measured,
        sum(n_of_days) filter (where days < 0) as n_ahead,
        sum(n_of_days) filter (where days between 0 and 1) as n_within_a_day,
        sum(n_of_days) filter (where days between 0 and 7) as n_within_a_week,
        min(days) filter (where days >= 0 and n_up_to * 2 >= n_in_all) as median_days,
        min(days) filter (where days >= 0 and n_up_to * 10 >= n_in_all * 9) as days_90_percent,
        max(days) filter (where days >= 0) as most_days
    from ranked
    group by period, period_start, event_type
)

select
    calendar.period,
    calendar.period_start,
    types.event_type,
    coalesce(counted.n_events, 0)::bigint as n_events,
    coalesce(counted.n_measured, 0)::bigint as n_measured,
    coalesce(counted.n_ahead, 0)::bigint as n_ahead,
    coalesce(counted.n_within_a_day, 0)::bigint as n_within_a_day,
    coalesce(counted.n_within_a_week, 0)::bigint as n_within_a_week,
    counted.median_days,
    counted.days_90_percent,
    counted.most_days,
    calendar.is_complete
from calendar
cross join types
left join counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and types.event_type = counted.event_type
