"""What a run asks and what it costs, and when it has to stop: rate, number of articles, cost, a server that keeps failing.

Threads share one ledger. What a reply may cost is set aside before it is asked for, so that ``max_cost`` is not passed by
replies under way; tokens read are taken for a third of the letters sent until the server counts them.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, Final

from riobravo.errors import RioBravoError
from riobravo.mentions.llm.replies import Reply
from riobravo.mentions.llm.settings import Settings

_LETTERS_A_TOKEN: Final = 3
_LETTERS_A_TOKEN_AT_MOST: Final = 10
"""Who says to have read fewer tokens has not read the whole: some servers cut what is too long for them, and say nothing."""

_FAILURES_IN_A_ROW: Final = 5
"""After so many articles that the server did not answer, the others wait for a later run."""

_MILLION: Final = 1_000_000


class Ledger:
    """The counts of a run."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings = settings
        self.articles: Counter[str] = Counter()
        self.requests: Counter[str] = Counter()
        self.tokens: Counter[str] = Counter()
        self.mentions: Counter[str] = Counter()
        self._clock, self._sleep = clock, sleep
        self._lock = Lock()
        self._set_aside = 0.0
        self._next = 0.0
        self._failures = 0

    @property
    def cost(self) -> float | None:
        """What was spent, where prices are known."""
        return self._price(self.tokens["read"], self.tokens["written"]) if self.settings.prices else None

    def admit(self) -> None:
        """Counts one more article that is asked for.

        Raises:
            RioBravoError: RB-428 where no more may be.
        """
        with self._lock:
            most = self.settings.max_articles
            if most is not None and self.articles["asked"] >= most:
                raise _stopped(f"--max-articles {most}")
            if self._failures >= _FAILURES_IN_A_ROW:
                raise _stopped(f"{self._failures} articles in a row without an answer")
            self.articles["asked"] += 1

    def set_aside(self, n_letters: int) -> float:
        """Waits for the rate, and sets aside what a request of so many letters may cost; hand it to `paid` or `failed`.

        Raises:
            RioBravoError: RB-428 where it may cost more than is left.
        """
        most = self._price(n_letters // _LETTERS_A_TOKEN, self.settings.most_written)
        with self._lock:
            bound = self.settings.max_cost
            if bound is not None and (self.cost or 0.0) + self._set_aside + most > bound:
                raise _stopped(f"--max-cost {bound:g}, of which {self.cost or 0.0:.4f} is spent")
            self._set_aside += most
            wait = self._slot()
        if wait > 0:
            self._sleep(wait)
        return most

    def paid(self, most: float, n_letters: int, reply: Reply) -> None:
        """A reply came."""
        with self._lock:
            self._set_aside -= most
            self._failures = 0
            self.requests["answered"] += 1
            if reply.read is None or reply.written is None:
                self.requests["answered_without_token_counts"] += 1
            if reply.read is not None and reply.read * _LETTERS_A_TOKEN_AT_MOST < n_letters:
                self.requests["answered_to_a_prompt_cut_short"] += 1
            self.tokens["read"] += n_letters // _LETTERS_A_TOKEN if reply.read is None else reply.read
            self.tokens["written"] += len(reply.text) // _LETTERS_A_TOKEN if reply.written is None else reply.written

    def failed(self, most: float, code: str) -> None:
        """No reply came."""
        with self._lock:
            self._set_aside -= most
            self._failures += code == "RB-422"
            self.requests["failed"] += 1

    def count(self, what: str, name: str, n: int = 1) -> None:
        """Counts ``n`` of a name under articles, requests, tokens or mentions."""
        with self._lock:
            getattr(self, what)[name] += n

    def as_json(self) -> dict[str, Any]:
        """The record of the run: plain values, the same for the same run."""
        settings = self.settings
        counted: dict[str, Mapping[str, int]] = {
            name: dict(sorted(getattr(self, name).items())) for name in ("articles", "requests", "tokens", "mentions")
        }
        prices = dict(zip(("read", "written"), settings.prices, strict=True)) if settings.prices else None
        return {
            "model": settings.model,
            "server": settings.shown_url,
            "parameters": dict(settings.parameters),
            **counted,
            "price_of_a_million_tokens": prices,
            "cost": None if self.cost is None else round(self.cost, 6),
        }

    def _price(self, read: int, written: int) -> float:
        a, b = self.settings.prices or (0.0, 0.0)
        return (read * a + written * b) / _MILLION

    def _slot(self) -> float:
        """How long to wait until the next request may go."""
        if self.settings.rate is None:
            return 0.0
        now = self._clock()
        start = max(now, self._next)
        self._next = start + 60 / self.settings.rate
        return start - now


def _stopped(found: str) -> RioBravoError:
    return RioBravoError(code="RB-428", found=found)
