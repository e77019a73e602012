-- title: Forces sent, forces that left, and the difference
-- grain: one row per period (month, quarter, year), side that sends or withdraws, and kind of force
-- counts: persons in deployments that count, less persons in withdrawals that count. net_low takes the lowest number
--   sent and the highest that left, net_high the other way round; n_open_above events give no upper bound. It is the
--   change that the briefs tell of, not a stock.
-- example: select period_start, sending_country, force, persons_sent, persons_left, net_best from deployment_balance
--   where period = 'year' and n_left > 1 order by period_start
with
forces as (
    select event_subtype as force
    from subtypes
    where event_type = 'deployment'
),

moved as (
    select
        counted_periods.*,
        counted_periods.event_type = 'deployment' as is_sent,
        coalesce(sides.side, 'other') as sending_country
    from counted_periods
    left join sides on counted_periods.source_country = sides.side
    where counted_periods.event_type in ('deployment', 'withdrawal')
),

counted as (
    select
        period,
        period_start,
        sending_country,
        event_subtype,
        count(*) filter (where is_sent) as n_sent,
        count(*) filter (where not is_sent) as n_left,
        sum(persons_best) filter (where is_sent) as persons_sent,
        sum(persons_best) filter (where not is_sent) as persons_left,
        sum(case when is_sent then persons_low else -persons_high end) as net_low,
        sum(case when is_sent then persons_best else -persons_best end) as net_best,
        sum(case when is_sent then persons_high else -persons_low end) as net_high,
        count(*) filter (where is_open_above) as n_open_above
    from moved
    group by period, period_start, sending_country, event_subtype
)

select
    calendar.period,
    calendar.period_start,
    sides.side as sending_country,
    forces.force,
    coalesce(counted.n_sent, 0) as n_sent,
    coalesce(counted.n_left, 0) as n_left,
    coalesce(counted.persons_sent, 0)::bigint as persons_sent,
    coalesce(counted.persons_left, 0)::bigint as persons_left,
    coalesce(counted.net_low, 0)::bigint as net_low,
    coalesce(counted.net_best, 0)::bigint as net_best,
    coalesce(counted.net_high, 0)::bigint as net_high,
    coalesce(counted.n_open_above, 0) as n_open_above,
    calendar.is_complete
from calendar
cross join sides
cross join forces
left join counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and sides.side = counted.sending_country
        and forces.force = counted.event_subtype
