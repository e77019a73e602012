-- title: Deployments and withdrawals announced, and what arrived of them
-- grain: one row per deployment or withdrawal that was announced and is not itself reported as done (status planned)
-- counts: planned events, no totals, each with the later events that count and carry it out (event_outcomes). A plan
--   that the same event's later reports tell as done is one event, of status actual, and not here. days_to_outcome is
--   from the first report of the plan.
-- example: select date_start, event_type, force, source_country, persons_announced, persons_arrived, outcome from
--   deployment_announcements where outcome <> 'open' order by date_start limit 5
select
    events_measured.event_id,
    events_measured.event_type,
    events_measured.event_subtype as force,
    events_measured.source_country,
    events_measured.first_reported_on as announced_on,
    events_measured.date_start,
    events_measured.persons_best as persons_announced,
    coalesce(event_outcomes.outcome, 'open') as outcome,
    coalesce(event_outcomes.n_done, 0) as n_arrivals,
    event_outcomes.persons_done as persons_arrived,
    event_outcomes.outcome_event_id,
    event_outcomes.outcome_on,
    event_outcomes.outcome_on - events_measured.first_reported_on as days_to_outcome,
    events_measured.headline
from events_measured
left join event_outcomes on events_measured.event_id = event_outcomes.event_id
where
    events_measured.event_type in ('deployment', 'withdrawal')
    and events_measured.status = 'planned'
    and not events_measured.is_aggregate
