"""The command of a review: what it refuses before it serves a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from riobravo.cli import main
from riobravo.review import journal, server
from tests.review import make

Captured = pytest.CaptureFixture[str]


def test_a_review_begins_with_its_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """It says how many mentions there are and where codings go, prints the address, and lets the log go at the end."""
    make.tables(tmp_path / "tables")
    monkeypatch.setattr(server, "serve", lambda session, sock, ready: ready(f"http://127.0.0.1/{len(session.queue)}/"))
    command = ["review", str(tmp_path / "tables"), "--no-browser", "--coder", "ana"]
    for folder, options in (("annotations", []), ("mine", ["--into", str(tmp_path / "mine"), "--by-mention"])):
        assert main([*command, *options]) == 0
        captured = capsys.readouterr()
        assert captured.out == "http://127.0.0.1/6/\n"
        assert f"6 mentions, 0 decided; codings go to {tmp_path / folder}." in captured.err
        journal.Journal(tmp_path / folder).close()


def test_a_folder_in_review_and_what_cannot_be_reviewed_are_told(tmp_path: Path, capsys: Captured) -> None:
    """One line each, and 2."""
    make.tables(tmp_path / "tables")
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with journal.Journal(tmp_path / "annotations"):
        assert main(["review", str(tmp_path / "tables"), "--no-browser"]) == 2
    assert "RB-901" in capsys.readouterr().err
    assert main(["review", str(tmp_path / "a.pdf"), "--no-browser"]) == 2
    assert "RB-203" in capsys.readouterr().err
