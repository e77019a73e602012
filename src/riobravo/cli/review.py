"""The command of a review: it serves the page until it is interrupted."""

from __future__ import annotations

import getpass
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from riobravo.cli import show
from riobravo.errors import RioBravoError

app = typer.Typer()


@app.command()
def review(
    articles: Annotated[
        Path | None,
        typer.Argument(
            metavar="ARTICLES", help="Articles, or a folder that annotate wrote; the dataset where none is named."
        ),
    ] = None,
    coder: Annotated[
        str | None, typer.Option("--coder", help="Who decides; the user of the system where not named.")
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            "--into", metavar="DIR", help="Folder of codings and of the log; annotations beside the articles else."
        ),
    ] = None,
    port: Annotated[int, typer.Option("--port", help="Port of the page; any that is free where not named.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
    *,
    by_mention: Annotated[
        bool,
        typer.Option("--by-mention", help="Strictly by doubt, from article to article, instead of article by article."),
    ] = False,
) -> int:
    """Review mentions on a local page, the most doubtful first; every decision is saved at once."""
    from riobravo.review.material import read_material
    from riobravo.review.session import Session

    try:
        from riobravo.review import server
    except ModuleNotFoundError as error:
        todo = "pip install 'riobravo[annotate,validate,evaluate,review]'"
        raise RioBravoError(code="RB-105", found=error.name, where="riobravo review", todo=todo) from error
    sock = server.listen(port)
    with show.progress("reading") as progress:
        found = read_material(articles, progress)
        session = Session(
            found, into or found.default_folder, coder or getpass.getuser(), by_mention=by_mention, progress=progress
        )
    with session, sock:
        for problem in session.problems:
            show.tell(problem)
        show.tell(f"{len(session.queue):,} mentions, {session.n_decided:,} decided; codings go to {session.folder}.")

        def ready(address: str) -> None:
            show.output().print(address, highlight=False, soft_wrap=True)
            if browser:
                webbrowser.open(address)

        server.serve(session, sock, ready)
    return 0
