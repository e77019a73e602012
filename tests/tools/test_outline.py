"""The outline under the map is cut out of a world without moving a point."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

TOOL = Path(__file__).parents[2] / "tools" / "outline.py"

WORLD: dict[str, Any] = {
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "arcs": [
        [[10, 10], [5, 0], [0, 5], [-5, -5]],  # far away
        [[-100, 20], [10, 0]],  # the border that the two neighbours share, from west to east
        [[-90, 20], [0, 10], [-10, -10]],  # the rest of the northern one
        [[-90, 20], [0, -10], [-10, 10]],  # the rest of the southern one
    ],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "arcs": [[0]]},
                {"type": "MultiPolygon", "arcs": [[[1, 2]], [[0]]]},
                {"type": "Polygon", "arcs": [[1, 3]]},
            ]
        }
    },
}


def test_what_reaches_into_the_window_is_kept_whole() -> None:
    """Rings far away go, those in the window keep all their arcs, shared ones are there once, and the notice stays."""
    spec = spec_from_file_location("outline", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = module_from_spec(spec)
    spec.loader.exec_module(tool)
    made = tool.clipped(WORLD, "notice")
    assert made["arcs"] == WORLD["arcs"][1:]
    assert made["objects"]["countries"]["arcs"] == [[[0, 1]], [[0, 2]]]
    assert "notice" in made["licence"]
