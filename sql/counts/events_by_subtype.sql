-- title: Events by period, type and subtype
-- grain: one row per period (month, quarter, year), type and subtype (unstated where the text leaves it open)
-- counts: events that count, and the persons in those that are counted in persons. What a person means depends on the
--   type - handed over, sent, arrested, killed.
-- example: select period_start, event_subtype, n_events from events_by_subtype where event_type = 'sanction' and
--   period = 'year' and n_events > 4 order by all
with
counted as (
    select
        period,
        period_start,
        event_type,
        event_subtype,
        count(*) as n_events,
        sum(persons_low) as persons_low,
        sum(persons_best) as persons_best,
        sum(persons_high) as persons_high,
        count(*) filter (where is_open_above) as n_open_above,
        count(*) - count(persons_best) as n_without_persons
    from counted_periods
    group by period, period_start, event_type, event_subtype
)

select
    calendar.period,
    calendar.period_start,
    subtypes.event_type,
    subtypes.event_subtype,
    coalesce(counted.n_events, 0) as n_events,
    coalesce(counted.persons_low, 0)::bigint as persons_low,
    coalesce(counted.persons_best, 0)::bigint as persons_best,
    coalesce(counted.persons_high, 0)::bigint as persons_high,
    coalesce(counted.n_open_above, 0) as n_open_above,
    coalesce(counted.n_without_persons, 0) as n_without_persons,
    calendar.is_complete
from calendar
cross join subtypes
left join counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and subtypes.event_type = counted.event_type
        and subtypes.event_subtype = counted.event_subtype
