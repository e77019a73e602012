-- title: Deployments and withdrawals by kind of force, by year
-- grain: one row per year and type and kind of force
-- counts: forces sent and forces that left, by the kind of force.
-- example: select * from deployment_forces_by_year where n_events > 0 order by year, event_type, force
select
    extract(year from period_start)::integer as year,
    event_type,
    event_subtype as force,
    n_events,
    persons_low,
    persons_best,
    persons_high,
    n_open_above,
    n_without_persons,
    is_complete
from events_by_subtype
where period = 'year' and event_type in ('deployment', 'withdrawal')
