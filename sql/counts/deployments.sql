-- title: Deployments and withdrawals by period and sending country
-- grain: one row per period (month, year), type (deployment, withdrawal) and side that sends or withdraws
-- counts: events that count in which forces are sent or leave, and the persons in them. Ships, aircraft and vehicles
--   are in n_events and n_without_persons, not in the persons. Extended or authorised forces are no such event.
-- example: select * from deployments where period = 'year' and n_events > 0 order by period_start
with
movements as (
    select distinct event_type
    from event_types
    where event_type in ('deployment', 'withdrawal')
)

select
    calendar.period,
    calendar.period_start,
    movements.event_type,
    sides.side as sending_country,
    count(counted.event_id) as n_events,
    coalesce(sum(counted.persons_low), 0)::bigint as persons_low,
    coalesce(sum(counted.persons_best), 0)::bigint as persons_best,
    coalesce(sum(counted.persons_high), 0)::bigint as persons_high,
    count(*) filter (where counted.is_open_above) as n_open_above,
    count(*) filter (where counted.event_id is not null and counted.persons_best is null) as n_without_persons,
    calendar.is_complete
from calendar
cross join movements
cross join sides
left join counted_periods as counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and movements.event_type = counted.event_type
        and sides.side = counted.source_side
group by calendar.period, calendar.period_start, calendar.is_complete, movements.event_type, sides.side
