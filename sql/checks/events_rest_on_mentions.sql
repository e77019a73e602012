-- title: Every event rests on its mentions
-- grain: one row per event whose n_mentions is not the number of its mentions
select
    events.event_id,
    events.n_mentions,
    count(event_mentions.mention_id) as mentions_found
from events
left join event_mentions on events.event_id = event_mentions.event_id
group by events.event_id, events.n_mentions
having count(event_mentions.mention_id) <> events.n_mentions or count(event_mentions.mention_id) = 0
