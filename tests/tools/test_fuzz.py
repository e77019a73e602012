"""A few hostile inputs for every reader and for the annotator; tools/fuzz.py throws as many more as one has time for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools import loaded

fuzz = loaded("fuzz")

READERS = [target for target in fuzz.TARGETS if target != "annotator"]


@pytest.mark.parametrize("target", READERS)
def test_mutated_files_crash_no_reader(target: str, tmp_path: Path) -> None:
    """Articles and refusals that can be stored, whatever stands in the file."""
    done = fuzz.run(target, 60, 1, tmp_path, giants_too=False)
    assert (done.tried, done.crashes, list(tmp_path.iterdir())) == (60, 0, [])


@pytest.mark.parametrize("target", [".jsonl", ".md", "codings"])
def test_giants_are_borne(target: str) -> None:
    """Words of a megabyte, a million newlines, bombs: no crash, and a bounded time each."""
    done = fuzz.run(target, 0, 1)
    assert done.tried > 2
    assert (done.crashes, done.longest < 30) == (0, True)


def test_hostile_texts_do_not_crash_the_annotator() -> None:
    """Its mentions quote the text."""
    done = fuzz.run("annotator", 8, 1, giants_too=False)
    assert (done.tried, done.crashes) == (8, 0)


def test_a_small_file_that_unpacks_to_much_is_refused(tmp_path: Path) -> None:
    """A Parquet file of kilobytes with one word of 100 MB is told of, and not unpacked."""
    content = fuzz.table(["a" * 100_000_000])
    path = tmp_path / "x.parquet"
    path.write_bytes(content)
    [refused] = fuzz.read_articles(path, published=fuzz.DAY)
    assert len(content) < 100_000
    assert (refused.reason, "unpack to" in refused.detail) == ("RB-204", True)


def test_an_input_that_crashes_is_counted_and_kept(tmp_path: Path) -> None:
    """The tool would tell."""

    def crash(content: bytes) -> None:
        raise KeyError(content)

    result = fuzz.Result(".txt")
    result.throw("x", b"bad", crash, tmp_path)
    assert (result.crashes, (tmp_path / "txt-1").read_bytes()) == (1, b"bad")
