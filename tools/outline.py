"""Makes src/riobravo/plot/outline.json, the countries under the map, from Natural Earth (public domain).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/outline.py package/countries-50m.json

world-atlas redistributes Natural Earth 4.1, 1:50m, as TopoJSON (ISC licence, which the file carries on). Of it are kept the
outer rings that reach into the window below, and the arcs of those; no point is moved.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

WEST, SOUTH, EAST, NORTH = -125.0, 13.0, -66.0, 50.0
OUTPUT = Path(__file__).parents[1] / "src" / "riobravo" / "plot" / "outline.json"


def clipped(world: dict[str, Any], licence: str) -> dict[str, Any]:
    """The topology with the rings that reach into the window alone, its arcs numbered anew."""
    seen = [any(_is_inside(*point) for point in _points(arc, world["transform"])) for arc in world["arcs"]]
    polygons = [
        ring
        for country in world["objects"]["countries"]["geometries"]
        for polygon in (country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]])
        for ring in polygon[:1]
        if any(seen[_index(arc)] for arc in ring)
    ]
    used = sorted({_index(arc) for ring in polygons for arc in ring})
    new = {old: position for position, old in enumerate(used)}
    rings = [[[new[_index(arc)] if arc >= 0 else ~new[_index(arc)] for arc in ring]] for ring in polygons]
    return {
        "type": "Topology",
        "source": "Natural Earth 4.1, 1:50m, countries (public domain); made by tools/outline.py, not by hand",
        "licence": f"As TopoJSON from world-atlas 2.0.2: {licence}",
        "transform": world["transform"],
        "objects": {"countries": {"type": "MultiPolygon", "arcs": rings}},
        "arcs": [world["arcs"][old] for old in used],
    }


def _index(arc: int) -> int:
    return arc if arc >= 0 else ~arc


def _points(arc: Iterable[tuple[int, int]], transform: dict[str, Any]) -> Iterator[tuple[float, float]]:
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield (
            x * transform["scale"][0] + transform["translate"][0],
            y * transform["scale"][1] + transform["translate"][1],
        )


def _is_inside(lon: float, lat: float) -> bool:
    return WEST <= lon <= EAST and SOUTH <= lat <= NORTH


if __name__ == "__main__":
    given = Path(sys.argv[1])
    notice = " ".join((given.parent / "LICENSE").read_text(encoding="utf-8").split())
    outline = clipped(json.loads(given.read_text(encoding="utf-8")), notice)
    OUTPUT.write_text(json.dumps(outline, separators=(",", ":")) + "\n", encoding="utf-8")
