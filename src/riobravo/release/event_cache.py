"""What identity found (`riobravo.events.known`), kept from build to build, so that only what is new is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from riobravo.events import known
from riobravo.events.known import Known
from riobravo.release import coder_state, kept

if TYPE_CHECKING:
    from riobravo.events.decisions import Decisions
    from riobravo.events.resolve import Resolution
    from riobravo.release.chain import Resolve
    from riobravo.release.kept import Kept

LATER: Final = coder_state.LATER - {"events"}
"""What of the package identity cannot see."""

_FOLDER: Final = "events"


def opened(folder: Path) -> Kept:
    """The answers below a folder of caches, as rules and declarations are now."""
    return kept.opened(folder / _FOLDER, known.schemas(), LATER)


def remembering(
    resolve: Callable[[pl.DataFrame, pl.DataFrame, pl.DataFrame, Decisions, Known], Resolution], cache: Kept
) -> Resolve:
    """A `resolve` that takes from the cache what rests on the same mentions, and keeps what it found."""

    def remembered(
        mentions: pl.DataFrame, articles: pl.DataFrame, registry: pl.DataFrame, decisions: Decisions
    ) -> Resolution:
        resolved = resolve(mentions, articles, registry, decisions, Known(**cache.read()))
        if resolved.known is not None:
            cache.replace({name: getattr(resolved.known, name) for name in cache.schemas})
        return resolved

    return remembered
