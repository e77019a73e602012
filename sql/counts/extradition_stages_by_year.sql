-- title: Stages of extradition, by year
-- grain: one row per year and stage
-- counts: events that count on the way of a person to another state - request, approval, refusal and the ways of
--   handing over.
-- example: select * from extradition_stages_by_year where n_events > 0 order by year, stage
select
    extract(year from period_start)::integer as year,
    event_subtype as stage,
    n_events,
    persons_low,
    persons_best,
    persons_high,
    n_open_above,
    n_without_persons,
    is_complete
from events_by_subtype
where period = 'year' and event_type = 'extradition'
