-- title: Official totals against counted events
-- grain: one row per reported total that happened, has a number and a date
-- counts: beside each total, the events that count within its dates that are of its type, unit and, where the total
--   states them, subtype, source and target country. A total is larger because the briefs tell of few single events,
--   or smaller because its basis is narrower (see its headline). Totals are never added up.
-- example: select date_start, date_end, event_type, total, n_events, in_events from totals_against_events where
--   event_type = 'extradition' and n_events > 3 order by date_start limit 5
with
totals as (
    select
        event_id,
        event_type,
        event_subtype,
        source_country,
        target_country,
        date_start,
        date_end,
        quantity_unit as unit,
        quantity as total,
        headline
    from events_measured
    where is_aggregate and status = 'actual' and quantity is not null and date_start is not null
),

counted as (
    select
        totals.event_id,
        count(*) as n_events,
        sum(events_measured.quantity) as in_events
    from totals
    inner join events_measured
        on
            totals.event_type = events_measured.event_type
            and totals.unit = events_measured.quantity_unit
            and totals.date_start <= events_measured.date_start
            and totals.date_end >= events_measured.date_start
    where
        events_measured.is_counted
        and (totals.event_subtype = 'unstated' or totals.event_subtype = events_measured.event_subtype)
        and (totals.source_country is null or totals.source_country = events_measured.source_country)
        and (totals.target_country is null or totals.target_country = events_measured.target_country)
    group by totals.event_id
)

select
    totals.event_id,
    totals.event_type,
    totals.event_subtype,
    totals.source_country,
    totals.target_country,
    totals.date_start,
    totals.date_end,
    totals.unit,
    totals.total,
    coalesce(counted.n_events, 0) as n_events,
    coalesce(counted.in_events, 0) as in_events,
    case when totals.total > 0 then coalesce(counted.in_events, 0) / totals.total end as share_in_events,
    totals.headline
from totals
left join counted on totals.event_id = counted.event_id
