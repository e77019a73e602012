-- title: Threats by kind, by year
-- grain: one row per year and kind of harm
-- counts: events that count in which harm is threatened, by the kind of harm.
-- example: select * from threats_by_year where n_events > 0 order by year, kind
select
    extract(year from period_start)::integer as year,
    event_subtype as kind,
    n_events,
    is_complete
from events_by_subtype
where period = 'year' and event_type = 'threat'
