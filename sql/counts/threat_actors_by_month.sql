-- title: Threats by the country that threatens, by month
-- grain: one row per month and side that threatens
-- counts: threats, in the sense of the view threat_actors.
-- example: select * from threat_actors_by_month where n_events > 0 order by month, actor_country
select
    period_start as month,
    actor_country,
    n_events,
    is_complete
from threat_actors
where period = 'month'
