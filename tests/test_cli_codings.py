"""The commands of readers: begin a coding, check it, sign it after an edit, give articles a side."""

from __future__ import annotations

from pathlib import Path

import pytest

from riobravo import resources
from riobravo.cli import main
from riobravo.mentions.people import coding
from riobravo.release import splits
from tests.release import fakes

Captured = pytest.CaptureFixture[str]
ID = "2025-02-28-transfer"
EVENT = """
- event_type: extradition
  event_subtype: transferred
  status: actual
  evidence:
  - text: Mexico extradited 29 men to the United States on Thursday.
  date_precision: unknown
  source_country: MEX
  target_country: USA
"""


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset of three briefs."""
    folder = fakes.write_dataset(tmp_path / "dataset")
    monkeypatch.setattr(resources, "dataset_dir", lambda: folder)
    return folder


@pytest.fixture
def file(dataset: Path) -> Path:
    """A coding with one event."""
    assert main(["codings", "start", ID, "--coder", "ana"]) == 0
    path = dataset / "annotations" / "2025" / f"{ID}.yaml"
    path.write_text(path.read_text("utf-8").replace("events: []\n", f"events:{EVENT}"), encoding="utf-8")
    return path


def test_a_coding_is_begun_and_checked(file: Path, capsys: Captured) -> None:
    """It holds; a second one is refused, an unknown article is told."""
    assert main(["codings", "check"]) == 0
    assert capsys.readouterr().out.endswith("1 codings, 1 events: no problem\n")
    assert main(["codings", "start", ID, "--coder", "ana"]) == 2
    assert main(["codings", "start", "nothing", "--coder", "ana"]) == 2
    err = capsys.readouterr().err
    assert "RB-232" in err
    assert "RB-414" in err


FAULTS = {
    "a code that is none": ("status: actual", "status: maybe", "allowed: actual, planned, hypothetical, negated"),
    "a subtype of another type": (
        "event_subtype: transferred",
        "event_subtype: tariff",
        "allowed: extradited, transferred, deported",
    ),
    "evidence that is not there": ("29 men", "30 men", "RB-412"),
    "dates without precision": (
        "date_precision: unknown",
        "date_precision: day",
        "Dates are in order, and there are dates exactly where a precision is known",
    ),
    "a link to nowhere": (
        "  source_country: MEX",
        "  event_key: a\n  links: [{to: b, relation: fulfils}]\n  source_country: MEX",
        "a link to b",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_told_with_their_place(name: str, file: Path, capsys: Captured) -> None:
    """By article, with what is allowed; the command ends with 1."""
    old, new, told = FAULTS[name]
    file.write_text(file.read_text("utf-8").replace(old, new), encoding="utf-8")
    assert main(["codings", "check", str(file)]) == 1
    captured = capsys.readouterr()
    assert told in captured.err
    assert ID in captured.err


def test_an_edited_brief_must_be_signed_again(dataset: Path, file: Path, capsys: Captured) -> None:
    """Until then its coding does not hold."""
    brief = dataset / "articles" / "2025" / f"{ID}.md"
    brief.write_text(brief.read_text("utf-8").replace("known at once", "known yet", 1), encoding="utf-8")
    assert main(["codings", "check"]) == 1
    assert "RB-413" in capsys.readouterr().err
    assert main(["codings", "sign", str(file)]) == 0
    assert main(["codings", "check"]) == 0


def test_every_coded_article_gets_a_side(dataset: Path, file: Path) -> None:
    """And keeps it."""
    assert main(["codings", "split"]) == 0
    sides = splits.read(dataset / splits.FILE)
    assert list(sides) == [ID]
    other = {"dev": "test", "test": "dev"}[sides[ID]]
    (dataset / splits.FILE).write_text(splits.render({ID: other}), encoding="utf-8")
    assert main(["codings", "split"]) == 0
    assert splits.read(dataset / splits.FILE) == {ID: other}


def test_what_is_written_is_read_as_it_was(file: Path) -> None:
    """Rendered and read again, a coding is the same, keys, links and further counts included."""
    first = coding.read(file)
    text = coding.render(first)
    file.write_text(text, encoding="utf-8")
    assert coding.read(file) == first
    assert coding.render(coding.read(file)) == text


def test_the_committed_codings_are_in_their_form() -> None:
    """Each file of the dataset is what its coding renders to, so that a diff shows what changed and nothing else."""
    files = sorted((Path(__file__).parents[1] / "dataset" / "annotations").rglob("*.yaml"))
    assert len(files) > 800
    assert [path.name for path in files[::20] if coding.render(coding.read(path)) != path.read_text("utf-8")] == []
