-- title: Events by period, type and subtype
-- grain: one row per period (month, year), type and subtype (unstated where the text leaves it open)
-- counts: events that count, and the persons in those that are counted in persons. What a person means depends on the
--   type - handed over, sent, arrested, killed.
-- example: select * from events_by_subtype where event_type = 'sanction' and period = 'year' and n_events > 0
select
    calendar.period,
    calendar.period_start,
    subtypes.event_type,
    subtypes.event_subtype,
    count(counted.event_id) as n_events,
    coalesce(sum(counted.persons_low), 0)::bigint as persons_low,
    coalesce(sum(counted.persons_best), 0)::bigint as persons_best,
    coalesce(sum(counted.persons_high), 0)::bigint as persons_high,
    count(*) filter (where counted.is_open_above) as n_open_above,
    count(*) filter (where counted.event_id is not null and counted.persons_best is null) as n_without_persons,
    calendar.is_complete
from calendar
cross join subtypes
left join counted_periods as counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and subtypes.event_type = counted.event_type
        and subtypes.event_subtype = counted.event_subtype
group by
    calendar.period, calendar.period_start, calendar.is_complete, subtypes.event_type, subtypes.event_subtype
