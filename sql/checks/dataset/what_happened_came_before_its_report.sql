-- title: What is told as having happened did not begin after the day of the report
-- grain: one row per mention or event of status actual that begins after its article, or its last one, was published
select
    mentions.mention_id as row_id,
    mentions.date_start,
    articles.published_on as told_on
from mentions
inner join articles on mentions.article_id = articles.article_id
where mentions.status = 'actual' and mentions.date_start > articles.published_on
union all
select
    event_id as row_id,
    date_start,
    last_reported_on as told_on
from events
where status = 'actual' and date_start > last_reported_on
