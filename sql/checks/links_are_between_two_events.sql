-- title: A link leads from one event to another, earlier one
-- grain: one row per link of an event to itself, or to an event that wholly lies after it; weeks that overlap are in
--   order, a measure can be put off, ended or answered before the day on which it was to begin, and a denial has the
--   day of what it denies
select
    event_links.from_event_id,
    event_links.to_event_id,
    event_links.relation
from event_links
inner join events as later on event_links.from_event_id = later.event_id
inner join events as earlier on event_links.to_event_id = earlier.event_id
where
    later.event_id = earlier.event_id
    or (
        earlier.date_start > later.date_end
        and event_links.relation not in ('postpones', 'withdraws', 'answers')
    )
