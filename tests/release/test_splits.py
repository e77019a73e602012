"""Which side an article is on: with what it shares, apart where it shares with both, and never moved."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riobravo.errors import RioBravoError
from riobravo.release import splits


def _neighbours(events: dict[str, list[str]], stories: dict[str, str]) -> dict[str, set[str]]:
    rows = [(f"{name}.{event}", name, event) for event, names in events.items() for name in names]
    mentions = pl.DataFrame([row[:2] for row in rows], schema=["mention_id", "article_id"], orient="row")
    members = pl.DataFrame([(row[2], row[0]) for row in rows], schema=["event_id", "mention_id"], orient="row")
    articles = pl.DataFrame(list(stories.items()), schema=["article_id", "story_id"], orient="row")
    return {name: set(others) for name, others in splits.neighbours(mentions, members, articles).items()}


CASES = {
    "each its own": ({"e": ["a"], "f": ["b"]}, {"a": "a", "b": "b"}, {"a": set(), "b": set()}),
    "a common event": ({"e": ["a", "b"]}, {"a": "a", "b": "b"}, {"a": {"b"}, "b": {"a"}}),
    "a common story": ({"e": ["a"], "f": ["b"]}, {"a": "a", "b": "a"}, {"a": {"b"}, "b": {"a"}}),
    "no further than one step": (
        {"e": ["a", "b"], "f": ["b", "c"]},
        {"a": "a", "b": "b", "c": "c"},
        {"a": {"b"}, "b": {"a", "c"}, "c": {"b"}},
    ),
    "without events": ({"e": ["a"]}, {"a": "a", "b": "b"}, {"a": set(), "b": set()}),
    "an event named as a story": ({"b": ["a"]}, {"a": "a", "b": "b"}, {"a": set(), "b": set()}),
}


@pytest.mark.parametrize("name", CASES)
def test_what_articles_share(name: str) -> None:
    """An event or a story, whatever they are called."""
    events, stories, expected = CASES[name]
    assert _neighbours(events, stories) == expected


SIDES = {
    # what a new article "n" shares with, and the side it gets
    "with dev": (["d"], "dev"),
    "with test": (["t"], "test"),
    "with both": (["d", "t"], "apart"),
    "with dev and one apart": (["d", "x"], "dev"),
}


@pytest.mark.parametrize("name", SIDES)
def test_a_new_article_takes_the_side_of_what_it_shares(name: str) -> None:
    """Of both sides, none."""
    others, expected = SIDES[name]
    assert splits.assign({"n": frozenset(others)}, {"d": "dev", "t": "test", "x": "apart"})["n"] == expected


_NAMES = [f"a{number}" for number in range(12)]


@given(st.sets(st.tuples(st.sampled_from(_NAMES), st.sampled_from(_NAMES)), max_size=20), st.integers(0, 6))
def test_no_two_articles_that_share_stand_on_both_sides(pairs: set[tuple[str, str]], n_given: int) -> None:
    """The law of the split, whatever was given before; and what was given is not moved."""
    shared = {
        name: frozenset(b for a, b in pairs | {(b, a) for a, b in pairs} if a == name and b != name) for name in _NAMES
    }
    given_before = splits.assign({name: shared[name] & frozenset(_NAMES[:n_given]) for name in _NAMES[:n_given]}, {})
    sides = splits.assign(shared, given_before)
    assert all(sides[name] == side for name, side in given_before.items())
    new = set(_NAMES[n_given:])
    crossing = [(a, b) for a in _NAMES for b in shared[a] if {a, b} & new and {sides[a], sides[b]} == {"dev", "test"}]
    assert crossing == []


def test_both_sides_get_their_part() -> None:
    """Articles that share nothing are divided by a hash of their id."""
    sides = list(splits.assign({f"a{number}": frozenset() for number in range(300)}, {}).values())
    assert 50 < sides.count("test") < 140


def test_the_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Sorted by article; no file is no side, another file is told."""
    path = tmp_path / splits.FILE
    assert splits.read(path) == {}
    path.write_text(splits.render({"b": "dev", "a": "test"}), encoding="utf-8")
    assert path.read_text("utf-8") == "article_id,split\na,test\nb,dev\n"
    assert splits.read(path) == {"a": "test", "b": "dev"}
    path.write_text("x\n1\n", encoding="utf-8")
    with pytest.raises(RioBravoError, match="RB-603"):
        splits.read(path)
