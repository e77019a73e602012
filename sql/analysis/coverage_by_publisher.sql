-- title: What each publisher covers
-- grain: one row per publisher and language
-- counts: articles that rest on a publication of that publisher (its sources where an article lists them, as briefs
--   do, else the article's own publisher), and the events that these articles tell, whether they count or not.
--   n_events_only_here is events that rest on no other publisher and language.
-- example: select publisher, language, n_articles, n_events, n_events_only_here from coverage_by_publisher order by
--   n_articles desc, publisher limit 5
with
listed as (
    select
        article_id,
        language,
        published_on,
        unnest(sources) as source
    from articles
),

rested as (
    select distinct
        article_id,
        published_on,
        coalesce(source['publisher'], 'unstated') as publisher,
        coalesce(source['language'], language) as language
    from listed
    union all
    select
        article_id,
        published_on,
        coalesce(publisher, 'unstated') as publisher,
        language
    from articles
    where coalesce(len(sources), 0) = 0
),

told as (
    select distinct
        mentions.article_id,
        event_mentions.event_id
    from event_mentions
    inner join mentions on event_mentions.mention_id = mentions.mention_id
),

covered as (
    select distinct
        rested.publisher,
        rested.language,
        told.event_id
    from rested
    inner join told on rested.article_id = told.article_id
),

sole as (
    select event_id
    from covered
    group by event_id
    having count(*) = 1
),

events_of as (
    select
        covered.publisher,
        covered.language,
        count(*) as n_events,
        count(sole.event_id) as n_events_only_here
    from covered
    left join sole on covered.event_id = sole.event_id
    group by covered.publisher, covered.language
),

articles_of as (
    select
        publisher,
        language,
        count(*) as n_articles,
        min(published_on) as first_published_on,
        max(published_on) as last_published_on
    from rested
    group by publisher, language
)

select
    articles_of.publisher,
    articles_of.language,
    articles_of.n_articles,
    coalesce(events_of.n_events, 0) as n_events,
    coalesce(events_of.n_events_only_here, 0) as n_events_only_here,
    articles_of.first_published_on,
    articles_of.last_published_on
from articles_of
left join events_of on articles_of.publisher = events_of.publisher and articles_of.language = events_of.language
