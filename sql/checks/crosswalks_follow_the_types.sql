-- title: The crosswalks of an event are those of its type and subtype
-- grain: one row per event with other codes
select
    events.event_id,
    events.event_type,
    events.event_subtype,
    events.cameo_code,
    event_types.cameo_code as cameo_code_of_type
from events
inner join event_types
    on events.event_type = event_types.event_type and events.event_subtype = event_types.event_subtype
where
    events.plover_type is distinct from event_types.plover_type
    or events.plover_mode is distinct from event_types.plover_mode
    or events.cameo_code <> event_types.cameo_code
    or events.goldstein <> event_types.goldstein
    or events.quad_class <> event_types.quad_class
