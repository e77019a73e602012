"""Every notebook runs from top to bottom, offline, and what its words rest on holds in the data."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.py"))


def test_there_are_notebooks() -> None:
    """The folder is where the test looks for it."""
    assert len(NOTEBOOKS) >= 4


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_its_words_hold(path: Path) -> None:
    """No cell fails, tables and charts are shown, and each claim of the last cell is true of the committed tables."""
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    outputs, names = module.app.run()
    assert sum(output is not None for output in outputs) >= 4
    assert names["claims"]
    assert [claim for claim, holds in names["claims"].items() if not holds] == []
