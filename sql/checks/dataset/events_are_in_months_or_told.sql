-- title: No event that counts is lost between the months and the view that tells of the rest
-- grain: one row per type whose months and events_without_month do not add up
with
in_months as (
    select
        event_type,
        sum(n_events) as n_events
    from events_by_month
    group by event_type
)

select
    events_without_month.event_type,
    events_without_month.n_events,
    in_months.n_events as in_months,
    events_without_month.n_without_month
from events_without_month
inner join in_months on events_without_month.event_type = in_months.event_type
where events_without_month.n_events <> in_months.n_events + events_without_month.n_without_month
