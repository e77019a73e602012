-- title: Subtypes
-- grain: one row per type and subtype, with unstated for events whose text leaves it open
-- counts: nothing; it makes subtypes without events rows with 0.
-- example: select event_subtype from subtypes where event_type = 'threat' order by event_subtype
select
    event_type,
    event_subtype
from event_types
union all
select distinct
    event_type,
    'unstated' as event_subtype
from event_types
