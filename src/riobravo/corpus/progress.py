"""How far a run is, as it is told while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riobravo.corpus.parts import Counts


@dataclass(frozen=True, slots=True)
class Status:
    """A stage, and of articles how many are done, of about how many; how many of these an earlier run did; what was found."""

    stage: str
    n_done: int = 0
    n_all: int | None = None
    n_from_before: int = 0
    n_mentions: int = 0
    n_quarantined: int = 0

    def told(self, seconds: float) -> str:
        """The status as a line, ``seconds`` after the first article: counts, articles a second, and the time that is left."""
        if not self.n_done:
            return self.stage
        of_all = f" of about {self.n_all:,}" if self.n_all is not None else ""
        parts = [f"{self.stage}: {self.n_done:,}{of_all}"]
        n_now = self.n_done - self.n_from_before
        if n_now and seconds > 0:
            rate = n_now / seconds
            parts.append(f"{rate:,.1f} a second")
            if self.n_all is not None:
                parts.append(f"{_span((self.n_all - self.n_done) / rate)} left")
        parts.append(f"{self.n_mentions:,} mentions, {self.n_quarantined:,} quarantined")
        if self.n_from_before:
            parts.append(f"{self.n_from_before:,} from an earlier run")
        return "; ".join(parts)


def _span(seconds: float) -> str:
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}"


Watch = Callable[[Status], None]


@dataclass(slots=True)
class Tally:
    """Adds up the parts of a run as they are there, and tells it to whoever watches."""

    n_all: int | None
    watch: Watch
    n_done: int = 0
    n_from_before: int = 0
    n_mentions: int = 0
    n_quarantined: int = 0

    def add(self, counts: Counts, *, from_before: bool = False) -> None:
        """One more part, which an earlier run may have made."""
        self.n_done += counts.n_rows
        self.n_from_before += counts.n_rows if from_before else 0
        self.n_mentions += counts.n_mentions
        self.n_quarantined += counts.n_quarantined
        n_all = None if self.n_all is None else max(self.n_all, self.n_done)
        counted = (self.n_done, n_all, self.n_from_before, self.n_mentions, self.n_quarantined)
        self.watch(Status("coding articles", *counted))


def nobody(status: Status) -> None:
    """A watch that says nothing."""
