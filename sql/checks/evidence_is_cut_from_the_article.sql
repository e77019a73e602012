-- title: The offsets of evidence cut exactly the evidence out of the article
-- grain: one row per mention whose evidence stands elsewhere, or nowhere
with
cut as (
    select
        mentions.mention_id,
        mentions.evidence,
        substring(
            case when mentions.evidence_in = 'title' then articles.title else articles.text end,
            mentions.evidence_start + 1,
            mentions.evidence_end - mentions.evidence_start
        ) as found
    from mentions
    inner join articles on mentions.article_id = articles.article_id
    where mentions.evidence_in = 'title' or articles.text is not null
)

select
    mention_id,
    evidence,
    found
from cut
where found <> evidence
