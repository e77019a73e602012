-- title: An event was first and last reported on the days of its articles, and has as many articles as they are
-- grain: one row per event whose articles tell otherwise
with
reported as (
    select
        event_mentions.event_id,
        min(articles.published_on) as first_published_on,
        max(articles.published_on) as last_published_on,
        count(distinct articles.article_id) as articles_found
    from event_mentions
    inner join mentions on event_mentions.mention_id = mentions.mention_id
    inner join articles on mentions.article_id = articles.article_id
    group by event_mentions.event_id
)

select
    events.event_id,
    events.first_reported_on,
    reported.first_published_on,
    events.last_reported_on,
    reported.last_published_on,
    events.n_articles,
    reported.articles_found
from events
inner join reported on events.event_id = reported.event_id
where
    events.first_reported_on <> reported.first_published_on
    or events.last_reported_on <> reported.last_published_on
    or events.n_articles <> reported.articles_found
