-- title: Hand-overs by period, direction and legal path
-- grain: one row per period (month, quarter, year), direction and kind of hand-over
-- counts: events that count in which a person is handed over, and the persons. is_under_treaty is true of
--   extraditions in the strict sense; transfers (under a security law or a prisoner treaty) and deportations stand
--   outside the extradition treaty. Requests, approvals and refusals are other stages (extradition_stages_by_month).
-- example: select period_start, path, is_under_treaty, n_events, persons_best from extradition_paths where period =
--   'year' and direction = 'MEX->USA' and n_events > 0 order by period_start desc, path limit 5
with
paths as (
    select
        event_subtype as path,
        event_subtype = 'extradited' as is_under_treaty
    from subtypes
    where event_type = 'extradition' and event_subtype in ('extradited', 'transferred', 'deported')
),

handed_over as (
    select
        counted_periods.*,
        coalesce(directions.direction, 'other') as direction
    from counted_periods
    left join directions
        on
            counted_periods.source_country = directions.source_country
            and counted_periods.target_country = directions.target_country
    where counted_periods.event_type = 'extradition'
),

counted as (
    select
        period,
        period_start,
        direction,
        event_subtype,
        count(*) as n_events,
        sum(persons_low) as persons_low,
        sum(persons_best) as persons_best,
        sum(persons_high) as persons_high,
        count(*) filter (where is_open_above) as n_open_above,
        count(*) - count(persons_best) as n_without_persons
    from handed_over
    group by period, period_start, direction, event_subtype
)

select
    calendar.period,
    calendar.period_start,
    directions.direction,
    paths.path,
    paths.is_under_treaty,
    coalesce(counted.n_events, 0) as n_events,
    coalesce(counted.persons_low, 0)::bigint as persons_low,
    coalesce(counted.persons_best, 0)::bigint as persons_best,
    coalesce(counted.persons_high, 0)::bigint as persons_high,
    coalesce(counted.n_open_above, 0) as n_open_above,
    coalesce(counted.n_without_persons, 0) as n_without_persons,
    calendar.is_complete
from calendar
cross join directions
cross join paths
left join counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and directions.direction = counted.direction
        and paths.path = counted.event_subtype
