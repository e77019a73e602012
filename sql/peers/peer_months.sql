-- title: Events of other datasets, with the month they count in or why they do not
-- grain: one row per event of another dataset
-- counts: by the rule of events_counted, as far as others can meet it - an event counts if it has a type of ours, is no
--   total, is dated to the month or better, and falls into a month that both its own files and our calendar cover.
-- example: select peer, left_out_because, count(*) as n from peer_months group by all order by all
with
placed as (
    select
        peer_events.*,
        calendar.period_start as month_of_start,
        calendar.period_end as end_of_month,
        peer_sources.peer_covers_from,
        peer_sources.peer_covers_to
    from peer_events
    inner join peer_sources on peer_events.peer = peer_sources.peer
    left join calendar
        on calendar.period = 'month' and date_trunc('month', peer_events.date_start)::date = calendar.period_start
),

judged as (
    select
        *,
        case
            when event_type is null then no_type_because
            when is_aggregate then 'It sums up several happenings.'
            when date_precision not in ('day', 'week', 'month') then 'Its date is not known to the month.'
            when month_of_start is null then 'Our calendar does not have its month.'
            when end_of_month < peer_covers_from or month_of_start > peer_covers_to
                then 'It is dated to a month that the files read do not cover.'
        end as left_out_because
    from placed
)

select
    peer,
    peer_event_id,
    peer_code,
    event_type,
    source_country,
    target_country,
    date_start,
    n_reports,
    case when left_out_because is null then month_of_start end as month,
    left_out_because
from judged
