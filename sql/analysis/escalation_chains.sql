-- title: Chains of events in which conflict grows
-- grain: one row per chain, from an event to the last of those that answer or execute one another
-- counts: events that count, linked by answers or executes (event_links), where no step has a higher Goldstein value
--   than the one before, and the last is conflict (below 0) and lower than the first. Steps of one procedure
--   (next_stage) are no escalation. A chain has at most 10 steps and no event twice; is_cut says that it would go on.
-- example: select first_on, n_steps, kinds, goldstein_first, goldstein_last from escalation_chains
--   order by n_steps desc, first_on limit 3
with recursive
steps as (
    select
        earlier.event_id as earlier_id,
        later.event_id as later_id,
        later.event_type || '/' || later.event_subtype as kind,
        later.goldstein,
        later.date_start
    from event_links
    inner join events_counted as earlier on event_links.to_event_id = earlier.event_id
    inner join events_counted as later on event_links.from_event_id = later.event_id
    where event_links.relation in ('answers', 'executes') and later.goldstein <= earlier.goldstein
),

walked as (
    select
        event_id as first_event_id,
        event_id as last_event_id,
        0 as n_steps,
        [event_id] as event_ids,
        [event_type || '/' || event_subtype] as kinds,
        goldstein as goldstein_first,
        goldstein as goldstein_last,
        date_start as first_on,
        date_start as last_on
    from events_counted
    where
        event_id in (select steps.earlier_id from steps)
        and event_id not in (select steps.later_id from steps)
    union all
    select
        walked.first_event_id,
        steps.later_id as last_event_id,
        walked.n_steps + 1 as n_steps,
        list_append(walked.event_ids, steps.later_id) as event_ids,
        list_append(walked.kinds, steps.kind) as kinds,
        walked.goldstein_first,
        steps.goldstein as goldstein_last,
        walked.first_on,
        steps.date_start as last_on
    from walked
    inner join steps on walked.last_event_id = steps.earlier_id
    where walked.n_steps < 10 and not list_contains(walked.event_ids, steps.later_id)
),

ended as (
    select
        walked.*,
        exists(
            select 1
            from steps
            where steps.earlier_id = walked.last_event_id and not list_contains(walked.event_ids, steps.later_id)
        ) as goes_on
    from walked
)

select
    first_event_id,
    last_event_id,
    n_steps,
    event_ids,
    kinds,
    goldstein_first,
    goldstein_last,
    first_on,
    last_on,
    last_on - first_on as days,
    goes_on as is_cut
from ended
where
    goldstein_last < goldstein_first
    and goldstein_last < 0
    and (not goes_on or n_steps = 10)
