"""docs/recipes.md: every block that is not marked as untested is run, and prints what stands under it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from riobravo.release import database
from riobravo.tables import model
from tests.source import ROOT

RECIPES = ROOT / "docs" / "recipes.md"
PEERS = ROOT / "tests" / "peers" / "files"
COMMANDS = {"bash": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"], "r": ["Rscript", "-e"]}
UNTESTED = "(not tested)"

PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
"""The environment's own programs first: riobravo, and duckdb from duckdb-cli."""


@dataclass(frozen=True)
class Block:
    language: str
    code: str
    result: str | None


def _sections() -> dict[str, list[Block]]:
    """Heading → its blocks in order, each with the CSV block that directly follows it."""
    found: dict[str, list[Block]] = {}
    for part in re.split(r"^## ", RECIPES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, text = part.partition("\n")
        blocks = re.findall(r"^```(\w+)\n(.*?)^```\n(?:\n```csv\n(.*?)^```\n)?", text, re.DOTALL | re.MULTILINE)
        found[heading] = [Block(language, code, result or None) for language, code, result in blocks]
    return found


SECTIONS = _sections()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place like a clone after `make dataset`, with files of other datasets."""
    tables = tmp_path / "dataset" / "tables"
    tables.parent.mkdir()
    tables.symlink_to(ROOT / "dataset" / "tables")
    database.write_database(tables.parent / "riobravo.duckdb", tables, model.load())
    for name, file in (("20250302.export.CSV", "gdelt-2.0.tsv"), ("acled.csv",) * 2, ("ged.csv", "ucdp.csv")):
        shutil.copy(PEERS / file, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("heading", [heading for heading in SECTIONS if UNTESTED not in heading])
def test_the_recipes_give_the_printed_results(heading: str, folder: Path) -> None:
    """The blocks of a section run one after the other in one folder; each prints what stands under it."""
    blocks = SECTIONS[heading]
    if any(block.language == "r" for block in blocks) and shutil.which("Rscript") is None:
        pytest.skip("Rscript is not installed (Debian: apt-get install r-base-core)")
    for block in blocks:
        done = subprocess.run(
            [*COMMANDS[block.language], block.code],
            cwd=folder,
            env={**os.environ, "PATH": PATH},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout == (block.result or "")


def test_every_section_with_code_is_run_or_marked() -> None:
    """A tested section shows at least one result; an untested one shows none."""
    assert any(UNTESTED in heading for heading in SECTIONS)
    for heading, blocks in SECTIONS.items():
        has_results = any(block.result is not None for block in blocks)
        assert has_results == (UNTESTED not in heading), heading
