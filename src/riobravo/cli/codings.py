"""The commands of whoever codes articles by hand: begin a coding, check it, sign it after the article was edited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from riobravo import resources
from riobravo.cli import show
from riobravo.errors import RioBravoError

if TYPE_CHECKING:
    from riobravo.records import Article

app = typer.Typer(help="Codings by people, in dataset/annotations.")

FolderOption = Annotated[
    Path | None, typer.Option("--folder", metavar="DIR", help="Folder of the codings instead of dataset/annotations.")
]


@app.command()
def start(
    article_id: Annotated[str, typer.Argument(help="The article to code.")],
    coder: Annotated[str, typer.Option("--coder", help="Who codes it.")],
    folder: FolderOption = None,
) -> int:
    """Make the file of a new coding, without an event yet."""
    from riobravo.mentions.people import coding
    from riobravo.release import write

    articles = _articles()
    if article_id not in articles:
        raise RioBravoError(code="RB-414", found=article_id)
    path = _folder(folder) / coding.file_of(articles[article_id])
    if path.exists():
        raise RioBravoError(code="RB-232", found=path.name, where=path.parent)
    path.parent.mkdir(parents=True, exist_ok=True)
    write.write_text(coding.skeleton(articles[article_id], coder), path)
    show.output().print(path, highlight=False, soft_wrap=True)
    return 0


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE", help="Codings; all of the folder where none is named.")
    ] = None,
    folder: FolderOption = None,
) -> int:
    """Check codings: form, evidence, codes, and that the article still reads as it did."""
    from riobravo.release import codings
    from riobravo.tables import model

    wanted = files or sorted(_folder(folder).rglob("*.yaml"))
    done = codings.check(wanted, _articles(), model.load())
    for problem in done.problems:
        show.tell(problem)
    told = f"{len(done.problems):,} problems" if done.problems else "no problem"
    show.output().print(f"{len(wanted):,} codings, {done.n_events:,} events: {told}", highlight=False)
    return 1 if done.problems else 0


@app.command()
def split() -> int:
    """Give every coded article without a side one, in dataset/splits.csv; given sides stay."""
    from riobravo.release import codings, splits, write
    from riobravo.tables import model

    path = resources.dataset_dir() / splits.FILE
    files = sorted(_folder(None).rglob("*.yaml"))
    given = splits.read(path)
    sides = codings.sides(files, _articles(), given, model.load())
    write.write_text(splits.render(sides), path)
    show.tell(f"{len(sides) - len(given):,} articles were given a side.")
    return 0


@app.command()
def sign(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Codings that were looked at again.")],
) -> int:
    """Say of codings that they hold of the article as it reads now (renews sha256)."""
    from riobravo.mentions.people import coding
    from riobravo.release import write

    articles = _articles()
    for path in files:
        found = coding.read(path)
        if found.article_id not in articles:
            raise RioBravoError(code="RB-414", found=found.article_id, where=path.name)
        text = path.read_text(encoding="utf-8")
        write.write_text(text.replace(found.sha256, coding.digest(articles[found.article_id]), 1), path)
    return 0


def _articles() -> dict[str, Article]:
    from riobravo.articles.read import read_articles
    from riobravo.records import Article

    items = read_articles(resources.dataset_dir() / "articles")
    return {item.article_id: item for item in items if isinstance(item, Article)}


def _folder(folder: Path | None) -> Path:
    from riobravo.release import codings

    return folder or resources.dataset_dir() / codings.FOLDER
