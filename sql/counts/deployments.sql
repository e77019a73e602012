-- title: Deployments and withdrawals by period and sending country
-- grain: one row per period (month, quarter, year), type (deployment, withdrawal) and side that sends or withdraws
-- counts: events that count in which forces are sent or leave, and the persons in them. Ships, aircraft and vehicles
--   are in n_events and n_without_persons, not in the persons. Extended or authorised forces are no such event.
-- example: select period_start, event_type, sending_country, n_events, persons_best from deployments where period =
--   'quarter' and n_events > 3 order by all
with
movements as (
    select event_type
    from types
    where event_type in ('deployment', 'withdrawal')
),

moved as (
    select
        counted_periods.*,
        coalesce(sides.side, 'other') as sending_country
    from counted_periods
    left join sides on counted_periods.source_country = sides.side
    where counted_periods.event_type in ('deployment', 'withdrawal')
),

counted as (
    select
        period,
        period_start,
        event_type,
        sending_country,
        count(*) as n_events,
        sum(persons_low) as persons_low,
        sum(persons_best) as persons_best,
        sum(persons_high) as persons_high,
        count(*) filter (where is_open_above) as n_open_above,
        count(*) - count(persons_best) as n_without_persons
    from moved
    group by period, period_start, event_type, sending_country
)

select
    calendar.period,
    calendar.period_start,
    movements.event_type,
    sides.side as sending_country,
    coalesce(counted.n_events, 0) as n_events,
    coalesce(counted.persons_low, 0)::bigint as persons_low,
    coalesce(counted.persons_best, 0)::bigint as persons_best,
    coalesce(counted.persons_high, 0)::bigint as persons_high,
    coalesce(counted.n_open_above, 0) as n_open_above,
    coalesce(counted.n_without_persons, 0) as n_without_persons,
    calendar.is_complete
from calendar
cross join movements
cross join sides
left join counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and movements.event_type = counted.event_type
        and sides.side = counted.sending_country
