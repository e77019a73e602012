-- title: Dates are in order, and there are dates exactly where a precision is known
-- grain: one row per mention or event with an end before its start, or with dates that do not fit the precision
with
dated as (
    select
        mention_id as row_id,
        date_start,
        date_end,
        date_precision
    from mentions
    union all
    select
        mention_id as row_id,
        date_start,
        date_end,
        date_precision
    from mentions_machine
    union all
    select
        event_id as row_id,
        date_start,
        date_end,
        date_precision
    from events
)

select
    row_id,
    date_start,
    date_end,
    date_precision
from dated
where
    date_end < date_start
    or (date_precision = 'unknown' and (date_start is not null or date_end is not null))
    or (date_precision <> 'unknown' and (date_start is null or date_end is null))
