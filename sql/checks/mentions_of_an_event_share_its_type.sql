-- title: All mentions of an event are of its type
-- grain: one row per mention that is not
select
    mentions.mention_id,
    events.event_id,
    mentions.event_type as type_of_mention,
    events.event_type as type_of_event
from mentions
inner join event_mentions on mentions.mention_id = event_mentions.mention_id
inner join events on event_mentions.event_id = events.event_id
where mentions.event_type <> events.event_type
