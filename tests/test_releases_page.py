"""docs/releases.md: its Python is run, against a small release on a host of this machine."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from riobravo import remote
from riobravo.release import layout, read
from riobravo.tables import model
from tests.source import ROOT
from tests.test_remote import Host

PAGE = (ROOT / "docs" / "releases.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
ADDRESS = "https://example.org/riobravo"


def test_the_code_of_the_page_runs(small_release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fetching gives tables and views; undoing the guard gives the texts of Parquet back."""
    monkeypatch.setenv(remote.CACHE, str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.chdir(small_release)
    host = Host(small_release.parents[1])
    found: dict[str, pd.DataFrame] = {}
    try:
        for block in BLOCKS:
            exec(block.replace(ADDRESS, host.url).replace("2026.11.0", model.load().version), found)
    finally:
        host.stop()
    parquet = read.read_table(small_release / "tables" / "events_wide.parquet")
    assert (len(BLOCKS), len(found["events"]), len(found["then"])) == (2, parquet.height, parquet.height)
    assert len(found["by_year"]) > 0
    assert list(found["wide"]["evidence"]) == parquet["evidence"].to_list()


def test_the_page_names_every_file(small_release: Path) -> None:
    """What stands in a release stands on the page."""
    names = {path.name for path in small_release.iterdir()}
    known = {"tables", "csv", layout.DATABASE, "CODEBOOK.md"}
    assert known <= names
    assert sorted(name for name in names if name not in PAGE and name != "CODEBOOK.html") == []
