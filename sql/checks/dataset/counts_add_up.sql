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
        'event_counts' as counted_in,
        period,
        period_start,
        event_type,
        sum(n_events) as n_events
    from event_counts
    where status = 'actual'
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
        'deployments_announced' as counted_in,
        period,
        period_start,
        event_type,
        sum(n_done) as n_events
    from deployments_announced
    group by period, period_start, event_type
    union all
    select
        'threats' as counted_in,
        period,
        period_start,
        'threat' as event_type,
        sum(n_events) as n_events
    from threats
    group by period, period_start
    union all
    select
        'outcomes of threats' as counted_in,
        period,
        period_start,
        'threat' as event_type,
        sum(n_executed + n_withdrawn + n_postponed + n_open) as n_events
    from threats
    group by period, period_start
    union all
    select
        'threat_actors' as counted_in,
        period,
        period_start,
        'threat' as event_type,
        sum(n_events) as n_events
    from threat_actors
    group by period, period_start
    union all
    select
        'pledges' as counted_in,
        period,
        period_start,
        'pledge' as event_type,
        sum(n_events) as n_events
    from pledges
    group by period, period_start
    union all
    select
        'deployment_balance' as counted_in,
        period,
        period_start,
        'deployment' as event_type,
        sum(n_sent) as n_events
    from deployment_balance
    group by period, period_start
    union all
    select
        'deployment_balance' as counted_in,
        period,
        period_start,
        'withdrawal' as event_type,
        sum(n_left) as n_events
    from deployment_balance
    group by period, period_start
),

covered as (
    select distinct
        counted_in,
        event_type
    from counted
)

select
    covered.counted_in,
    expected.period,
    expected.period_start,
    expected.event_type,
    expected.n_events as n_expected,
    coalesce(counted.n_events, 0) as n_counted
from expected
inner join covered on expected.event_type = covered.event_type
left join counted
    on
        expected.period = counted.period
        and expected.period_start = counted.period_start
        and expected.event_type = counted.event_type
        and covered.counted_in = counted.counted_in
where expected.n_events <> coalesce(counted.n_events, 0)
