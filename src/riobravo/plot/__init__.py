"""Charts of the data in Altair, one a module: show one in a notebook, or `save` it as PNG, SVG or HTML.

    >>> from riobravo import plot
    >>> chart = plot.timeline("extradition", by="year", measure="persons")
    >>> plot.save(chart, "extraditions.png")                                    # doctest: +SKIP

Each chart says in its own words what it counts, in which unit, how many events it cannot show, and where the data are from.
Colours are told apart by people who see no red or no green (`style.PALETTE`). Needs the extra ``plot`` (Altair, and
vl-convert, which draws without a browser or network). Widths are in pixels: 720 for a page, 340 for a column of a paper.
"""

from riobravo.plot.files import save
from riobravo.plot.grid import heatmap
from riobravo.plot.headline import headline
from riobravo.plot.pairs import network
from riobravo.plot.places import map_ as map  # noqa: A004 - plot.map is what people look for
from riobravo.plot.series import timeline

__all__ = ["headline", "heatmap", "map", "network", "save", "timeline"]
