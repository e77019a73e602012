-- title: Directions
-- grain: one row per direction, that is each of the two ways between Mexico and the United States, and other
-- counts: nothing; it says which pairs of countries a direction is, and makes directions without events rows with 0.
--   Every pair that is not here, and every pair not known, is other.
-- example: select * from directions order by direction
select
    'MEX->USA' as direction,
    'MEX' as source_country,
    'USA' as target_country
union all
select
    'USA->MEX' as direction,
    'USA' as source_country,
    'MEX' as target_country
union all
select
    'other' as direction,
    null as source_country,
    null as target_country
