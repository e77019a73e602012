-- title: No event and no story stands on both sides of the split
-- grain: one row per event or story that an article of dev and one of test share
with
told as (
    select
        event_mentions.event_id as shared,
        articles.split
    from event_mentions
    inner join mentions on event_mentions.mention_id = mentions.mention_id
    inner join articles on mentions.article_id = articles.article_id
    union all
    select
        story_id as shared,
        split
    from articles
)

select shared
from told
group by shared
having bool_or(split = 'dev') and bool_or(split = 'test')
