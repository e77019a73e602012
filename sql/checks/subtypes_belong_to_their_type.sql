-- title: A subtype is one of its type
-- grain: one row per mention or event with a subtype of another type
with
typed as (
    select
        mention_id as row_id,
        event_type,
        event_subtype
    from mentions
    union all
    select
        mention_id as row_id,
        event_type,
        event_subtype
    from mentions_machine
    union all
    select
        event_id as row_id,
        event_type,
        event_subtype
    from events
)

select
    typed.row_id,
    typed.event_type,
    typed.event_subtype
from typed
left join event_types on typed.event_type = event_types.event_type and typed.event_subtype = event_types.event_subtype
where typed.event_subtype is not null and event_types.event_type is null
