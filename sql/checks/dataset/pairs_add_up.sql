-- title: The views of all types count the same events, whoever acts on whom
-- grain: one row per period start and view in which the count of all events differs from events_by_status
with
expected as (
    select
        period,
        period_start,
        sum(n_events) as n_events
    from events_by_status
    group by period, period_start
),

counted as (
    select
        'dyads' as counted_in,
        period,
        period_start,
        sum(n_events) as n_events
    from dyads
    group by period, period_start
    union all
    select
        'cooperation_and_conflict' as counted_in,
        period,
        period_start,
        sum(n_events) as n_events
    from cooperation_and_conflict
    group by period, period_start
    union all
    select
        'reporting_lag' as counted_in,
        period,
        period_start,
        sum(n_events) as n_events
    from reporting_lag
    group by period, period_start
),

covered as (
    select distinct counted_in
    from counted
)

select
    covered.counted_in,
    expected.period,
    expected.period_start,
    expected.n_events as n_expected,
    coalesce(counted.n_events, 0) as n_counted
from expected
cross join covered
left join counted
    on
        expected.period = counted.period
        and expected.period_start = counted.period_start
        and covered.counted_in = counted.counted_in
where expected.n_events <> coalesce(counted.n_events, 0)
