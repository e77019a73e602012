-- title: Stages of extradition, by month
-- grain: one row per month and stage
-- counts: events that count on the way of a person to another state - request, approval, refusal and the ways of
--   handing over.
-- example: select * from extradition_stages_by_month where n_events > 0 order by month, stage
select
    period_start as month,
    event_subtype as stage,
    n_events,
    persons_low,
    persons_best,
    persons_high,
    n_open_above,
    n_without_persons,
    is_complete
from events_by_subtype
where period = 'month' and event_type = 'extradition'
