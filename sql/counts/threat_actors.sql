-- title: Threats by period and the country that threatens
-- grain: one row per period (month, quarter, year) and side that threatens
-- counts: threats, in the sense of the view threats, whatever their kind.
-- example: select period_start, actor_country, n_events from threat_actors where period = 'year' and n_events > 0
--   order by period_start desc, actor_country limit 3
select
    period,
    period_start,
    actor_country,
    sum(n_events)::bigint as n_events,
    is_complete
from threats
group by period, period_start, actor_country, is_complete
