-- title: Events that count
-- grain: one row per event that counts
-- counts: THE rule, and the only place of it - an event counts if it happened (status actual) and is no total over a
--   period. Scope needs no rule here: the published events are in scope (checks/dataset/events_in_scope.sql).
--   persons_*: of events counted in persons. An open lower bound ("up to 1,200") is 0; an open upper bound ("more than
--   10,000") is the number given, and is_open_above says so. source_side: the country of who acts, or other.
--   An event whose text leaves the subtype open has the subtype unstated.
-- example: select event_type, count(*) as n_events from events_counted group by all order by all
select
    events.event_id,
    events.event_type,
    coalesce(events.event_subtype, 'unstated') as event_subtype,
    events.source_country,
    events.target_country,
    events.place_country,
    case
        when list_contains(coverage.scope_countries, events.source_country) then events.source_country else 'other'
    end as source_side,
    events.date_start,
    events.date_end,
    events.date_precision,
    case when events.quantity_unit = 'persons' then coalesce(events.quantity_low, 0) end as persons_low,
    case
        when events.quantity_unit = 'persons'
            then coalesce(events.quantity_best, events.quantity_low, events.quantity_high)
    end as persons_best,
    case
        when events.quantity_unit = 'persons'
            then coalesce(events.quantity_high, events.quantity_best, events.quantity_low)
    end as persons_high,
    coalesce(events.quantity_unit = 'persons', false) and events.quantity_high is null as is_open_above,
    events.headline
from events
cross join coverage
where events.status = 'actual' and not events.is_aggregate
