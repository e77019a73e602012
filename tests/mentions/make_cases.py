"""Rows of a table of cases, and how a row says that the annotator does not hold it yet."""

from __future__ import annotations

import pytest
from _pytest.mark.structures import ParameterSet


def bug(*row: object, reason: str) -> ParameterSet:
    """A row that must hold and does not: once it holds, the strict mark fails and must go."""
    return pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=reason))
