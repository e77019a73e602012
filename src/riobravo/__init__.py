"""Río Bravo: US-Mexico security events, from articles to counted tables.

    >>> import riobravo
    >>> events = riobravo.load("events")            # polars; as_="pandas", "arrow" or "duckdb"
    >>> connection = riobravo.connect()             # DuckDB in memory, with all tables and views
    >>> monthly = riobravo.counts("extradition", by="month")
    >>> chart = riobravo.plot.timeline("threat", by="year")

Names are looked up when they are used: importing the package reads no file and loads no library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riobravo import peers, plot
    from riobravo.counting import counts
    from riobravo.data import connect, load
    from riobravo.errors import RioBravoError

    __version__: str

__all__ = ["RioBravoError", "__version__", "connect", "counts", "load", "peers", "plot"]


def __getattr__(name: str) -> object:
    if name in ("connect", "load"):
        from riobravo import data  # polars and duckdb take a while to load

        return getattr(data, name)
    if name == "counts":
        from riobravo import counting

        return counting.counts
    if name in ("peers", "plot"):
        return import_module(f"riobravo.{name}")
    if name == "RioBravoError":
        from riobravo.errors import RioBravoError

        return RioBravoError
    if name == "__version__":
        from riobravo.version import version

        return version()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
