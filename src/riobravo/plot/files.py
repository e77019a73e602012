"""Charts to files. HTML carries all its scripts: it opens offline and asks no other host for anything.

Names in the data are data: whatever tags a text of the corpus holds, none of them becomes one of the page's.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from riobravo.errors import RioBravoError

SCALE: Final = 2.0
"""Pixels of a PNG for each pixel of the chart."""


class _InPage(json.JSONEncoder):
    """JSON in a script of a page: no text of it can end the script."""

    def encode(self, o: Any) -> str:
        """As JSON, with every ``<`` (it stands in strings only) as its escape."""
        return super().encode(o).replace("<", "\\u003c")


_MENU: Final = {"actions": {"export": True, "source": False, "compiled": False, "editor": False}}
_OPTIONS: Final[dict[str, dict[str, Any]]] = {
    ".png": {},
    ".svg": {},
    ".html": {"inline": True, "embed_options": _MENU, "json_kwds": {"cls": _InPage}},
    ".json": {},
}


def save(chart: Any, *paths: Path | str, scale: float = SCALE) -> None:
    """The chart in each of the files; the ending says how (.png, .svg, .html, .json).

    Args:
        chart: Any chart of `riobravo.plot`.
        paths: Files to write; one that stands there is replaced.
        scale: Pixels of a PNG for each pixel of the chart; 4 is about right for print.

    Raises:
        RioBravoError: RB-631 for another ending, RB-606 for a place that cannot be written.
    """
    for path in map(Path, paths):
        ending = path.suffix.lower()
        if ending not in _OPTIONS:
            raise RioBravoError(code="RB-631", found=ending or "no ending", where=path)
        options = {**_OPTIONS[ending], **({"scale_factor": scale} if ending == ".png" else {})}
        try:
            chart.save(str(path), format=ending[1:], **options)
        except OSError as error:
            raise RioBravoError(code="RB-606", found=error, where=path) from error
