"""The commands. Each reads its arguments, makes one call, and shows what came back; heavy packages load when they are used."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from riobravo import resources
from riobravo.cli import briefs, codings, corpus, diff, exchange, peers, quality, release, review, show

app = typer.Typer(
    help="Río Bravo: US-Mexico security events, from articles to counted tables.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
models_app = typer.Typer(help="The language models that annotation needs.")
app.add_typer(models_app, name="models")
app.add_typer(briefs.app)
app.add_typer(corpus.app)
app.add_typer(quality.app)
app.add_typer(peers.app)
app.add_typer(release.app)
app.add_typer(diff.app)
app.add_typer(codings.app, name="codings")
app.add_typer(review.app)
app.add_typer(exchange.app)


TablesOption = Annotated[
    Path | None,
    typer.Option("--tables", metavar="PATH", help="A folder of tables, or a .duckdb file, instead of the dataset."),
]


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """US-Mexico security events, from articles to counted tables."""
    if version:
        from riobravo.version import version as of_package

        show.output().print(f"riobravo {of_package()}", highlight=False)
    elif context.invoked_subcommand is None:
        show.output().print(context.get_help(), highlight=False, markup=False)


@app.command()
def build(
    cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="Code again only what changed, or everything.")
    ] = True,
) -> int:
    """Build the dataset from dataset/articles: tables, views, checks, checksums."""
    from riobravo.release.build import NotValidError
    from riobravo.release.build import build as of_dataset

    kept = resources.cache_dir() if cache else None
    try:
        with show.progress("starting") as progress:
            done = of_dataset(resources.dataset_dir(), progress=progress, cache=kept)
    except NotValidError as error:
        show.problems(error.problems)
        show.tell_error(str(error))
        return 1
    show.report(done)
    return 0


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(help="A file of articles.")],
    published: corpus.DateOption = None,
    language: corpus.LanguageOption = None,
    article_id: Annotated[
        str | None, typer.Option("--id", help="The article to explain, where the file has several.")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="OUT", help="Write a page instead.")] = None,
) -> int:
    """Show a text with what the annotator codes in it, and why."""
    from riobravo.articles.read import read_articles
    from riobravo.records import Quarantined
    from riobravo.release import stages, write

    items = list(read_articles(file, published=published.date() if published else None, language=language))
    wanted = [item for item in items if article_id is None or item.article_id == article_id]
    articles = [item for item in wanted if not isinstance(item, Quarantined)]
    for item in wanted:
        if isinstance(item, Quarantined):
            show.tell_error(f"[{item.reason}] {item.origin}: {item.detail}")
    if not wanted:
        raise typer.BadParameter(f"{file} has no article {article_id!r}.", param_hint="--id")
    if html is not None and len(articles) > 1:
        raise typer.BadParameter(f"{file} has {len(articles)} articles; name one with --id.", param_hint="--html")
    from riobravo.mentions import explain as explained  # late: a wrong path should not wait for libraries to load

    annotator = stages.rule_annotator()
    for article in articles:
        mentions = annotator(article)
        if html is None:
            explained.to_terminal(article, mentions, show.output())
        else:
            write.write_text(explained.to_html(article, mentions), html)
    return 0 if articles else 2


@app.command()
def validate(
    path: Annotated[Path | None, typer.Argument(help="A folder of tables; the dataset where none is named.")] = None,
    data_docs: Annotated[
        Path | None,
        typer.Option("--data-docs", metavar="DIR", help="Write what was expected and measured there, as pages."),
    ] = None,
) -> int:
    """Hold tables to everything that is declared of them."""
    from riobravo.release.validate import problems_at
    from riobravo.tables.problems import counted

    folder = path if path is not None else resources.tables_dir()
    found = problems_at(folder, docs=data_docs)
    show.problems(found)
    show.output().print(f"{folder}: {counted(found) if found else 'valid'}", highlight=False, soft_wrap=True)
    return 1 if found else 0


@app.command()
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One query that only reads.")],
    form: show.FormOption = show.Form.TABLE,
    tables: TablesOption = None,
    peer: Annotated[
        list[str] | None,
        typer.Option("--peer", metavar="NAME=FILE", help="Another dataset to ask as well (see riobravo peers)."),
    ] = None,
) -> int:
    """Ask the dataset a question in SQL. It can read the tables and views, and nothing else."""
    from riobravo import data

    show.answer(data.query(sql, path=tables, peers=peers.by_name(peer or ())), form.value)
    return 0


@app.command()
def tables(path: TablesOption = None) -> int:
    """List the tables, views and macros with what one row stands for."""
    from riobravo import data

    rows = [
        (found.name, found.kind, "" if found.rows is None else f"{found.rows:,}", found.grain)
        for found in data.relations(path)
    ]
    show.table("", ("name", "kind", "rows", "grain"), rows, numbers=(2,))
    return 0


@app.command()
def trace(
    event_id: Annotated[str, typer.Argument(metavar="EVENT_ID", help="The id of an event, as in the table events.")],
    tables: TablesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> int:
    """Show what an event rests on: its mentions, their evidence and sources, why they are one event, and its links."""
    from riobravo import data
    from riobravo.cli import show_trace

    found = data.trace(event_id, path=tables)
    if as_json:
        show.as_json(found.as_json())
    else:
        show_trace.to_terminal(found, show.output())
    return 0


@app.command()
def views() -> int:
    """Write docs/views.md anew: the views and macros with their columns, and an example of each."""
    from riobravo import data
    from riobravo.release import viewbook, write
    from riobravo.tables import model

    path = resources.dataset_dir().parent / "docs" / viewbook.FILE
    with data.connect() as connection:
        write.write_text(viewbook.render(connection, model.load_tables()), path)
    show.output().print(path, highlight=False, soft_wrap=True)
    return 0


@app.command()
def site(
    output: Annotated[Path, typer.Argument(metavar="DIR", help="Folder for the data; what it had is replaced.")],
) -> int:
    """Write the data of the web page in site/: events, what is behind each, downloads."""
    from riobravo.release.site import export

    root = resources.dataset_dir().parent
    n_bytes = export(root / "dataset", output, outline=resources.outline(), citation=root / "CITATION.cff")
    show.output().print(f"{output}: {n_bytes:,} bytes", highlight=False, soft_wrap=True)
    return 0


@models_app.command()
def install(
    languages: Annotated[list[str] | None, typer.Argument(help="Languages; all where none is named.")] = None,
) -> int:
    """Install the language models that are missing."""
    from riobravo import models

    for model in models.install(languages or ()):
        show.output().print(str(model), highlight=False)
    return 0
