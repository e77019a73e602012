"""Tests of tools/, which is no package: its files are run by themselves."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

from tests.source import ROOT


def loaded(name: str) -> ModuleType:
    """A file of tools/ as a module; like Python, which puts the folder of a script it runs first on the path."""
    folder = str(ROOT / "tools")
    if folder not in sys.path:
        sys.path.append(folder)
    return import_module(name)
