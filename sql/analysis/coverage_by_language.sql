-- title: What is covered in each language
-- grain: one row per period (month, quarter, year) and language
-- counts: n_articles is articles published in the period; n_events is events that count, happened in it, and are told
--   in that language, n_events_only those told in no other.
-- example: select period_start, language, n_articles, n_events, n_events_only from coverage_by_language where period
--   = 'year' order by period_start desc, language limit 4
with
spoken as (
    select distinct language
    from articles
),

published as (
    select
        calendar.period,
        calendar.period_start,
        articles.language,
        count(*) as n_articles
    from articles
    inner join calendar on articles.published_on between calendar.period_start and calendar.period_end
    group by calendar.period, calendar.period_start, articles.language
),

by_languages as (
    select
        period,
        period_start,
        array_to_string(languages, ' ') as spoken_in,
        count(*) as n_events
    from counted_periods
    group by period, period_start, spoken_in
),

by_language as (
    select
        period,
        period_start,
        unnest(string_split(spoken_in, ' ')) as language,
        n_events,
        not contains(spoken_in, ' ') as is_only
    from by_languages
),

counted as (
    select
        period,
        period_start,
        language,
        sum(n_events) as n_events,
        sum(n_events) filter (where is_only) as n_events_only
    from by_language
    group by period, period_start, language
)

select
    calendar.period,
    calendar.period_start,
    spoken.language,
    coalesce(published.n_articles, 0) as n_articles,
    coalesce(counted.n_events, 0)::bigint as n_events,
    coalesce(counted.n_events_only, 0)::bigint as n_events_only,
    calendar.is_complete
from calendar
cross join spoken
left join published
    on
        calendar.period = published.period
        and calendar.period_start = published.period_start
        and spoken.language = published.language
left join counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and spoken.language = counted.language
