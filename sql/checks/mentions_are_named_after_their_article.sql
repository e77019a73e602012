-- title: A mention carries the name of its article in its id
-- grain: one row per mention that points to another article
with
coded as (
    select
        mention_id,
        article_id
    from mentions
    union all
    select
        mention_id,
        article_id
    from mentions_machine
)

select
    mention_id,
    article_id
from coded
where not starts_with(mention_id, article_id || '.')
