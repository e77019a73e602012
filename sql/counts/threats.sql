-- title: Threats by period, kind, who threatens, and what became of them
-- grain: one row per period (month, quarter, year), kind of harm and side that threatens
-- counts: events that count in which harm is threatened; the harm itself is no part of them. Each is executed,
--   withdrawn, postponed or open, as the links between events tell (event_outcomes); open means that no brief tells
--   of more.
-- example: select period_start, kind, actor_country, n_events, n_executed, n_withdrawn, n_postponed, n_open from
--   threats where period = 'year' and n_events > 1 order by all
with
told as (
    select
        counted_periods.*,
        coalesce(sides.side, 'other') as actor_country,
        coalesce(event_outcomes.outcome, 'open') as outcome
    from counted_periods
    left join sides on counted_periods.source_country = sides.side
    left join event_outcomes on counted_periods.event_id = event_outcomes.event_id
    where counted_periods.event_type = 'threat'
),

counted as (
    select
        period,
        period_start,
        event_subtype,
        actor_country,
        count(*) as n_events,
        count(*) filter (where outcome = 'executed') as n_executed,
        count(*) filter (where outcome = 'withdrawn') as n_withdrawn,
        count(*) filter (where outcome = 'postponed') as n_postponed,
        count(*) filter (where outcome = 'open') as n_open
    from told
    group by period, period_start, event_subtype, actor_country
)

select
    calendar.period,
    calendar.period_start,
    subtypes.event_subtype as kind,
    sides.side as actor_country,
    coalesce(counted.n_events, 0) as n_events,
    coalesce(counted.n_executed, 0) as n_executed,
    coalesce(counted.n_withdrawn, 0) as n_withdrawn,
    coalesce(counted.n_postponed, 0) as n_postponed,
    coalesce(counted.n_open, 0) as n_open,
    calendar.is_complete
from calendar
cross join subtypes
cross join sides
left join counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and subtypes.event_subtype = counted.event_subtype
        and sides.side = counted.actor_country
where subtypes.event_type = 'threat'
