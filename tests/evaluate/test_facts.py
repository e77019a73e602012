"""Facts that were compared by hand: read, found among events, scored."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from riobravo import ontology
from riobravo.articles import checks
from riobravo.errors import RioBravoError
from riobravo.evaluate import facts
from riobravo.evaluate.facts import Fact, FactLink
from riobravo.resources import dataset_dir

DAY = date(2025, 2, 27)
FACTS = [
    Fact("f1", "hand-over", "extradition", DAY, DAY),
    Fact("f2", "hand-over", "extradition", DAY, DAY),
    Fact("f3", "capture", "arrest", date(2025, 1, 1), date(2025, 1, 31)),
    Fact("f4", "untold", "threat", DAY, DAY),
]
BRIEFS = {"f1": ["a"], "f2": ["b"], "f3": ["a", "b"], "f4": ["a"]}
MENTIONS = pl.DataFrame(
    [
        ("a.1", "a", "extradition", DAY, DAY),
        ("a.2", "a", "extradition", None, None),
        ("a.3", "a", "extradition", None, None),
        ("a.4", "a", "arrest", None, None),
        ("b.1", "b", "extradition", date(2025, 2, 24), date(2025, 3, 2)),
        ("b.2", "b", "arrest", date(2024, 1, 9), date(2024, 1, 9)),
    ],
    schema=["mention_id", "article_id", "event_type", "date_start", "date_end"],
    orient="row",
)
EVENT_OF = {"a.1": "rb-1", "a.2": "rb-9", "a.3": "rb-9", "a.4": "rb-2", "b.1": "rb-1", "b.2": "rb-3"}


def test_a_fact_is_the_event_of_the_mentions_of_its_type_and_days() -> None:
    """Undated mentions speak only where there is no dated one; a fact that nothing tells is left out."""
    assert facts.told(FACTS, BRIEFS, MENTIONS, EVENT_OF) == {"f1": "rb-1", "f2": "rb-1", "f3": "rb-2"}


def test_a_brief_of_two_facts_of_a_day_says_less_of_each() -> None:
    """The raid and the reprisals of one day, which one brief tells both: the briefs that tell one of them decide."""
    known = [Fact("raid", "raid", "assault", DAY, DAY), Fact("reprisals", "reprisals", "assault", DAY, DAY)]
    event_of = {
        **{f"both.{n}": "rb-2" for n in range(4)},
        "both.4": "rb-1",
        "one.0": "rb-1",
        "one.1": "rb-1",
        "other.0": "rb-2",
    }
    rows = [(name, name.split(".")[0]) for name in event_of]
    mentions = pl.DataFrame(
        [(name, brief, "assault", DAY, DAY) for name, brief in rows], schema=MENTIONS.schema, orient="row"
    )
    briefs = {"raid": ["both", "one"], "reprisals": ["both", "other"]}
    assert facts.told(known, briefs, mentions, event_of) == {"raid": "rb-1", "reprisals": "rb-2"}


@pytest.mark.parametrize(
    ("found", "b3"),
    [
        ({"f1": "x", "f2": "x", "f3": "y"}, (1.0, 1.0)),
        ({"f1": "x", "f2": "y", "f3": "z"}, (1.0, 0.667)),
        ({"f1": "x", "f2": "x", "f3": "x"}, (0.556, 1.0)),
    ],
)
def test_facts_are_scored_as_the_mentions_of_events(found: dict[str, str], b3: tuple[float, float]) -> None:
    """Each fact that is told stands for itself."""
    score = facts.identity_of_facts(FACTS, found)
    assert (score.n_mentions, score.b3_precision, score.b3_recall) == (3, *b3)


def test_listed_links_are_found_by_any_relation_or_by_theirs() -> None:
    """A link of facts that were taken for one event is counted apart, and one of an untold fact only as listed."""
    links = [FactLink("f1", "f3", "next_stage"), FactLink("f2", "f1", "executes"), FactLink("f4", "f3", "executes")]
    found = {"f1": "x", "f2": "x", "f3": "y"}
    rows = facts.recall_of_links(links, found, {("x", "y"): "fulfils"})
    assert [(r.relation, r.n_listed, r.n_told, r.n_linked, r.n_of_relation, r.n_merged) for r in rows] == [
        ("executes", 2, 1, 0, 0, 1),
        ("next_stage", 1, 1, 1, 0, 0),
        ("all", 3, 2, 1, 0, 1),
    ]


def test_a_link_by_rule_is_judged_where_readers_say_what_the_event_follows() -> None:
    """A link from another event is neither right nor wrong."""
    gold = {("c", "b"): "executes", ("b", "a"): "next_stage"}
    made = {("c", "b"): "next_stage", ("c", "a"): "next_stage", ("d", "a"): "next_stage"}
    executes, next_stage, of_all = facts.links_by_rule(gold, made, ("executes", "next_stage"))
    assert (executes.n_gold, executes.n_found, executes.precision, executes.recall) == (1, 0, None, 1.0)
    assert (next_stage.n_found, next_stage.n_judged, next_stage.n_right, next_stage.precision) == (3, 2, 1, 0.5)
    assert (of_all.n_of_relation, of_all.recall) == (0, 0.5)


def test_the_facts_of_the_dataset_are_told_in_briefs_and_declared() -> None:
    """Every fact stands in checks.csv, every type and relation in the ontology, and no fact is two events."""
    known, links = facts.read(dataset_dir())
    declared = ontology.load()
    in_briefs = {check.fact_id for check in checks.read(dataset_dir() / checks.NAME) if check.brief_id}
    assert {fact.fact_id for fact in known} <= in_briefs
    assert {fact.event_type for fact in known} <= set(declared.types)
    assert {link.relation for link in links} <= set(declared.relations)
    assert len({fact.fact_id for fact in known}) == len(known)
    assert all(fact.earliest <= fact.latest for fact in known)


HEAD = {"known_facts.csv": "fact_id,event,event_type,earliest,latest", "known_links.csv": "from_fact,to_fact,relation"}
ROWS = {"known_facts.csv": "f1,e,threat,2025-01-01,2025-01-02", "known_links.csv": "f1,f1,answers"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("known_facts.csv", ""),
        ("known_facts.csv", "fact_id,event\nf1,e"),
        ("known_facts.csv", f"{HEAD['known_facts.csv']}\nf1,e,threat,2025-13-01,2025-01-02"),
        ("known_facts.csv", f"{HEAD['known_facts.csv']}\nf1,e"),
        ("known_links.csv", f"{HEAD['known_links.csv']}\nf1,f2,answers"),
    ],
    ids=["empty", "another head", "no date", "a short row", "a fact that is not listed"],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, name: str, text: str) -> None:
    """With its code; both files as they should be are read."""
    for file, head in HEAD.items():
        (tmp_path / file).write_text(f"{head}\n{ROWS[file]}\n", encoding="utf-8")
    assert [fact.fact_id for fact in facts.read(tmp_path)[0]] == ["f1"]
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(RioBravoError, match="RB-708"):
        facts.read(tmp_path)
