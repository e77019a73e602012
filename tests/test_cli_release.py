"""The commands `riobravo release` and `riobravo publish`."""

from __future__ import annotations

from pathlib import Path

import pytest

from riobravo import resources
from riobravo.cli import main
from riobravo.release import layout
from riobravo.tables import model
from tests.release import repository

VERSION = model.load().version


def test_a_release_is_made_and_published(
    small_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Into a folder, then to a place; a second time it stands there already, and a changed one is refused with its code."""
    monkeypatch.setattr(resources, "dataset_dir", lambda: small_root / "dataset")
    folder = tmp_path / "dist" / layout.FOLDER / VERSION
    with repository.small():
        assert main(["release", "--output", str(tmp_path / "dist")]) == 0
        assert "events_wide.parquet" in capsys.readouterr().out
        for told in ("files of version", "stood there already"):
            assert main(["publish", str(tmp_path / "www"), "--from", str(folder)]) == 0
            assert told in capsys.readouterr().out
        (folder / "CHANGELOG.md").write_text("changed", encoding="utf-8")
        assert main(["publish", str(tmp_path / "www"), "--from", str(folder)]) == 2
        assert "RB-640" in capsys.readouterr().err
    assert (tmp_path / "www" / layout.FOLDER / VERSION / layout.CHECKSUMS).is_file()


def test_what_is_not_valid_is_told_problem_by_problem(
    small_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dataset too small for what the real one is held to: exit code 1, and nothing is written."""
    monkeypatch.setattr(resources, "dataset_dir", lambda: small_root / "dataset")
    assert main(["release", "--output", str(tmp_path / "dist")]) == 1
    told = capsys.readouterr()
    assert "RB-605" in told.err
    assert "events.event_type" in told.out + told.err
    assert not (tmp_path / "dist").exists()
