-- title: Calendar
-- grain: one row per period, that is each month and each year from the first to the last day the dataset covers
-- counts: nothing; every count joins it, so that periods without events are rows with 0. A period that the dataset does
--   not cover to its end has is_complete false.
-- example: select * from calendar where period = 'year' order by period_start
with
months as (
    select
        'month' as period,
        unnest(generate_series(date_trunc('month', covers_from), data_through, interval 1 month))::date as period_start,
        data_through
    from coverage
),

years as (
    select
        'year' as period,
        unnest(generate_series(date_trunc('year', covers_from), data_through, interval 1 year))::date as period_start,
        data_through
    from coverage
),

ended as (
    select
        period,
        period_start,
        (period_start + interval 1 month - interval 1 day)::date as period_end,
        data_through
    from months
    union all
    select
        period,
        period_start,
        (period_start + interval 1 year - interval 1 day)::date as period_end,
        data_through
    from years
)

select
    period,
    period_start,
    period_end,
    period_end <= data_through as is_complete
from ended
