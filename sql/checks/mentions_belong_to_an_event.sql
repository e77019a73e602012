-- title: No mention is dropped on the way to events
-- grain: one row per mention of no event
select
    mentions.mention_id,
    mentions.article_id
from mentions
left join event_mentions on mentions.mention_id = event_mentions.mention_id
where event_mentions.mention_id is null
