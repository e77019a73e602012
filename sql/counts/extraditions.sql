-- title: Hand-overs by period and direction
-- grain: one row per period (month, year) and direction
-- counts: events that count in which a person is handed over (extradited, transferred or deported), and the persons.
--   Requests, approvals and refusals are other stages (extradition_stages). Direction is from the state that holds the
--   person to the state that receives; every other pair, and every pair not known, is other.
--   persons_low, persons_best, persons_high: see events_counted. n_without_persons: events that state no number.
-- example: select * from extraditions where period = 'year' and n_events > 0 order by period_start, direction
with
directions as (
    select unnest(['MEX->USA', 'USA->MEX', 'other']) as direction
),

counted as (
    select
        *,
        case
            when source_country = 'MEX' and target_country = 'USA' then 'MEX->USA'
            when source_country = 'USA' and target_country = 'MEX' then 'USA->MEX'
            else 'other'
        end as direction
    from counted_periods
    where event_type = 'extradition' and event_subtype in ('extradited', 'transferred', 'deported')
)

select
    calendar.period,
    calendar.period_start,
    directions.direction,
    count(counted.event_id) as n_events,
    coalesce(sum(counted.persons_low), 0)::bigint as persons_low,
    coalesce(sum(counted.persons_best), 0)::bigint as persons_best,
    coalesce(sum(counted.persons_high), 0)::bigint as persons_high,
    count(*) filter (where counted.is_open_above) as n_open_above,
    count(*) filter (where counted.event_id is not null and counted.persons_best is null) as n_without_persons,
    count(*) filter (where counted.event_subtype = 'extradited') as n_extradited,
    count(*) filter (where counted.event_subtype = 'transferred') as n_transferred,
    count(*) filter (where counted.event_subtype = 'deported') as n_deported,
    calendar.is_complete
from calendar
cross join directions
left join counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and directions.direction = counted.direction
group by calendar.period, calendar.period_start, calendar.is_complete, directions.direction
