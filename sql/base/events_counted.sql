-- title: Events that count
-- grain: one row per event that counts
-- counts: events that happened and are no total over a period; the rule stands in events_measured (is_counted).
--   source_side: the country of who acts, or other.
-- example: select event_type, count(*) as n_events from events_counted group by all order by n_events desc limit 5
select
    events_measured.*,
    coalesce(sides.side, 'other') as source_side
from events_measured
left join sides on events_measured.source_country = sides.side
where events_measured.is_counted
