-- title: Events and persons of a type over time
-- parameters: asked_type, asked_grain, asked_status, asked_dates := 'known'
-- grain: one row per period of the grain that is asked
-- counts: single events of the type that have the status - 'actual' gives the events that count. The grain is
--   'month', 'quarter' or 'year'. Events dated too coarsely for the grain are kept out; with asked_dates := 'spread'
--   n_spread has them, each shared out over the periods it may fall into (spread_periods). caveat is that of
--   event_counts. Another type, grain or status gives no row.
-- example: select period_start, n_events, round(n_spread, 2) as n_spread, persons_best, caveat
--   from events_over_time('deployment', 'month', 'actual', asked_dates := 'spread') where n_spread > 0
--   order by period_start desc limit 3
with
spread as (
    select
        period_start,
        sum(share) as n_spread
    from spread_periods
    where
        asked_dates = 'spread'
        and event_type = asked_type
        and period = asked_grain
        and status = asked_status
        and not is_aggregate
    group by period_start
)

select
    event_counts.period_start,
    event_counts.event_type,
    event_counts.status,
    event_counts.n_events,
    coalesce(spread.n_spread, 0)::double as n_spread,
    event_counts.persons_low,
    event_counts.persons_best,
    event_counts.persons_high,
    event_counts.n_open_above,
    event_counts.caveat,
    event_counts.is_complete
from event_counts
left join spread on event_counts.period_start = spread.period_start
where
    event_counts.event_type = asked_type
    and event_counts.period = asked_grain
    and event_counts.status = asked_status
order by event_counts.period_start
