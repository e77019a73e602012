-- title: The id of a brief begins with the day of its publication, which the dataset covers
-- grain: one row per article of another day, or of a day before or after what is covered
select
    articles.article_id,
    articles.published_on,
    coverage.covers_from,
    coverage.data_through
from articles
cross join coverage
where
    not starts_with(articles.article_id, cast(articles.published_on as varchar))
    or articles.published_on not between coverage.covers_from and coverage.data_through
