"""The real stages of the chain. They need the extra ``annotate``, so they load when they are asked for, not before."""

from __future__ import annotations

from itertools import count

from riobravo.release.chain import Progress, Stages


def rules(progress: Progress) -> Stages:
    """The stages with the rule annotator, which tells how many articles are done.

    Raises:
        RioBravoError: RB-105 without the libraries, RB-401 without a language model.
    """
    from riobravo.articles.duplicates import story_ids
    from riobravo.events.resolve import resolve
    from riobravo.mentions import annotators

    annotator = annotators.get("rules")
    done = count(1)
    return Stages(
        annotate=lambda articles: annotators.annotate_all(
            articles, annotator, on_progress=lambda: progress("coding articles", next(done))
        ),
        resolve=resolve,
        story_ids=story_ids,
    )
