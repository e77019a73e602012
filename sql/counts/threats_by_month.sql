-- title: Threats by kind, by month
-- grain: one row per month and kind of harm
-- counts: events that count in which harm is threatened, by the kind of harm.
-- example: select * from threats_by_month where n_events > 0 order by month, kind
select
    period_start as month,
    event_subtype as kind,
    n_events,
    is_complete
from events_by_subtype
where period = 'month' and event_type = 'threat'
