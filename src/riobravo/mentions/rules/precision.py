"""How probable it is that a candidate is an event: two logistic regressions over named features, read from ``precision.json``.

The first looks at the candidate in its sentence (`features`), the second at its odds among those of its article
(`second_look`). `make model` fits both on the dev split (``evaluate.train``); this module only sums weights, so that whoever
wants to know why reads the file. The probability is the mention's confidence; below the threshold that the file states, a
candidate is no mention.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("precision.json")

_MOST = 50.0
"""Log-odds beyond which a probability is as good as 0 or 1."""


@dataclass(frozen=True, slots=True)
class Regression:
    """A logistic regression: the weights by feature."""

    intercept: float
    weights: Mapping[str, float]

    def log_odds(self, values: Mapping[str, float]) -> float:
        """The natural logarithm of the odds; features that the model does not know say nothing."""
        # fsum: its result does not depend on the order, which of a set differs from process to process
        return self._bounded(math.fsum(self.weights.get(name, 0.0) * value for name, value in values.items()))

    def log_odds_of(self, names: Iterable[str]) -> float:
        """As `log_odds`, of features that hold or do not."""
        return self._bounded(math.fsum(filter(None, map(self.weights.get, names))))

    def _bounded(self, weight: float) -> float:
        return max(min(self.intercept + weight, _MOST), -_MOST)


@dataclass(frozen=True, slots=True)
class Model:
    """Both looks, and the least probability of a mention."""

    first: Regression
    second: Regression
    threshold: float
    doubtless: float
    off_matter: float
    unasserted: float

    def is_event(
        self, probability: float, *, is_doubtless: bool, is_off_matter: bool, is_asserted: bool = True
    ) -> bool:
        """Whether a candidate of that probability is a mention.

        One that meets every condition of its own, narrow group is taken on less: the model was fitted on long sentences and is
        unsure of plain ones. In an article on other matters any is taken on more, and so is what may happen or did not.
        """
        if not is_asserted and probability < self.unasserted:
            return False
        if is_off_matter:
            return probability >= self.off_matter
        return probability >= (self.doubtless if is_doubtless else self.threshold)

    def first_odds(self, names: Iterable[str]) -> float:
        """The log-odds of a candidate by what its sentence shows."""
        return self.first.log_odds_of(names)

    def probability(self, values: Mapping[str, float]) -> float:
        """Between 0 and 1, by what its article shows."""
        return 1 / (1 + math.exp(-self.second.log_odds(values)))


def content() -> dict[str, Any]:
    """The model's file as plain values, with how it did in cross-validation (``brier``, ``reliability``)."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def load() -> Model:
    """The model that comes with the package."""
    found = content()
    first, second = (Regression(found[name]["intercept"], found[name]["weights"]) for name in ("first", "second"))
    return Model(first, second, found["threshold"], found["doubtless"], found["off_matter"], found["unasserted"])
