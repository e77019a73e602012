-- title: Bounds of a quantity are in order, and a number has a unit
-- grain: one row per mention or event with a low above best, a best above high, or a number without a unit
with
quantified as (
    select
        mention_id as row_id,
        quantity_low,
        quantity_best,
        quantity_high,
        quantity_unit
    from mentions
    union all
    select
        event_id as row_id,
        quantity_low,
        quantity_best,
        quantity_high,
        quantity_unit
    from events
)

select
    row_id,
    quantity_low,
    quantity_best,
    quantity_high,
    quantity_unit
from quantified
where
    quantity_low > coalesce(quantity_best, quantity_high)
    or quantity_best > quantity_high
    or (quantity_unit is null and coalesce(quantity_low, quantity_best, quantity_high) is not null)
