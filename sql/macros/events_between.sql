-- title: Events between two actors or countries
-- parameters: asked_one, asked_other
-- grain: one row per event that counts in which one acts on the other, either way
-- counts: events that count. Each of the two is a country (ISO 3166-1 alpha-3) or an actor_id of the table actors.
--   For events within one country name it twice.
-- example: select date_start, event_type, event_subtype, source_country, target_country from events_between('USA',
--   'GTM') order by date_start desc limit 3
select
    event_id,
    date_start,
    date_precision,
    event_type,
    event_subtype,
    source_country,
    source_actor_id,
    target_country,
    target_actor_id,
    persons_best,
    goldstein,
    quad_class,
    headline
from events_counted
where
    (asked_one in (source_country, source_actor_id) and asked_other in (target_country, target_actor_id))
    or (asked_other in (source_country, source_actor_id) and asked_one in (target_country, target_actor_id))
order by date_start, event_id
