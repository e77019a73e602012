"""The examples of the public functions run and give what they show."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

MODULES = (
    "riobravo", "riobravo.counting", "riobravo.plot",
    "riobravo.plot.series", "riobravo.plot.grid", "riobravo.plot.pairs", "riobravo.plot.places",
)  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str) -> None:
    """Each module listed has examples, and none fails."""
    found = doctest.testmod(import_module(name), optionflags=doctest.ELLIPSIS)
    assert found.attempted > 0
    assert found.failed == 0
