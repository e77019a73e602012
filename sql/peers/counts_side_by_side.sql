-- title: Our counts beside those of other datasets, by month
-- grain: one row per month, type and dataset (riobravo is this one) that codes the type and covers the month
-- counts: events, ours by events_counted, those of others by peer_months. n_between: those with one actor of each of
--   two countries of our scope; null where the dataset gives actors no country. n_reports: the reports others count.
--   is_complete: the dataset covers the whole month. A row of GDELT or POLECAT is a way of telling, not a happening.
-- example: select month, event_type, dataset, n_events from counts_side_by_side where n_events > 0 order by all
with
datasets as (
    select
        'riobravo' as dataset,
        covers_from,
        data_through as covers_to,
        (select list(distinct event_types.event_type) from event_types) as types,
        true as is_actor_country_given
    from coverage
    union all
    select
        peer as dataset,
        peer_covers_from as covers_from,
        peer_covers_to as covers_to,
        peer_types as types,
        is_actor_country_given
    from peer_sources
),

codes_types as (
    select
        dataset,
        covers_from,
        covers_to,
        is_actor_country_given,
        unnest(types) as event_type
    from datasets
),

told as (
    select
        'riobravo' as dataset,
        period_start as month,
        event_type,
        source_country,
        target_country,
        null::bigint as n_reports
    from counted_periods
    where period = 'month'
    union all
    select
        peer as dataset,
        month,
        event_type,
        source_country,
        target_country,
        n_reports
    from peer_months
    where month is not null
),

counted as (
    select
        told.dataset,
        told.month,
        told.event_type,
        count(*) as n_events,
        count(*) filter (
            where
            told.source_country <> told.target_country
            and list_contains(coverage.scope_countries, told.source_country)
            and list_contains(coverage.scope_countries, told.target_country)
        ) as n_between,
        sum(told.n_reports)::bigint as n_reports
    from told
    cross join coverage
    group by told.dataset, told.month, told.event_type
)

select
    calendar.period_start as month,
    codes_types.event_type,
    codes_types.dataset,
    coalesce(counted.n_events, 0) as n_events,
    case when codes_types.is_actor_country_given then coalesce(counted.n_between, 0) end as n_between,
    counted.n_reports,
    calendar.is_complete
    and calendar.period_start >= codes_types.covers_from
    and calendar.period_end <= codes_types.covers_to as is_complete
from calendar
inner join codes_types
    on calendar.period_end >= codes_types.covers_from and calendar.period_start <= codes_types.covers_to
left join counted
    on
        calendar.period_start = counted.month
        and codes_types.event_type = counted.event_type
        and codes_types.dataset = counted.dataset
where calendar.period = 'month'
