"""The commands of whoever writes briefs: make a skeleton, check what was written."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from riobravo import resources
from riobravo.cli import show
from riobravo.errors import RioBravoError

if TYPE_CHECKING:
    from riobravo.articles.checks import Check

app = typer.Typer()

_ARTICLES = "articles"


@app.command()
def add(
    language: Annotated[str, typer.Option("--language", help="Language of the brief: en or es.")],
    published: Annotated[
        datetime, typer.Option("--published", formats=["%Y-%m-%d"], metavar="DATE", help="The day it is dated.")
    ],
    slug: Annotated[str, typer.Option("--slug", help="A few words for its id, such as guard-to-the-border.")],
    title: Annotated[str, typer.Option("--title", help="Its headline.")],
) -> int:
    """Make the skeleton of a new brief in dataset/articles."""
    from riobravo.articles import brief
    from riobravo.release import write

    new = brief.skeleton(published=published.date(), slug=slug, title=title, language_code=language)
    path = resources.dataset_dir() / _ARTICLES / brief.file_of(new.article_id, new.published_on)
    if path.exists():
        raise RioBravoError(code="RB-232", found=path.name, where=path.parent)
    path.parent.mkdir(exist_ok=True)
    write.write_text(brief.render(new), path)
    show.output().print(path, highlight=False, soft_wrap=True)
    show.tell(f"Fill it in, give it a row in dataset/checks.csv, then run: riobravo lint {path}")
    return 0


@app.command()
def lint(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE", help="Briefs in dataset/articles; all where none is named.")
    ] = None,
    write_counts: Annotated[
        bool, typer.Option("--write-counts", help="Renew the counts in dataset/CHECKS.md first.")
    ] = False,
) -> int:
    """Check briefs: form, sources, dates, language, wording, and their rows in dataset/checks.csv."""
    from riobravo.articles import checks
    from riobravo.articles import lint as linter
    from riobravo.tables import model

    dataset = resources.dataset_dir()
    folder = dataset / _ARTICLES
    wanted = {_below(folder, file) for file in files or ()}
    rows = checks.read(dataset / checks.NAME)
    if write_counts:
        _write_counts(dataset / checks.SUMMARY, rows)
    briefs, problems = linter.read(folder, linter.files_in(folder))
    problems += linter.problems(briefs, model.load().coverage)
    problems += checks.problems(rows, {item.article.article_id for item in briefs})
    problems += checks.problems_of_summary((dataset / checks.SUMMARY).read_text(encoding="utf-8"), rows)
    shown = [problem for problem in problems if not wanted or _is_about(problem, wanted)]
    for problem in shown:
        show.tell(str(problem))
    told = f"{len(shown):,} problems" if shown else "no problem"
    show.output().print(f"{len(wanted) or len(briefs):,} briefs: {told}", highlight=False)
    return 1 if shown else 0


def _below(folder: Path, file: Path) -> str:
    """The name of a brief relative to the folder of articles, by which its problems name it."""
    try:
        name = file.resolve(strict=True).relative_to(folder.resolve()).as_posix()
    except FileNotFoundError as error:
        raise RioBravoError(code="RB-201", found="nothing", where=file) from error
    except ValueError as error:
        raise RioBravoError(
            code="RB-201", found="a file elsewhere", where=file, allowed=f"files in {folder}"
        ) from error
    return name


def _is_about(problem: RioBravoError, wanted: set[str]) -> bool:
    return problem.where in wanted or any(Path(name).stem in f"{problem.where} {problem.found}" for name in wanted)


def _write_counts(page: Path, rows: list[Check]) -> None:
    from riobravo.articles import checks
    from riobravo.release import write

    write.write_text(checks.with_summary(page.read_text(encoding="utf-8"), rows), page)
