-- title: Events and persons by period, type and status, with what to bear in mind
-- grain: one row per period (month, quarter, year), type and status
-- counts: single events (no totals) of each status. Those of status actual are the events that count. caveat says
--   when a number rests on little - fewer than 5 events, mostly events that no person has looked at, or mostly events
--   that one article alone reports. It is empty where nothing of that holds.
-- example: select period_start, n_events, persons_best, caveat from event_counts where event_type = 'threat' and
--   period = 'year' and status = 'actual' and n_events > 0 order by period_start desc limit 3
with
statuses as (
    select unnest(['actual', 'planned', 'hypothetical', 'negated']) as status
),

counted as (
    select
        period,
        period_start,
        event_type,
        status,
        count(*) as n_events,
        sum(persons_low) as persons_low,
        sum(persons_best) as persons_best,
        sum(persons_high) as persons_high,
        count(*) filter (where is_open_above) as n_open_above,
        count(*) - count(persons_best) as n_without_persons,
        count(*) filter (where is_machine_only) as n_machine_only,
        count(*) filter (where is_in_one_article) as n_in_one_article
    from event_periods
    where not is_aggregate
    group by period, period_start, event_type, status
)

select
    calendar.period,
    calendar.period_start,
    types.event_type,
    statuses.status,
    coalesce(counted.n_events, 0) as n_events,
    coalesce(counted.persons_low, 0)::bigint as persons_low,
    coalesce(counted.persons_best, 0)::bigint as persons_best,
    coalesce(counted.persons_high, 0)::bigint as persons_high,
    coalesce(counted.n_open_above, 0) as n_open_above,
    coalesce(counted.n_without_persons, 0) as n_without_persons,
    coalesce(counted.n_machine_only, 0) as n_machine_only,
    coalesce(counted.n_in_one_article, 0) as n_in_one_article,
    concat_ws(
        ', ',
        case when counted.n_events < 5 then 'few events' end,
        case when counted.n_machine_only * 2 > counted.n_events then 'mostly not reviewed' end,
        case when counted.n_in_one_article * 2 > counted.n_events then 'mostly in one article' end
    ) as caveat,
    calendar.is_complete
from calendar
cross join types
cross join statuses
left join counted
    on
        calendar.period = counted.period
        and calendar.period_start = counted.period_start
        and types.event_type = counted.event_type
        and statuses.status = counted.status
