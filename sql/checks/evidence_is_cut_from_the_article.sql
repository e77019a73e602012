-- title: The offsets of evidence cut exactly the evidence out of the article
-- grain: one row per mention whose evidence stands elsewhere, or nowhere
with
coded as (
    select
        mention_id,
        article_id,
        evidence_in,
        evidence_start,
        evidence_end,
        evidence
    from mentions
    union all
    select
        mention_id,
        article_id,
        evidence_in,
        evidence_start,
        evidence_end,
        evidence
    from mentions_machine
),

cut as (
    select
        coded.mention_id,
        coded.evidence,
        substring(
            case when coded.evidence_in = 'title' then articles.title else articles.text end,
            coded.evidence_start + 1,
            coded.evidence_end - coded.evidence_start
        ) as found
    from coded
    inner join articles on coded.article_id = articles.article_id
    where coded.evidence_in = 'title' or articles.text is not null
)

select
    mention_id,
    evidence,
    found
from cut
where found <> evidence
