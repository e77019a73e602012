-- title: Threats by period and the country that threatens
-- grain: one row per period (month, year) and side that threatens
-- counts: events that count in which harm is threatened, whatever its kind. The harm itself is no part of them.
-- example: select * from threat_actors where period = 'year' and n_events > 0 order by period_start, actor_country
select
    calendar.period,
    calendar.period_start,
    sides.side as actor_country,
    count(counted.event_id) as n_events,
    calendar.is_complete
from calendar
cross join sides
left join counted_periods as counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and sides.side = counted.source_side
        and counted.event_type = 'threat'
group by calendar.period, calendar.period_start, calendar.is_complete, sides.side
