-- title: Bounds of a quantity are in order, and a number has a unit
-- grain: one row per mention or event with a low above best, a best above high, or a number without a unit, also among
--   the further numbers of the same act
with
further as (
    select
        mention_id as row_id,
        unnest(quantities) as count_of
    from mentions
    union all
    select
        mention_id as row_id,
        unnest(quantities) as count_of
    from mentions_machine
    union all
    select
        event_id as row_id,
        unnest(quantities) as count_of
    from events
),

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
        mention_id as row_id,
        quantity_low,
        quantity_best,
        quantity_high,
        quantity_unit
    from mentions_machine
    union all
    select
        event_id as row_id,
        quantity_low,
        quantity_best,
        quantity_high,
        quantity_unit
    from events
    union all
    select
        row_id,
        count_of.low as quantity_low,
        count_of.best as quantity_best,
        count_of.high as quantity_high,
        count_of.unit as quantity_unit
    from further
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
