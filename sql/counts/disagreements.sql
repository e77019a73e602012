-- title: Where the reports of one event differ
-- grain: one row per event and column on which its mentions give different values
-- counts: values in the order of how many articles give them. A count that grows, a plan told before its act, or a
--   legal basis that one text only names are differences too; is_disputed says whether they leave the event in doubt.
-- example: select field, count(*) as n_events from disagreements group by all order by all
with
each_field as (
    select
        event_id,
        event_type,
        date_start,
        headline,
        n_articles,
        coalesce(
            list_contains(caveats, 'date_disputed')
            or list_contains(caveats, 'quantity_disputed')
            or list_contains(caveats, 'status_disputed')
            or list_contains(caveats, 'basis_disputed'),
            false
        ) as is_disputed,
        unnest(disagreements) as difference
    from events
)

select
    event_id,
    event_type,
    date_start,
    headline,
    n_articles,
    is_disputed,
    difference['field'] as field,
    difference['values'] as reported
from each_field
