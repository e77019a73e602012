-- title: Events around an event
-- parameters: asked_event, asked_days
-- grain: one row per other event that counts and begins within so many days of the event, before or after
-- counts: events that count and are dated to the week or better; asked_event is an event_id. relation is the link
--   between the two, if there is one. An event without a date gives no row.
-- example: select days_apart, event_type, event_subtype, source_country, relation from events_around((select event_id
--   from threat_outcomes where kind = 'tariff' and date_start = '2025-02-01'), 60) where relation is not null
with
middle as (
    select *
    from events_measured
    where event_id = asked_event
),

linked as (
    select
        case when from_event_id = asked_event then to_event_id else from_event_id end as event_id,
        min(relation) as relation
    from event_links
    where asked_event in (from_event_id, to_event_id)
    group by case when from_event_id = asked_event then to_event_id else from_event_id end
)

select
    events_counted.event_id,
    events_counted.date_start,
    events_counted.date_start - middle.date_start as days_apart,
    events_counted.event_type,
    events_counted.event_subtype,
    events_counted.source_country,
    events_counted.target_country,
    coalesce(
        least(events_counted.source_country, events_counted.target_country)
        = least(middle.source_country, middle.target_country)
        and greatest(events_counted.source_country, events_counted.target_country)
        = greatest(middle.source_country, middle.target_country),
        false
    ) as is_between_the_same,
    linked.relation,
    events_counted.headline
from middle
inner join events_counted
    on
        middle.event_id <> events_counted.event_id
        and events_counted.date_start between middle.date_start - asked_days and middle.date_start + asked_days
left join linked on events_counted.event_id = linked.event_id
where events_counted.date_precision in ('day', 'week')
order by days_apart, events_counted.event_id
