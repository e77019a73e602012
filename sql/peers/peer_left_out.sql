-- title: Events of other datasets that are not counted, and why
-- grain: one row per other dataset, code of theirs and reason
-- counts: events of other datasets without a month in peer_months. Rows that could not be read are in peer_quarantine.
-- example: select * from peer_left_out order by n_events desc limit 10
select
    peer,
    peer_code,
    left_out_because,
    count(*) as n_events
from peer_months
where left_out_because is not null
group by peer, peer_code, left_out_because
