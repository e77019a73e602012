"""The phrases whose actors were checked by hand: the list, what the machine says of it, the shares, the chapter."""

from __future__ import annotations

from pathlib import Path

import pytest

from riobravo import resources
from riobravo.errors import RioBravoError
from riobravo.evaluate import actors, quality
from riobravo.evaluate.actors import Checked
from riobravo.mentions import ids
from riobravo.records import Mention
from riobravo.release import splits
from riobravo.tables import frames, model
from tests.mentions.make import article

HEAD = "article_id,evidence_in,start,end,role,words,actor_id,note\n"
ARTICLE = article("Mexico's navy seized a boat, and President Trump thanked Pedro Páramo.", article_id="a")
ARTICLES = {"a": ARTICLE}


def _line(words: str, actor_id: str | None, article_id: str = "a") -> Checked:
    start = ARTICLE.text.index(words)
    return Checked(
        article_id=article_id, evidence_in="text", start=start, end=start + len(words), role="source", words=words,
        actor_id=actor_id, note="",
    )  # fmt: skip


LINES = [_line("Mexico's navy", "mx-semar-org"), _line("President Trump", "us-president"), _line("Pedro Páramo", None)]


def test_the_machine_is_asked_anew_about_each_phrase() -> None:
    """Whatever it coded when the list was drawn: what counts is whom it takes the words for now."""
    called: list[None] = []
    answers = actors.by_machine(LINES, ARTICLES, lambda: called.append(None))
    assert answers == ["mx-semar-org", "us-president", None]
    assert len(called) == 1


@pytest.mark.parametrize(
    ("answers", "right", "precision", "recall"),
    [
        (["mx-semar-org", "us-president", None], 3, 1.0, 1.0),
        (["mx-semar-org", None, None], 2, 1.0, 0.5),
        (["mx-ejercito", "us-president", "per-mayo"], 1, 0.333, 0.5),
        ([None, None, None], 1, None, 0.0),
    ],
)
def test_right_precise_and_found(
    answers: list[str | None], right: int, precision: float | None, recall: float | None
) -> None:
    """A wrong actor costs precision and, where there is a right one, recall; to say none of none is right."""
    of_all, of_language = actors.scores(LINES, answers, ARTICLES, {"a": splits.TEST})
    assert (of_all.n, of_all.n_right, of_all.precision, of_all.recall) == (3, right, precision, recall)
    assert (of_all.language, of_language.language, of_language.n_right) == ("all", "en", right)


@pytest.mark.parametrize(
    "content",
    [
        "article_id\na\n",
        HEAD + "a,text,0,13,source,Mexico's army,,\n",
        HEAD + "b,text,0,13,source,Mexico's navy,,\n",
        HEAD + "a,text,0,13,object,Mexico's navy,,\n",
        HEAD + "a,text,zero,13,source,Mexico's navy,,\n",
        HEAD + "a,text,0,13,source,Mexico's navy,mx-none,\n",
    ],
    ids=["columns", "other words", "no article", "no role", "no number", "no actor"],
)
def test_a_list_that_does_not_fit_is_told(content: str, tmp_path: Path) -> None:
    """What cannot be scored is no silent zero."""
    path = tmp_path / actors.FILE
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RioBravoError, match="RB-707"):
        actors.read(path, ARTICLES)


def test_shares_are_of_parties_that_the_words_name() -> None:
    """A party without a name is not counted; one with a name counts whether an actor or not."""

    def mention(**parties: object) -> Mention:
        values = {
            "event_type": "threat",
            "event_subtype": None,
            "status": "actual",
            "evidence_start": 0,
            "evidence_end": 5,
        }
        return Mention(mention_id="", article_id="a", **values, **parties)  # type: ignore[arg-type]

    coded = ids.numbered([
        mention(source_name="Mexico", source_actor_id="state-mex", target_country="USA"),
        mention(source_name="gunmen", target_name="Trump", target_actor_id="us-president"),
    ])  # fmt: skip
    found = actors.shares(frames.frame(coded, model.load_tables()["mentions"]), {"a": "en"})
    counts = {(row["language"], row["role"]): (row["n_named"], row["n_resolved"], row["share"]) for row in found}
    assert counts["en", "source"] == counts["all", "source"] == (2, 1, 0.5)
    assert counts["en", "target"] == (1, 1, 1.0)


def test_the_list_of_the_dataset_is_what_the_page_says_of_it() -> None:
    """200 phrases, 50 a language from test and from the articles apart; each stands where the list says."""
    dataset = resources.dataset_dir()
    articles = quality.read(dataset)
    checked = actors.read(dataset / actors.FILE, articles)
    sides = splits.read(dataset / splits.FILE)
    groups = [(sides[line.article_id], articles[line.article_id].language) for line in checked]
    assert {group: groups.count(group) for group in groups} == {
        (side, language): 50 for side in (splits.TEST, splits.APART) for language in ("en", "es")
    }
    assert len({(line.article_id, line.phrase) for line in checked}) == len(checked)
    assert checked == sorted(checked, key=lambda line: (line.article_id, line.evidence_in, line.start))
