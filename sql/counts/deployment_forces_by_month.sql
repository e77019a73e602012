-- title: Deployments and withdrawals by kind of force, by month
-- grain: one row per month and type and kind of force
-- counts: forces sent and forces that left, by the kind of force.
-- example: select * from deployment_forces_by_month where n_events > 0 order by month, event_type, force
select
    period_start as month,
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
where period = 'month' and event_type in ('deployment', 'withdrawal')
