-- title: Calendar
-- grain: one row per period, that is each month, quarter and year from the first to the last day the dataset covers
-- counts: nothing; every count joins it, so that periods without events are rows with 0. A period that the dataset does
--   not cover to its end has is_complete false.
-- example: select * from calendar where period = 'year' order by period_start desc limit 3
with
steps as (
    select
        'month' as period,
        interval 1 month as step
    union all
    select
        'quarter' as period,
        interval 3 month as step
    union all
    select
        'year' as period,
        interval 1 year as step
),

started as (
    select
        steps.period,
        steps.step,
        unnest(
            generate_series(date_trunc(steps.period, coverage.covers_from), coverage.data_through, steps.step)
        )::date as period_start,
        coverage.data_through
    from steps
    cross join coverage
),

ended as (
    select
        period,
        period_start,
        (period_start + step - interval 1 day)::date as period_end,
        data_through
    from started
)

select
    period,
    period_start,
    period_end,
    period_end <= data_through as is_complete
from ended
