-- title: What is wrong with rows of other datasets that could not be read
-- grain: one row per other dataset, reason and detail
-- counts: rows in peer_quarantine.
-- example: select * from peer_faults order by n_rows desc limit 10
select
    peer,
    reason,
    detail,
    count(*) as n_rows
from peer_quarantine
group by peer, reason, detail
