-- title: Threats by period and the country that threatens
-- grain: one row per period (month, year) and side that threatens
-- counts: events that count in which harm is threatened, whatever its kind. The harm itself is no part of them.
-- example: select * from threat_actors where period = 'year' and n_events > 0 order by period_start, actor_country
with
counted as (
    select
        event_periods.period,
        event_periods.period_start,
        events_counted.source_side,
        events_counted.event_id
    from events_counted
    inner join event_periods on events_counted.event_id = event_periods.event_id
    where events_counted.event_type = 'threat'
)

select
    calendar.period,
    calendar.period_start,
    sides.side as actor_country,
    count(counted.event_id) as n_events,
    calendar.is_complete
from calendar
cross join sides
left join counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and sides.side = counted.source_side
group by calendar.period, calendar.period_start, calendar.is_complete, sides.side
