-- title: Pledges by period and kind, and how many were fulfilled
-- grain: one row per period (month, quarter, year) and kind of pledge
-- counts: pledges, in the period in which they were made, as in pledge_fulfilment. mean_days is of those fulfilled,
--   where both dates are known to the week or better.
-- example: select period_start, kind, n_events, n_fulfilled, mean_days from pledges where period = 'year' and
--   n_fulfilled > 0 order by period_start, kind
with
counted as (
    select
        event_periods.period,
        event_periods.period_start,
        pledge_fulfilment.kind,
        count(*) as n_events,
        count(*) filter (where pledge_fulfilment.is_fulfilled) as n_fulfilled,
        avg(pledge_fulfilment.days_to_outcome) filter (where pledge_fulfilment.is_fulfilled) as mean_days
    from pledge_fulfilment
    inner join event_periods on pledge_fulfilment.event_id = event_periods.event_id
    group by event_periods.period, event_periods.period_start, pledge_fulfilment.kind
)

select
    calendar.period,
    calendar.period_start,
    subtypes.event_subtype as kind,
    coalesce(counted.n_events, 0) as n_events,
    coalesce(counted.n_fulfilled, 0) as n_fulfilled,
    coalesce(counted.n_events - counted.n_fulfilled, 0) as n_open,
    counted.mean_days,
    calendar.is_complete
from calendar
cross join subtypes
left join counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and subtypes.event_subtype = counted.kind
where subtypes.event_type = 'pledge'
