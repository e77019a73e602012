-- title: An event says nothing that none of its mentions says
-- grain: one row per event with a subtype, status, country, actor, date, number, unit or place that none of them has
with
said as (
    select
        event_mentions.event_id,
        list(distinct mentions.event_subtype) as subtypes,
        list(distinct mentions.status) as statuses,
        list(distinct mentions.source_country) as source_countries,
        list(distinct mentions.source_actor_id) as source_actors,
        list(distinct mentions.target_country) as target_countries,
        list(distinct mentions.target_actor_id) as target_actors,
        list(distinct mentions.date_start) as date_starts,
        list(distinct mentions.date_end) as date_ends,
        list(distinct mentions.quantity_best) as numbers,
        list(distinct mentions.quantity_unit) as units,
        list(distinct mentions.place_country) as place_countries,
        list(distinct mentions.place_name) as places
    from event_mentions
    inner join mentions on event_mentions.mention_id = mentions.mention_id
    group by event_mentions.event_id
)

select
    events.event_id,
    events.event_subtype,
    events.status,
    events.source_country,
    events.target_country,
    events.date_start,
    events.date_end,
    events.quantity_best,
    events.quantity_unit,
    events.place_name
from events
inner join said on events.event_id = said.event_id
where
    not list_contains(said.subtypes, events.event_subtype)
    or not list_contains(said.statuses, events.status)
    or not list_contains(said.source_countries, events.source_country)
    or not list_contains(said.source_actors, events.source_actor_id)
    or not list_contains(said.target_countries, events.target_country)
    or not list_contains(said.target_actors, events.target_actor_id)
    or not list_contains(said.date_starts, events.date_start)
    or not list_contains(said.date_ends, events.date_end)
    or not list_contains(said.numbers, events.quantity_best)
    or not list_contains(said.units, events.quantity_unit)
    or not list_contains(said.place_countries, events.place_country)
    or not list_contains(said.places, events.place_name)
