"""`riobravo add` and `riobravo lint`: what they write and print, and their exit codes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from riobravo import resources
from riobravo.articles import checks
from riobravo.cli import main

Captured = pytest.CaptureFixture[str]

ADD = ["add", "--language", "es", "--published", "2025-02-28", "--title", "Firman acuerdo", "--slug"]


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small dataset of its own: the briefs of one year, with their rows."""
    real = resources.dataset_dir()
    shutil.copytree(real / "articles/2006", tmp_path / "articles/2006")
    header, *rows = (real / checks.NAME).read_text("utf-8").splitlines(keepends=True)
    kept = [row for row in rows if row.startswith("2006-")]
    (tmp_path / checks.NAME).write_text("".join([header, *kept]), "utf-8")
    shutil.copy(real / checks.SUMMARY, tmp_path)
    monkeypatch.setattr(resources, "dataset_dir", lambda: tmp_path)
    assert main(["lint", "--write-counts"]) == 0
    return tmp_path


def test_a_new_brief_is_made_and_refused_until_it_is_written(dataset: Path, capsys: Captured) -> None:
    """The skeleton lies in the folder of its year; a second one of its name is refused; lint names it alone."""
    capsys.readouterr()
    path = dataset / "articles/2025/2025-02-28-nuevo-acuerdo.md"
    assert (0, f"{path}\n") == (main([*ADD, "nuevo-acuerdo"]), capsys.readouterr().out)
    assert (2, True) == (main([*ADD, "nuevo-acuerdo"]), "RB-232" in capsys.readouterr().err)
    assert main(["lint", str(path)]) == 1
    out, err = capsys.readouterr()
    assert (out, ["[RB-230]", "[RB-229]"]) == ("1 briefs: 2 problems\n", [line.split()[0] for line in err.splitlines()])


def test_lint_of_another_brief_does_not_tell_of_the_new_one(dataset: Path, capsys: Captured) -> None:
    """Whoever asks about one file hears about that file."""
    main([*ADD, "nuevo-acuerdo"])
    other = next((dataset / "articles/2006").glob("*.md"))
    capsys.readouterr()
    assert (0, ("1 briefs: no problem\n", "")) == (main(["lint", str(other)]), tuple(capsys.readouterr()))


@pytest.mark.parametrize("slug", ["Nuevo", "../../x"])
def test_add_refuses_an_odd_slug(slug: str, dataset: Path, capsys: Captured) -> None:
    """One clear line, and nothing is written."""
    assert (2, True) == (main([*ADD, slug]), "RB-221" in capsys.readouterr().err)
    assert [path.name for path in (dataset / "articles").iterdir()] == ["2006"]


def test_lint_takes_briefs_of_the_dataset_only(dataset: Path, capsys: Captured) -> None:
    """A file that is not there, or lies elsewhere, is wrong usage."""
    for file in (dataset / "articles/2006/none.md", dataset / checks.NAME):
        assert (2, True) == (main(["lint", str(file)]), "RB-201" in capsys.readouterr().err)
