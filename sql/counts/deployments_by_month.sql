-- title: Deployments and withdrawals, by month
-- grain: one row per month and type and side that sends or withdraws
-- counts: forces sent and forces that left, in the sense of the view deployments.
-- example: select * from deployments_by_month where n_events > 0 order by month, event_type, sending_country
select
    period_start as month,
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
where period = 'month'
