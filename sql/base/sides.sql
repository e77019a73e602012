-- title: Sides
-- grain: one row per side, that is each country of the dataset's scope, and other
-- counts: nothing; it makes sides without events rows with 0.
-- example: select * from sides order by side
select unnest(list_append(scope_countries, 'other')) as side
from coverage
