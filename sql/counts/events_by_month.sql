-- title: Events by type and status, by month
-- grain: one row per month and type
-- counts: events by type; n_events is those that count, the others are told apart by status (see events_by_status).
-- example: select * from events_by_month where n_events > 0 order by month, event_type
select
    period_start as month,
    event_type,
    is_headline,
    n_events,
    n_planned,
    n_hypothetical,
    n_negated,
    is_complete
from events_by_status
where period = 'month'
