"""How probable it is that a candidate is an event: a logistic regression over named features, read from ``precision.json``.

`make model` fits it on the dev split (``evaluate.train``); this module only sums weights, so that whoever wants to know why
reads the file. The probability is the mention's confidence; below the threshold that the file states, a candidate is no
mention.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("precision.json")


@dataclass(frozen=True, slots=True)
class Model:
    """The weights by feature, and the least probability of a mention."""

    intercept: float
    weights: Mapping[str, float]
    threshold: float
    doubtless: float

    def is_event(self, probability: float, *, is_doubtless: bool) -> bool:
        """Whether a candidate of that probability is a mention.

        One that meets every condition of its own, narrow group is taken on less: the model was fitted on long sentences and is
        unsure of plain ones.
        """
        return probability >= (self.doubtless if is_doubtless else self.threshold)

    def probability(self, features: Iterable[str]) -> float:
        """Between 0 and 1; features that the model does not know say nothing."""
        # fsum: its result does not depend on the order, which of a set differs from process to process
        total = self.intercept + math.fsum(self.weights.get(name, 0.0) for name in features)
        return 1 / (1 + math.exp(-max(min(total, 50.0), -50.0)))


@lru_cache(maxsize=1)
def load() -> Model:
    """The model that comes with the package."""
    content = json.loads(FILE.read_text(encoding="utf-8"))
    return Model(content["intercept"], content["weights"], content["threshold"], content["doubtless"])
