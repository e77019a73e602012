"""Other datasets beside ours in one DuckDB connection: the tables peer_*, and the views of ``sql/peers``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from riobravo.peers import Scope, declared
from riobravo.peers.reader import read
from riobravo.release import queries, views
from riobravo.tables import as_duckdb


def attach(connection: duckdb.DuckDBPyConnection, files: Mapping[str, Path | str], *, scope: Scope = "actors") -> None:
    """Makes the tables peer_events, peer_quarantine and peer_sources in the connection, and the views that compare them.

    ``files`` gives for each dataset a file or a folder; ``scope`` as for `read`. The connection's own tables and views are
    those of `riobravo.connect`. All is temporary: no file is changed.

    Raises:
        RioBravoError: as `read`.
    """
    found = [read(name, path, scope=scope) for name, path in files.items()]
    tables = declared.load().tables
    for name, parts in (
        (declared.EVENTS, [peer.events for peer in found]),
        (declared.QUARANTINE, [peer.quarantine for peer in found]),
        (declared.SOURCES, [peer.source for peer in found]),
    ):
        connection.execute(as_duckdb.ddl(tables[name], is_temporary=True))
        for part in parts:
            connection.from_arrow(part.to_arrow()).insert_into(name)
    ours = [query.name for query in queries.view_queries()]
    views.create_views(connection, queries.peer_queries(), beside=[*ours, *tables], is_temporary=True)
