-- title: Types
-- grain: one row per type
-- counts: nothing; it makes types without events rows with 0.
-- example: select event_type from types where is_headline order by event_type
select
    event_type,
    any_value(is_headline) as is_headline
from event_types
group by event_type
