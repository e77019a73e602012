"""Which side an article is on: together with what it shares, and never moved."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from riobravo.errors import RioBravoError
from riobravo.release import splits


def _groups(events: dict[str, list[str]], stories: dict[str, str]) -> list[set[str]]:
    rows = [(f"{name}.{event}", name, event) for event, names in events.items() for name in names]
    mentions = pl.DataFrame([row[:2] for row in rows], schema=["mention_id", "article_id"], orient="row")
    members = pl.DataFrame([(row[2], row[0]) for row in rows], schema=["event_id", "mention_id"], orient="row")
    articles = pl.DataFrame(list(stories.items()), schema=["article_id", "story_id"], orient="row")
    return [set(group) for group in splits.groups(mentions, members, articles)]


CASES = {
    "each its own": ({"e": ["a"], "f": ["b"]}, {"a": "a", "b": "b"}, [{"a"}, {"b"}]),
    "a common event": ({"e": ["a", "b"]}, {"a": "a", "b": "b"}, [{"a", "b"}]),
    "a common story": ({"e": ["a"], "f": ["b"]}, {"a": "a", "b": "a"}, [{"a", "b"}]),
    "by way of a third": ({"e": ["a", "b"], "f": ["b", "c"]}, {"a": "a", "b": "b", "c": "c"}, [{"a", "b", "c"}]),
    "without events": ({"e": ["a"]}, {"a": "a", "b": "b"}, [{"a"}, {"b"}]),
}


@pytest.mark.parametrize("name", CASES)
def test_articles_are_grouped_by_what_they_share(name: str) -> None:
    """Connected by an event or a story, however far."""
    events, stories, expected = CASES[name]
    assert _groups(events, stories) == expected


def test_a_given_side_stays() -> None:
    """New articles join the side of their group; what was given is not moved."""
    sides = splits.assign([frozenset({"a", "b"}), frozenset({"c"})], {"a": "test", "z": "dev"})
    assert (sides["a"], sides["b"], sides["z"]) == ("test", "test", "dev")
    assert sides["c"] in ("dev", "test")


def test_sides_depend_on_names_alone() -> None:
    """The order of groups does not matter, and both sides get their part; a large group goes to dev."""
    groups = [frozenset({f"a{number}"}) for number in range(200)]
    sides = splits.assign(groups, {})
    assert sides == splits.assign(groups[::-1], {})
    assert 60 < list(sides.values()).count("test") < 140
    large = frozenset(f"b{number}" for number in range(26))
    assert set(splits.assign([large], {}).values()) == {"dev"}


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
