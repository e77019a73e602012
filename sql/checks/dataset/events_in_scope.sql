-- title: Every published event has an actor or a place in a country of the scope
-- grain: one row per event that has none
select
    events.event_id,
    events.source_country,
    events.target_country,
    events.place_country
from events
cross join coverage
where
    not coalesce(list_contains(coverage.scope_countries, events.source_country), false)
    and not coalesce(list_contains(coverage.scope_countries, events.target_country), false)
    and not coalesce(list_contains(coverage.scope_countries, events.place_country), false)
