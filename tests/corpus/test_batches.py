"""Cutting a corpus into batches, and parts into which they go."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riobravo.articles.read import Item
from riobravo.corpus import batches, parts
from riobravo.records import Article, Quarantined, Source
from tests.release import fakes as release_fakes

NAMES = st.lists(st.text("abcdef", min_size=1, max_size=6), unique=True, max_size=60)


def _item(name: str, text: str = "Mexico extradited 29 men.", position: int | None = None) -> Item:
    article = Article(
        article_id=name, title="T", text=text, language="en", published_on=date(2025, 2, 28),
        sources=(Source("P", "https://example.org/x", date(2025, 2, 28), "en"),),
    )  # fmt: skip
    return Item(name, position, article)


def _ids(batch: batches.Batch) -> list[str]:
    return list(batches.unpacked(batch.payload)["article_id"].to_pylist())


@given(NAMES, st.integers(1, 20))
def test_batches_hold_all_articles_in_order_and_none_is_too_large(names: list[str], most: int) -> None:
    """However many there are."""
    made = list(batches.cut(map(_item, names), most=most))
    assert [name for batch in made for name in _ids(batch)] == names
    assert all(0 < batch.n_rows <= most for batch in made)
    assert len({batch.key for batch in made}) == len(made)


@given(NAMES, st.integers(0, 60))
def test_a_file_more_changes_the_batches_it_falls_into(names: list[str], at: int) -> None:
    """Where batches end by the ids, all before and behind keep their keys."""
    before = [batch.key for batch in batches.cut(map(_item, names), most=1_000)]
    after = [batch.key for batch in batches.cut(map(_item, [*names[:at], "new", *names[at:]]), most=1_000)]
    assert len(set(after) - set(before)) <= 2


def test_the_end_of_a_batch_is_in_its_articles() -> None:
    """The law above is no law of a single large batch: ids do end batches."""
    made = list(batches.cut([_item(f"a{number}") for number in range(3_000)], most=100))
    assert 40 <= len(made) <= 100
    assert min(batch.n_rows for batch in made) < 50


def test_long_texts_make_small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch is bounded by its text too; an article larger than that is alone."""
    monkeypatch.setattr(batches, "CHARACTERS", 10)
    made = [_ids(batch) for batch in batches.cut([_item("p", "x" * 6), _item("q", "x" * 99), _item("r"), _item("s")])]
    assert made == [["p"], ["q"], ["r"], ["s"]]


def test_the_key_is_that_of_the_content_and_of_the_annotator() -> None:
    """Another text, place or annotator is another key; the same is the same."""
    one, same = batches.packed([_item("a")], "v1"), batches.packed([_item("a")], "v1")
    others = [
        batches.packed([_item("a")], "v2"),
        batches.packed([_item("a", "Another.")], "v1"),
        batches.packed([_item("a", position=2)], "v1"),
    ]
    assert one.key == same.key
    assert one.key not in {other.key for other in others}


def test_refusals_of_readers_go_with_the_articles() -> None:
    """A part tells all that came of its stretch of the input."""
    refusal = Item("f.jsonl", 3, Quarantined("f.jsonl", 3, "x", "RB-206", "not UTF-8"))
    part = parts.made(batches.packed([refusal, _item("a")]).payload, release_fakes.annotate_all)
    assert parts.counts(part) == parts.Counts(2, 1, 1, 1)


def test_single_rows_make_the_same_part() -> None:
    """A batch that is coded article by article gives what it gives at once."""
    payload = batches.packed([_item(name, "The men of Mexico extradited 29 men.") for name in "abc"]).payload
    whole = parts.made(payload, release_fakes.annotate_all)
    pieces = [parts.made(row, release_fakes.annotate_all) for row in batches.one_by_one(payload)]
    assert pq.read_table(pa.BufferReader(parts.joined(pieces))).equals(pq.read_table(pa.BufferReader(whole)))
    assert parts.counts(parts.joined(pieces)) == parts.counts(whole)


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "other", "gone"])
def test_a_damaged_part_is_none(damage: str, tmp_path: Path) -> None:
    """Its name holds the hash of its bytes; whoever asks makes it anew."""
    batch = batches.packed([_item("a", "Mexico extradited 29 men. " * 99)])
    made = parts.made(batch.payload, release_fakes.annotate_all)
    path = tmp_path / parts.name_of(batch.key, made)
    parts.save(made, path)
    assert parts.whole_at(path) == parts.Counts(1, 1, 99, 0)
    assert parts.by_key(file.name for file in tmp_path.iterdir()) == {batch.key: path.name}
    changed = made[:300] + bytes([made[300] ^ 1]) + made[301:]
    content = {"cut": made[:-100], "changed": changed, "empty": b"", "other": b"PAR1"}
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(content[damage])
    assert parts.whole_at(path) is None
