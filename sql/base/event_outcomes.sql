-- title: What became of events
-- grain: one row per event that a later one executes, fulfils, withdraws or postpones
-- counts: later events that count and are linked to it (event_links). Of several the strongest decides, the first of
--   its kind: done (executed, fulfilled) before withdrawn before postponed. n_done is the events that did it, in
--   parts or again. days_to_outcome is from first day to first day, where both dates are known to the week or better.
-- example: select outcome, count(*) as n_events, median(days_to_outcome) as median_days from event_outcomes group by
--   outcome order by outcome
with
outcomes as (
    select
        'executes' as relation,
        'executed' as outcome,
        1 as strength
    union all
    select
        'fulfils' as relation,
        'fulfilled' as outcome,
        1 as strength
    union all
    select
        'withdraws' as relation,
        'withdrawn' as outcome,
        2 as strength
    union all
    select
        'postpones' as relation,
        'postponed' as outcome,
        3 as strength
),

linked as (
    select
        event_links.to_event_id as event_id,
        outcomes.outcome,
        outcomes.strength,
        later.event_id as outcome_event_id,
        later.date_start as outcome_on,
        later.persons_best,
        case
            when earlier.date_precision in ('day', 'week') and later.date_precision in ('day', 'week')
                then later.date_start - earlier.date_start
        end as days_to_outcome
    from event_links
    inner join outcomes on event_links.relation = outcomes.relation
    inner join events_measured as earlier on event_links.to_event_id = earlier.event_id
    inner join events_measured as later on event_links.from_event_id = later.event_id
    where later.is_counted
)

select
    event_id,
    outcome,
    outcome_event_id,
    outcome_on,
    days_to_outcome,
    count(*) filter (where strength = 1) over (partition by event_id) as n_done,
    sum(persons_best) filter (where strength = 1) over (partition by event_id) as persons_done
from linked
qualify row_number() over (partition by event_id order by strength, outcome_on, outcome_event_id) = 1
