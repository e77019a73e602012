"""A repository in miniature: the sources of three briefs, built, with the pages that a release takes along."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from riobravo.release.build import build
from riobravo.tables import as_expectations
from tests.release import fakes
from tests.source import ROOT

PAGES = ("CITATION.cff", "LICENSE-DATA", "docs/quality.json", "dataset/CHANGELOG.md")


@contextmanager
def small() -> Iterator[None]:
    """While it lasts, datasets are not held to the shares that only a real one can have."""
    kinds = {"rows", "fresh", "filled"}
    entries = [entry for entry in as_expectations.load() if entry["expect"] in kinds]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(as_expectations, "load", lambda: entries)
        yield


def make(root: Path) -> Path:
    """Makes it at ``root``."""
    for name in PAGES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, root / name)
    build(fakes.write_dataset(root / "dataset"), given=fakes.STAGES)
    return root
