-- title: Threats and what followed within 30, 60 and 90 days
-- grain: one row per threat that counts, is dated to the week or better and names both countries, and type of later
--   event
-- counts: events that count between the same two countries, either way, that begin 1 to 90 days after the first day
--   of the threat and are dated to the week or better. That they followed does not say that the threat brought them
--   about; threat_outcomes tells what is linked. An event that follows two threats stands with both.
-- example: select event_type, sum(n_within_30)::bigint as within_30, sum(n_within_90)::bigint as within_90 from
--   threat_aftermath group by event_type order by within_90 desc limit 5
with
dated as (
    select
        event_id,
        event_type,
        event_subtype,
        source_country,
        target_country,
        date_start,
        least(source_country, target_country) as one_country,
        greatest(source_country, target_country) as other_country
    from events_measured
    where
        is_counted
        and date_precision in ('day', 'week')
        and source_country is not null
        and target_country is not null
),

followed as (
    select
        threats.event_id,
        later.event_type,
        later.source_country = threats.target_country as is_by_target,
        later.date_start - threats.date_start as days_after
    from dated as threats
    inner join dated as later
        on
            threats.one_country = later.one_country
            and threats.other_country = later.other_country
            and threats.date_start < later.date_start
            and later.date_start <= threats.date_start + 90
    where threats.event_type = 'threat'
),

counted as (
    select
        event_id,
        event_type,
        count(*) filter (where days_after <= 30) as n_within_30,
        count(*) filter (where days_after <= 60) as n_within_60,
        count(*) as n_within_90,
        count(*) filter (where is_by_target) as n_by_target_within_90,
        min(days_after) as first_after_days
    from followed
    group by event_id, event_type
)

select
    dated.event_id,
    dated.date_start,
    dated.event_subtype as kind,
    dated.source_country,
    dated.target_country,
    types.event_type,
    coalesce(counted.n_within_30, 0) as n_within_30,
    coalesce(counted.n_within_60, 0) as n_within_60,
    coalesce(counted.n_within_90, 0) as n_within_90,
    coalesce(counted.n_by_target_within_90, 0) as n_by_target_within_90,
    counted.first_after_days
from dated
cross join types
left join counted on dated.event_id = counted.event_id and types.event_type = counted.event_type
where dated.event_type = 'threat'
