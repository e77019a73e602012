-- title: How far each type can be trusted
-- grain: one row per type
-- counts: all events, whether they count or not, and how many of them rest on little or lack something. Nothing here
--   is left out of the counts; it says where to look twice.
-- example: select event_type, n_events, n_counted, n_in_one_article, n_undated, n_disputed from data_quality order by
--   n_events desc limit 5
with
judged as (
    select
        event_type,
        count(*) as n_events,
        count(*) filter (where is_aggregate) as n_totals,
        count(*) filter (where review_status = 'machine') as n_machine_only,
        count(*) filter (where n_articles = 1) as n_in_one_article,
        count(*) filter (where n_publishers = 1) as n_of_one_publisher,
        count(*) filter (where is_hedged) as n_hedged,
        count(*) filter (where date_precision = 'unknown') as n_undated,
        count(*) filter (where date_precision in ('quarter', 'year')) as n_dated_coarsely,
        count(*) filter (where date_basis = 'publication') as n_dated_by_publication,
        count(*) filter (where event_subtype is null) as n_without_subtype,
        count(*) filter (where source_country is null) as n_without_source,
        count(*) filter (where target_country is null) as n_without_target,
        count(*) filter (where is_source_inferred or is_target_inferred) as n_inferred,
        count(*) filter (where place_name is null) as n_without_place,
        count(*) filter (where len(disagreements) > 0) as n_differing,
        avg(confidence) as confidence_mean
    from events
    group by event_type
),

counted as (
    select
        event_type,
        count(*) as n_counted
    from events_measured
    where is_counted
    group by event_type
),

disputed as (
    select
        event_type,
        count(distinct event_id) as n_disputed
    from disagreements
    where is_disputed
    group by event_type
)

select
    types.event_type,
    coalesce(judged.n_events, 0) as n_events,
    coalesce(counted.n_counted, 0) as n_counted,
    coalesce(judged.n_totals, 0) as n_totals,
    coalesce(judged.n_machine_only, 0) as n_machine_only,
    coalesce(judged.n_in_one_article, 0) as n_in_one_article,
    coalesce(judged.n_of_one_publisher, 0) as n_of_one_publisher,
    coalesce(judged.n_hedged, 0) as n_hedged,
    coalesce(judged.n_undated, 0) as n_undated,
    coalesce(judged.n_dated_coarsely, 0) as n_dated_coarsely,
    coalesce(judged.n_dated_by_publication, 0) as n_dated_by_publication,
    coalesce(judged.n_without_subtype, 0) as n_without_subtype,
    coalesce(judged.n_without_source, 0) as n_without_source,
    coalesce(judged.n_without_target, 0) as n_without_target,
    coalesce(judged.n_inferred, 0) as n_inferred,
    coalesce(judged.n_without_place, 0) as n_without_place,
    coalesce(judged.n_differing, 0) as n_differing,
    coalesce(disputed.n_disputed, 0) as n_disputed,
    judged.confidence_mean
from types
left join judged on types.event_type = judged.event_type
left join counted on types.event_type = counted.event_type
left join disputed on types.event_type = disputed.event_type
