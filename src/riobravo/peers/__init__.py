"""Event datasets of others beside ours: ``riobravo.peers.read("gdelt", path)``, ``riobravo.connect(peers={"gdelt": path})``.

What their files look like, and how their codes become types of ours, stands in ``schemas/peers.yaml``. Nothing is fetched:
the files are those that the reader has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from riobravo.peers.beside import attach
    from riobravo.peers.reader import Peer, read

__all__ = ["Peer", "Scope", "attach", "read"]

Scope = Literal["actors", "dyads", "world"]
"""Which events of a dataset are kept: of the countries of ours, of one of these on another, or all."""


def __getattr__(name: str) -> object:
    if name in ("Peer", "read"):
        from riobravo.peers import reader

        return getattr(reader, name)
    if name == "attach":
        from riobravo.peers.beside import attach

        return attach
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
