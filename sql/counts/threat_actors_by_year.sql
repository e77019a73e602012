-- title: Threats by the country that threatens, by year
-- grain: one row per year and side that threatens
-- counts: threats, in the sense of the view threat_actors.
-- example: select * from threat_actors_by_year where n_events > 0 order by year, actor_country
select
    extract(year from period_start)::integer as year,
    actor_country,
    n_events,
    is_complete
from threat_actors
where period = 'year'
