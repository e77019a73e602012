-- title: Hand-overs, by year
-- grain: one row per year and direction
-- counts: hand-overs, in the sense of the view extraditions.
-- example: select * from extraditions_by_year where n_events > 0 order by year, direction
select
    extract(year from period_start)::integer as year,
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
where period = 'year'
