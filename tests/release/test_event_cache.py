"""The cache of what identity found: the same bytes with it, without it and after damage; of another state nothing is taken."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from riobravo.events import agreed, known
from riobravo.events.policy import Policy
from riobravo.events.rows import MentionRow
from riobravo.release import build, coder_state, event_cache, kept
from riobravo.release.kept import Kept
from tests.release.test_mention_cache import DAMAGES, Coder, _contents, _dataset, coder

__all__ = ["coder"]

PARTS = tuple(known.schemas())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many windows were asked about, call by call."""
    found: list[int] = []
    real = agreed.asked

    def counted(windows: pl.DataFrame, rows: Mapping[int, MentionRow], policy: Policy) -> pl.DataFrame:
        found.append(windows.height)
        return real(windows, rows, policy)

    monkeypatch.setattr(agreed, "asked", counted)
    return found


def _of(cache: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in cache.glob("events/*/*.parquet")}


def test_a_second_build_asks_nothing_and_a_third_what_is_new(tmp_path: Path, coder: Coder, asked: list[int]) -> None:
    """The files of the dataset are those of a build without a cache, and of each part one file is kept."""
    plain, cache = _dataset(tmp_path / "plain", more=True), tmp_path / "cache"
    build.build(plain)
    whole = sum(asked)
    grown = _dataset(tmp_path / "grown", more=False)
    build.build(grown, cache=cache)
    asked.clear()
    there = _of(cache)
    build.build(grown, cache=cache)
    assert (sum(asked), _of(cache)) == (0, there)
    build.build(_dataset(grown, more=True), cache=cache)
    assert 0 < sum(asked) < whole
    assert _contents(grown) == _contents(plain)
    assert sorted(name.partition("-")[0] for name in _of(cache)) == sorted(PARTS)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("part", PARTS)
def test_what_is_broken_is_told_and_found_anew(tmp_path: Path, coder: Coder, part: str, damage: str) -> None:
    """The build has the same bytes, and the cache is whole again."""
    dataset, cache = _dataset(tmp_path / "dataset", more=False), tmp_path / "cache"
    build.build(dataset, cache=cache)
    before, there = _contents(dataset), _of(cache)
    [path] = cache.glob(f"events/*/{part}-*.parquet")
    DAMAGES[damage](path)
    [told] = build.build(dataset, cache=cache).trouble
    assert path.name in told
    assert (_contents(dataset), _of(cache)) == (before, there)


def test_another_state_takes_nothing(
    tmp_path: Path, coder: Coder, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rules of identity that were edited ask everything anew."""
    dataset, cache = _dataset(tmp_path / "dataset", more=False), tmp_path / "cache"
    build.build(dataset, cache=cache)
    whole = sum(asked)
    asked.clear()
    monkeypatch.setattr(coder_state, "fingerprint", lambda later=frozenset(): f"other {len(later)}")
    build.build(dataset, cache=cache)
    assert sum(asked) == whole > 0


def test_the_state_holds_the_rules_of_identity() -> None:
    """Unlike that of a coding, which they cannot change."""
    assert coder_state.LATER - event_cache.LATER == {"events"}


def test_what_is_edited_while_it_runs_is_not_kept(tmp_path: Path) -> None:
    """Nobody can tell by which rules it was found."""
    cache = Kept(tmp_path, known.schemas(), is_current=lambda: False)
    cache.replace({name: pl.DataFrame(schema=schema) for name, schema in known.schemas().items()})
    assert "edited while it ran" in cache.trouble[0]
    assert list(tmp_path.iterdir()) == []


def test_states_not_used_for_longest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many stay as are declared."""
    for number in range(kept.STATES + 2):
        monkeypatch.setattr(coder_state, "fingerprint", lambda later, number=number: f"state {number}")
        event_cache.opened(tmp_path)
    assert len(list((tmp_path / "events").iterdir())) == kept.STATES
