-- title: Hand-overs by period and direction
-- grain: one row per period (month, quarter, year) and direction
-- counts: events that count in which a person is handed over (extradited, transferred or deported), and the persons.
--   Requests, approvals and refusals are other stages (extradition_stages_by_month). Direction is from the state that
--   holds the person to the state that receives; every other pair, and every pair not known, is other. persons_low,
--   persons_best, persons_high: see events_measured. n_without_persons: events that state no number.
-- example: select period_start, direction, n_events, persons_best from extraditions where period = 'quarter' and
--   n_events > 2 order by period_start, direction
select
    period,
    period_start,
    direction,
    sum(n_events)::bigint as n_events,
    sum(persons_low)::bigint as persons_low,
    sum(persons_best)::bigint as persons_best,
    sum(persons_high)::bigint as persons_high,
    sum(n_open_above)::bigint as n_open_above,
    sum(n_without_persons)::bigint as n_without_persons,
    coalesce(sum(n_events) filter (where path = 'extradited'), 0)::bigint as n_extradited,
    coalesce(sum(n_events) filter (where path = 'transferred'), 0)::bigint as n_transferred,
    coalesce(sum(n_events) filter (where path = 'deported'), 0)::bigint as n_deported,
    is_complete
from extradition_paths
group by period, period_start, direction, is_complete
