-- title: Each pledge and whether it was fulfilled
-- grain: one row per pledge that counts
-- counts: events that count in which an actor commits itself to another, with the first event that fulfils it, and
--   the days between (event_outcomes). A pledge that no event fulfils is open, not broken - the briefs may not tell.
-- example: select date_start, kind, source_country, outcome, days_to_outcome from pledge_fulfilment where
--   is_fulfilled order by date_start
select
    events_counted.event_id,
    events_counted.date_start,
    events_counted.event_subtype as kind,
    events_counted.source_country,
    events_counted.target_country,
    events_counted.headline,
    coalesce(event_outcomes.n_done > 0, false) as is_fulfilled,
    coalesce(event_outcomes.outcome, 'open') as outcome,
    event_outcomes.outcome_event_id,
    event_outcomes.outcome_on,
    event_outcomes.days_to_outcome
from events_counted
left join event_outcomes on events_counted.event_id = event_outcomes.event_id
where events_counted.event_type = 'pledge'
