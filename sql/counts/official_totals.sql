-- title: Totals over a period, as officials and the press give them
-- grain: one row per reported total
-- counts: events that are totals ("78 extradited in 2023"). They stand beside the counts of single events and are never
--   added to them, nor to each other: their bases differ (nationalities, destinations, periods).
-- example: select * from official_totals where event_type = 'extradition' order by date_start
select
    event_id,
    event_type,
    event_subtype,
    status,
    source_country,
    target_country,
    date_start,
    date_end,
    date_precision,
    quantity_low,
    quantity_best,
    quantity_high,
    quantity_unit,
    headline,
    n_articles,
    first_reported_on
from events
where is_aggregate
