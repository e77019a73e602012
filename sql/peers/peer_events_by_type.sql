-- title: Events of other datasets by type of ours, counted and left out
-- grain: one row per other dataset and type of ours, and one with type null for events without a type
-- counts: events of other datasets, by peer_months.
-- example: select * from peer_events_by_type order by peer, event_type
select
    peer,
    event_type,
    count(month) as n_counted,
    count(*) - count(month) as n_left_out
from peer_months
group by peer, event_type
