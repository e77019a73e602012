"""Pages of docs/ with code: every block that is not marked as untested is run, and prints what stands under it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from riobravo.release import database
from riobravo.tables import model
from tests.source import ROOT

DOCS = ROOT / "docs"
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


def _sections(page: str) -> dict[str, list[Block]]:
    """Heading → its blocks in order, each with the CSV block that directly follows it."""
    found: dict[str, list[Block]] = {}
    for part in re.split(r"^## ", (DOCS / page).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, text = part.partition("\n")
        blocks = re.findall(r"^```(\w+)\n(.*?)^```\n(?:\n```csv\n(.*?)^```\n)?", text, re.DOTALL | re.MULTILINE)
        if blocks:
            found[heading] = [Block(language, code, result or None) for language, code, result in blocks]
    return found


def _built(folder: Path) -> None:
    """A place like a clone after `make dataset`, with files of other datasets."""
    tables = folder / "dataset" / "tables"
    tables.parent.mkdir()
    tables.symlink_to(ROOT / "dataset" / "tables")
    database.write_database(tables.parent / "riobravo.duckdb", tables, model.load())
    for name, file in (("20250302.export.CSV", "gdelt-2.0.tsv"), ("acled.csv",) * 2, ("ged.csv", "ucdp.csv")):
        shutil.copy(PEERS / file, folder / name)


def _clone(folder: Path) -> None:
    """A copy of what the dataset is made from, for code that writes into it."""
    for name in ("src", "schemas", "sql", "dataset"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.duckdb"))
    shutil.copy(ROOT / "pyproject.toml", folder)


PAGES: dict[str, tuple[Callable[[Path], None], bool]] = {
    "recipes.md": (_built, False),
    "quickstart.md": (_built, False),
    "your-own-corpus.md": (_built, True),
    "adding.md": (_clone, True),
    "scale.md": (_built, True),
}
"""Page → the folder that its code finds, and whether its sections go on from each other in it."""

ELSEWHERE = {"releases.md"}
"""Pages whose code asks for a host: tests/test_releases_page.py makes one."""

SECTIONS = {page: _sections(page) for page in PAGES}

UNITS = [
    pytest.param(page, headings, id=f"{page}: {' + '.join(headings)}")
    for page, (_, is_one_story) in PAGES.items()
    for tested in [[heading for heading in SECTIONS[page] if UNTESTED not in heading]]
    for headings in ([tested] if is_one_story else [[heading] for heading in tested])
]


@pytest.mark.parametrize(("page", "headings"), UNITS)
def test_the_code_gives_the_printed_results(page: str, headings: list[str], tmp_path: Path) -> None:
    """The blocks run one after the other in one folder; each prints what stands under it."""
    blocks = [block for heading in headings for block in SECTIONS[page][heading]]
    if any(block.language == "r" for block in blocks) and shutil.which("Rscript") is None:
        pytest.skip("Rscript is not installed (Debian: apt-get install r-base-core)")
    prepare, _ = PAGES[page]
    prepare(tmp_path)
    package = {"PYTHONPATH": str(tmp_path / "src")} if (tmp_path / "src").is_dir() else {}
    for block in blocks:
        done = subprocess.run(
            [*COMMANDS[block.language], block.code],
            cwd=tmp_path,
            env={**os.environ, "PATH": PATH, **package},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout == (block.result or "")


@pytest.mark.parametrize("page", PAGES)
def test_every_section_with_code_is_run_or_marked(page: str) -> None:
    """A tested section shows at least one result; an untested one shows none."""
    assert SECTIONS[page]
    for heading, blocks in SECTIONS[page].items():
        has_results = any(block.result is not None for block in blocks)
        assert has_results == (UNTESTED not in heading), heading


def test_no_page_with_code_is_left_out() -> None:
    """A page with a block in a language that could be run is one of the pages above."""
    fence = re.compile(rf"^```(?:{'|'.join(COMMANDS)})$", re.MULTILINE)
    with_code = {path.name for path in DOCS.glob("*.md") if fence.search(path.read_text(encoding="utf-8"))}
    assert with_code == PAGES.keys() | ELSEWHERE
