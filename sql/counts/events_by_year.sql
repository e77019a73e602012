-- title: Events by type and status, by year
-- grain: one row per year and type
-- counts: events by type; n_events is those that count, the others are told apart by status (see events_by_status).
-- example: select * from events_by_year where n_events > 0 order by year, event_type
select
    extract(year from period_start)::integer as year,
    event_type,
    is_headline,
    n_events,
    n_planned,
    n_hypothetical,
    n_negated,
    is_complete
from events_by_status
where period = 'year'
