-- title: Deployments and withdrawals, by year
-- grain: one row per year and type and side that sends or withdraws
-- counts: forces sent and forces that left, in the sense of the view deployments.
-- example: select * from deployments_by_year where n_events > 0 order by year, event_type, sending_country
select
    extract(year from period_start)::integer as year,
    event_type,
    sending_country,
    n_events,
    persons_low,
    persons_best,
    persons_high,
    n_open_above,
    n_without_persons,
    is_complete
from deployments
where period = 'year'
