-- title: Each threat and what became of it
-- grain: one row per threat that counts
-- counts: events that count in which harm is threatened, with the first event that executes, withdraws or postpones
--   it (event_outcomes), else open.
-- example: select date_start, kind, source_country, target_country, outcome, days_to_outcome from threat_outcomes
--   where outcome <> 'open' order by date_start desc limit 5
select
    events_counted.event_id,
    events_counted.date_start,
    events_counted.event_subtype as kind,
    events_counted.source_country,
    events_counted.target_country,
    events_counted.headline,
    coalesce(event_outcomes.outcome, 'open') as outcome,
    event_outcomes.outcome_event_id,
    event_outcomes.outcome_on,
    event_outcomes.days_to_outcome
from events_counted
left join event_outcomes on events_counted.event_id = event_outcomes.event_id
where events_counted.event_type = 'threat'
