"""A build that is killed, starved or doubled: the next one gives the same bytes, and no set passes for whole that is not.

bench/faults.py does the same with real kills and full disks, many times.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from riobravo.errors import RioBravoError
from riobravo.release import build, lock, manifest
from riobravo.tables import as_expectations
from tests.release import fakes

NOT_COMPARED = {lock.FILE, "riobravo.duckdb"}


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset that was built once with two briefs and now has three."""
    for name in ("load", "load_derived"):
        monkeypatch.setattr(as_expectations, name, list)
    folder = fakes.write_dataset(tmp_path / "dataset")
    brief = folder / "articles" / "2026" / "2026-05-02-guards.md"
    brief.rename(tmp_path / "kept")
    build.build(folder, given=fakes.STAGES)
    (tmp_path / "kept").rename(brief)
    return folder


@pytest.fixture
def undisturbed(dataset: Path, tmp_path: Path) -> dict[str, bytes]:
    """What a build that nothing disturbs makes of it."""
    copy = shutil.copytree(dataset, tmp_path / "copy")
    build.build(copy, given=fakes.STAGES)
    return _contents(copy)


def _contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in NOT_COMPARED)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


class _Killed(BaseException):
    """Ends a build as a signal would: nothing is tidied up."""


@pytest.mark.parametrize("moves", [1, 5, 9, 13, 16])
def test_a_build_killed_between_two_moves_is_found_and_mended(
    dataset: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    """A set of old and new files does not pass its checksums, and the next build takes the scraps away."""
    before, left = _contents(dataset), [moves]
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        is_move = ".staging-" in str(self) and ".staging-" not in str(target)
        if is_move and left[0] == 0:
            raise _Killed
        left[0] -= is_move
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(_Killed):
            build.build(dataset, given=fakes.STAGES)
    assert any(dataset.glob(".staging-*"))
    seen = {name: content for name, content in _contents(dataset).items() if not name.startswith(".staging-")}
    assert list(manifest.problems(dataset)) or seen in (before, undisturbed)
    build.build(dataset, given=fakes.STAGES)
    assert _contents(dataset) == undisturbed


def test_a_full_disk_leaves_the_old_set(
    dataset: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """RB-606, and the set that stands is the whole old one."""
    before = _contents(dataset)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("riobravo.release.write.pq.write_table", full)
        with pytest.raises(RioBravoError, match="RB-606"):
            build.build(dataset, given=fakes.STAGES)
    assert _contents(dataset) == before
    build.build(dataset, given=fakes.STAGES)
    assert _contents(dataset) == undisturbed


def test_a_table_cut_in_the_middle_is_built_anew(dataset: Path, undisturbed: dict[str, bytes]) -> None:
    """The checksums find it, and the next build does not care."""
    os.truncate(dataset / "tables" / "events.parquet", 100)
    assert [problem.table for problem in manifest.problems(dataset)] == ["tables/events.parquet"]
    build.build(dataset, given=fakes.STAGES)
    assert _contents(dataset) == undisturbed


def test_two_builds_at_once_are_one_after_the_other(dataset: Path, undisturbed: dict[str, bytes]) -> None:
    """The second says that it waits, then builds."""
    told: list[str] = []
    second = threading.Thread(
        target=lambda: build.build(dataset, given=fakes.STAGES, progress=lambda stage, _: told.append(stage))
    )
    with lock.alone(dataset):
        second.start()
        while not told:
            second.join(0.01)
        assert told == [lock.WAITING]
    second.join()
    assert _contents(dataset) == undisturbed


def test_a_second_build_without_patience_is_refused(dataset: Path) -> None:
    """One clear line, and nothing is touched."""
    before = _contents(dataset)
    with lock.alone(dataset), pytest.raises(RioBravoError, match=r"RB-611.*another build of this folder"):
        build.build(dataset, given=fakes.STAGES, patience=0)
    assert _contents(dataset) == before


_HOLDS = """
import sys, time
from pathlib import Path
from riobravo.release import lock
with lock.alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_lock_of_a_killed_build_is_free(tmp_path: Path) -> None:
    """The system lets go of what a dead process held."""
    held = subprocess.Popen([sys.executable, "-c", _HOLDS, str(tmp_path)], stdout=subprocess.PIPE)
    assert held.stdout is not None
    assert held.stdout.readline() == b"held\n"
    with pytest.raises(RioBravoError, match="RB-611"), lock.alone(tmp_path, patience=0):
        pass
    held.kill()
    held.wait()
    held.stdout.close()
    with lock.alone(tmp_path, patience=5):
        assert (tmp_path / lock.FILE).exists()
