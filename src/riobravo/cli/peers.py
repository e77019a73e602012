"""The command that reads files of other event datasets and sets their counts beside ours."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from riobravo.cli import show
from riobravo.peers import Scope

app = typer.Typer()

_MOST_ROWS = 40

_COUNTS = """
select *
from counts_side_by_side
where n_events > 0 and month in (select month from counts_side_by_side where dataset <> 'riobravo')
order by month, event_type, dataset
"""
_READ = """
select n_rows, n_quarantined, n_out_of_scope, peer_covers_from, peer_covers_to, citation, licence_of_peer
from peer_sources
"""
_REPORT = {
    "Types of ours": "select * exclude (peer) from peer_events_by_type order by event_type nulls last",
    "Left out": "select * exclude (peer) from peer_left_out order by n_events desc, peer_code",
    "Quarantined": "select * exclude (peer) from peer_faults order by n_rows desc, detail",
}


@app.command()
def peers(
    name: Annotated[str, typer.Argument(metavar="NAME", help="gdelt, polecat, acled or ucdp.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of that dataset, or a folder of such files.")],
    counts: Annotated[bool, typer.Option("--counts", help="Print its counts beside ours, by month and type.")] = False,
    scope: Annotated[
        Scope,
        typer.Option(
            "--scope", help="actors: of the United States or Mexico, or there; dyads: of one on the other; world: all."
        ),
    ] = "actors",
    form: show.FormOption = show.Form.TABLE,
) -> int:
    """Read a file of another event dataset that you have: what counts beside ours, what is left out, and why."""
    from riobravo import data

    if counts:
        show.answer(data.query(_COUNTS, peers={name: file}, scope=scope), form.value)
        return 0
    with data.connect(peers={name: file}, scope=scope) as connection:
        read = connection.execute(_READ)
        columns = [column[0] for column in read.description or ()]
        show.table(name, ("", ""), zip(columns, read.fetchall()[0], strict=True))
        for title, query in _REPORT.items():
            answer = connection.execute(query)
            columns = [column[0] for column in answer.description or ()]
            show.table(title, columns, answer.fetchmany(_MOST_ROWS))
        for (note,) in connection.execute("select unnest(notes) from peer_sources").fetchall():
            show.tell(f"note: {note}")
    return 0


def by_name(given: Iterable[str]) -> dict[str, Path]:
    """NAME=FILE as they are given to the option --peer."""
    found = {}
    for text in given:
        name, sign, path = text.partition("=")
        if not sign:
            raise typer.BadParameter(f"{text!r} is not of the form NAME=FILE.", param_hint="--peer")
        found[name] = Path(path)
    return found
