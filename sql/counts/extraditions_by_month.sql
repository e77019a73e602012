-- title: Hand-overs, by month
-- grain: one row per month and direction
-- counts: hand-overs, in the sense of the view extraditions.
-- example: select * from extraditions_by_month where n_events > 0 order by month, direction
select
    period_start as month,
    direction,
    n_events,
    persons_low,
    persons_best,
    persons_high,
    n_open_above,
    n_without_persons,
    n_extradited,
    n_transferred,
    n_deported,
    is_complete
from extraditions
where period = 'month'
