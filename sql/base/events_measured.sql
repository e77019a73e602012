-- title: Events with what counts are made of
-- grain: one row per event, whether it counts or not
-- counts: is_counted is THE rule, and the only place of it - an event counts if it happened (status actual) and is no
--   total over a period. Scope needs no rule here: the published events are in scope
--   (checks/dataset/events_in_scope.sql); nor do repeated reports: mentions of one event are merged before
--   (event_mentions). persons_*: of events counted in persons. An open lower bound ("up to 1,200") is 0; an open
--   upper bound ("more than 10,000") is the number given, and is_open_above says so. An event whose text leaves the
--   subtype open has the subtype unstated.
-- example: select status, is_aggregate, is_counted, count(*) as n_events from events_measured group by all order by
--   all
select
    event_id,
    event_type,
    coalesce(event_subtype, 'unstated') as event_subtype,
    status,
    is_aggregate,
    status = 'actual' and not is_aggregate as is_counted,
    source_country,
    source_actor_id,
    target_country,
    target_actor_id,
    place_country,
    date_start,
    date_end,
    date_precision,
    quantity_unit,
    coalesce(quantity_best, quantity_low, quantity_high) as quantity,
    case when quantity_unit = 'persons' then coalesce(quantity_low, 0) end as persons_low,
    case when quantity_unit = 'persons' then coalesce(quantity_best, quantity_low, quantity_high) end as persons_best,
    case when quantity_unit = 'persons' then coalesce(quantity_high, quantity_best, quantity_low) end as persons_high,
    coalesce(quantity_unit = 'persons', false) and quantity_high is null as is_open_above,
    goldstein,
    quad_class,
    coalesce(is_hedged, false) as is_hedged,
    coalesce(n_articles = 1, false) as is_in_one_article,
    coalesce(review_status = 'machine', false) as is_machine_only,
    languages,
    first_reported_on,
    headline
from events
