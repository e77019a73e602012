-- title: A quantity has a unit of its type
-- grain: one row per mention or event with a unit that its type does not have
with
counted as (
    select
        mention_id as row_id,
        event_type,
        quantity_unit
    from mentions
    union all
    select
        mention_id as row_id,
        event_type,
        quantity_unit
    from mentions_machine
    union all
    select
        event_id as row_id,
        event_type,
        quantity_unit
    from events
),

allowed as (
    select distinct
        event_type,
        unnest(units) as quantity_unit
    from event_types
)

select
    counted.row_id,
    counted.event_type,
    counted.quantity_unit
from counted
left join allowed on counted.event_type = allowed.event_type and counted.quantity_unit = allowed.quantity_unit
where counted.quantity_unit is not null and allowed.event_type is null
