"""The commands that carry codings to the tools of coders and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from riobravo import resources
from riobravo.cli import show

if TYPE_CHECKING:
    from riobravo.exchange.files import Done

app = typer.Typer()

_TOOL = "label-studio, brat, doccano, spacy or csv."
ArticlesOption = Annotated[
    Path | None,
    typer.Option("--articles", metavar="PATH", help="What the codings are of, instead of dataset/articles."),
]


@app.command("export")
def export_codings(
    to: Annotated[str, typer.Option("--to", metavar="TOOL", help=_TOOL)],
    output: Annotated[Path, typer.Option("--output", metavar="DIR", help="Folder for the tool's files.")],
    folder: Annotated[
        Path | None, typer.Option("--codings", metavar="DIR", help="Folder of codings instead of dataset/annotations.")
    ] = None,
    articles: ArticlesOption = None,
) -> int:
    """Write codings as files of an annotation tool."""
    from riobravo.evaluate.sides import Articles
    from riobravo.exchange import files
    from riobravo.mentions.people import coding

    files.tool(to)
    found = coding.read_folder(folder or resources.dataset_dir() / coding.FOLDER)
    return _told(files.export(found, Articles(articles).by_id, to, output), f"written to {output}")


@app.command("import")
def import_codings(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The tool's export: a file, or a folder as brat's.")],
    of: Annotated[str, typer.Option("--from", metavar="TOOL", help=_TOOL)],
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Folder for the codings.")],
    coder: Annotated[str | None, typer.Option("--coder", help="Who coded; as exported where not named.")] = None,
    articles: ArticlesOption = None,
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Replace codings that are there.")] = False,
) -> int:
    """Take codings in from an annotation tool; each is checked, and what does not hold is told."""
    from riobravo.evaluate.sides import Articles
    from riobravo.exchange import files

    files.tool(of)
    done = files.take_in(path, Articles(articles).by_id, of, into, coder=coder, replace=replace)
    return _told(done, f"written to {into}")


def _told(done: Done, where: str) -> int:
    for problem in done.problems:
        show.tell(problem)
    show.output().print(f"{done.n:,} codings {where}, {len(done.problems):,} left out", highlight=False, soft_wrap=True)
    return 1 if done.problems else 0
