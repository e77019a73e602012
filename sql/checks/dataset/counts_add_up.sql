-- title: The views of one type count the same events
-- grain: one row per period start, type and view in which a count differs from events_by_status
with
expected as (
    select
        period,
        period_start,
        event_type,
        n_events
    from events_by_status
),

counted as (
    select
        'events_by_subtype' as counted_in,
        period,
        period_start,
        event_type,
        sum(n_events) as n_events
    from events_by_subtype
    group by period, period_start, event_type
    union all
    select
        'deployments' as counted_in,
        period,
        period_start,
        event_type,
        sum(n_events) as n_events
    from deployments
    group by period, period_start, event_type
    union all
    select
        'threat_actors' as counted_in,
        period,
        period_start,
        'threat' as event_type,
        sum(n_events) as n_events
    from threat_actors
    group by period, period_start
)

select
    counted.counted_in,
    expected.period,
    expected.period_start,
    expected.event_type,
    expected.n_events as n_expected,
    counted.n_events as n_counted
from counted
inner join expected
    on
        counted.period = expected.period
        and counted.period_start = expected.period_start
        and counted.event_type = expected.event_type
where counted.n_events <> expected.n_events
