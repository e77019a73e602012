"""The commands that measure: one coding against another, and all that ``docs/quality.md`` tells."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from riobravo import resources
from riobravo.cli import llm, show
from riobravo.errors import RioBravoError

app = typer.Typer()

_WHAT = typer.Argument(
    metavar="GOLD PRED | CODER...",
    help="Two codings of the same articles, each a folder of tables or a Parquet file of mentions, the right one first; or "
    "annotators (rules, llm, rules,llm) to be scored side by side against the articles that people coded.",
)


@app.command()
def evaluate(
    what: Annotated[list[str], _WHAT],
    split: Annotated[str | None, typer.Option("--split", help="Only articles of that split: dev or test.")] = None,
    misses: Annotated[
        Path | None, typer.Option("--misses", metavar="OUT", help="Write what was missed and wrong as a page.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
    *,
    replies: llm.Replies = None,
    rate: llm.Rate = None,
    max_articles: llm.MaxArticles = None,
    max_cost: llm.MaxCost = None,
    prices: llm.Prices = None,
    concurrency: llm.Concurrency = 1,
) -> int:
    """Score one coding against another: events by type, language and status, and their columns. Or score annotators."""
    from riobravo.mentions import annotators

    known = {annotators.RULES, annotators.MODEL}
    if all(set(name.split(",")) <= known for name in what):
        asked = llm.Options(
            replies=replies,
            rate=rate,
            max_articles=max_articles,
            max_cost=max_cost,
            prices=prices,
            concurrency=concurrency,
            confidence=None,
        )
        _side_by_side(what, split, asked, as_json=as_json)
        return 0
    if len(what) != 2:
        raise typer.BadParameter(f"{len(what)} given; two codings, or annotators: {', '.join(sorted(known))}.")
    _one_against_another(Path(what[0]), Path(what[1]), split, misses, as_json=as_json)
    return 0


def _one_against_another(gold: Path, predicted: Path, split: str | None, misses: Path | None, *, as_json: bool) -> None:
    from riobravo.evaluate import misses as page
    from riobravo.evaluate import read, score
    from riobravo.release import write

    one, other = read.read(gold, split=split), read.read(predicted)
    done = score.evaluate(one.claims, other.claims, one.languages)
    if as_json:
        show.as_json(done.as_json())
    else:
        show.scores(done)
    if misses is not None:
        asked = {name: other.claims.get(name, ()) for name in one.claims}
        matched = score.matchings(one.claims, asked)
        write.write_text(page.page(matched, one.articles, f"{predicted} against {gold}"), misses)


def _side_by_side(coders: list[str], split: str | None, asked: llm.Options, *, as_json: bool) -> None:
    """Annotators against people, on the reviewed articles of a split."""
    from riobravo.evaluate import beside
    from riobravo.evaluate import quality as measured
    from riobravo.mentions import annotators
    from riobravo.release import codings, splits

    dataset = resources.dataset_dir()
    gold = measured.gold(measured.read(dataset), dataset / codings.FOLDER)
    sides = splits.read(dataset / splits.FILE)
    kept = sorted(name for name in gold.articles if split in (None, sides.get(name)))
    if not kept:
        raise RioBravoError(code="RB-702", found=split, where=dataset / splits.FILE)
    build = dataset.parent / "build"
    with show.progress("coding") as progress, ExitStack() as stack:
        model = None
        if annotators.MODEL in beside.names(coders):
            folder = asked.replies or build / llm.REPLIES
            model = stack.enter_context(llm.model(asked.settings(), folder, build / llm.RECORD))
        done = count(1)
        articles = [gold.articles[name] for name in kept]
        coded = beside.codings(coders, articles, model, lambda: progress("coding", next(done)))
    found = beside.scores(gold.claims, coded, gold.languages)
    if as_json:
        show.as_json({coder: scores.as_json() for coder, scores in found.items()})
    else:
        heads = beside.columns(found)
        n_articles = min(scores.n_articles for scores in found.values())
        title = f"Events in {n_articles:,} articles that people coded"
        show.table(title, heads, beside.rows(found), numbers=range(2, len(heads)))


@app.command()
def agreement(
    first: Annotated[
        str, typer.Argument(metavar="A", help="A folder of codings or of tables, or a name as people, rules.")
    ],
    second: Annotated[str, typer.Argument(metavar="B", help="Another coder of the same articles.")],
    split: Annotated[str | None, typer.Option("--split", help="Only articles of that split: dev or test.")] = None,
    articles: Annotated[
        Path | None, typer.Option("--articles", help="What the codings are of, instead of dataset/articles.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="OUT", help="Write all of it, with the text: a .md or .json file.")
    ] = None,
) -> int:
    """Measure how far two coders agree: events by type, each column, what is taken for what."""
    from riobravo.evaluate import disagreements, shown, sides
    from riobravo.release import write

    read = sides.Articles(articles)
    found = disagreements.report((first, sides.side(first, read)), (second, sides.side(second, read)), split)
    show.agreement(found)
    if save is not None:
        text = shown.as_json(found.as_json()) if save.suffix == ".json" else disagreements.page(found)
        write.write_text(text, save)
    return 0


@app.command()
def fit() -> int:
    """Fit the annotator's two models anew, of events and of their dates, on the dev split and the practice texts."""
    from riobravo.evaluate import practice, train, train_dates
    from riobravo.evaluate import quality as measured
    from riobravo.mentions.rules import date_choice, precision
    from riobravo.release import codings, splits, write

    dataset = resources.dataset_dir()
    sides = splits.read(dataset / splits.FILE)
    gold = measured.gold(measured.read(dataset), dataset / codings.FOLDER)
    articles = [gold.articles[name] for name in sorted(gold.articles) if sides.get(name) == splits.DEV]
    with show.progress("reading candidates") as progress:
        done = count(1)
        texts = train.of_gold(articles, gold.claims, lambda: progress("reading candidates", next(done)))
        texts += train.of_practice(dataset / practice.FOLDER, lambda: progress("reading candidates", next(done)))
    texts += [*train.of_codebook(), *train.of_unrelated()]
    content = train.fit(texts)
    write.write_text(train.as_json(content), precision.FILE)
    show.tell(
        f"{content['n_examples']:,} candidates in {len(texts):,} texts; Brier score {content['brier']:.3f} by cross-validation."
    )
    precision.load.cache_clear()  # dates are chosen among the events that the new model finds
    with show.progress("reading dates") as progress:
        done = count(1)
        dated = train_dates.examples(articles, gold.claims, lambda: progress("reading dates", next(done)))
    choice = train_dates.fit(dated)
    write.write_text(train.as_json(choice), date_choice.FILE)
    show.tell(f"{len(dated):,} events; {choice['accuracy']:.1%} of their dates are right by cross-validation.")
    return 0


@app.command()
def figures() -> int:
    """Draw the README's figures anew, into docs/figures."""
    from riobravo import data, plot

    folder = resources.dataset_dir().parent / "docs" / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    connection = data.connect()
    plot.save(plot.headline(connection), folder / "headline.png", folder / "headline.svg", scale=1.5)
    plot.save(plot.heatmap(connection=connection), folder / "heatmap.svg")
    plot.save(plot.network(connection=connection), folder / "network.svg")
    plot.save(plot.map(connection=connection), folder / "map.svg")
    show.output().print(folder, highlight=False, soft_wrap=True)
    return 0


@app.command()
def outside(
    name: Annotated[str, typer.Argument(metavar="SET", help="The set, as evaluate/outside/sets.yaml names it.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Its file or folder, as its authors give it.")],
    part: Annotated[str | None, typer.Option("--part", help="Which part of the set it is, where it has parts.")] = None,
    save: Annotated[bool, typer.Option("--save", help="Put the figures into docs/outside.json.")] = False,
    misses: Annotated[
        Path | None, typer.Option("--misses", metavar="OUT", help="Write where the two sides differ, as CSV.")
    ] = None,
) -> int:
    """Score the annotator on gold that other people made. Only figures are kept of it, never its text."""
    from riobravo.evaluate import shown
    from riobravo.evaluate.outside import declared, figures, measure
    from riobravo.mentions import annotators
    from riobravo.release import write

    kind = declared.one(name)
    of_part = kind.part(part)
    with show.progress("coding") as progress:
        done = count(1)
        found = list(
            measure.coded(kind, kind.read()(path), annotators.get("rules"), lambda: progress("coding", next(done)))
        )
    entry = measure.entry(kind, found)
    show.outside(f"{kind.title} ({of_part})", entry)
    if misses is not None:
        write.write_text(figures.as_csv(measure.differences(kind, found)), misses)
    if save:
        file = resources.dataset_dir().parent / "docs" / figures.FILE
        write.write_text(shown.as_json(figures.joined(shown.read_json(file), kind, of_part, entry)), file)
        show.tell(f"{file} is renewed; make quality renews the page.")
    return 0


@app.command("real-news")
def real_news(
    texts: Annotated[
        Path, typer.Argument(metavar="TEXTS", help="Folder of ID.txt: title, empty line, text. The IDs have addresses.")
    ],
    save: Annotated[
        str | None, typer.Option("--save", metavar="RUN", help="Put the figures into docs/real_news.json as that run.")
    ] = None,
    misses: Annotated[
        Path | None, typer.Option("--misses", metavar="OUT", help="Write the misses of the half that may be read.")
    ] = None,
) -> int:
    """Score the annotator on newspapers' own articles that were coded by hand (dataset/real_news holds no texts)."""
    from riobravo.evaluate import misses as page
    from riobravo.evaluate import quality as quality_of
    from riobravo.evaluate import real_news as measured
    from riobravo.evaluate import shown
    from riobravo.release import write

    found = measured.read(resources.dataset_dir() / measured.FOLDER, texts)
    for problem in found.problems:
        show.tell(str(problem))
    with show.progress("coding") as progress:
        done = count(1)
        machine = measured.by_machine(found, lambda: progress("coding", next(done)))
    scores = measured.scores(found, machine)
    for half, of_half in scores.items():
        show.output().print(half, highlight=False)
        show.scores(of_half)
    if misses is not None:
        matched = measured.matched_of_read(found, machine)
        write.write_text(
            page.page(matched, quality_of.table_of(found.gold.articles.values()), "the machine against people"), misses
        )
    if save is not None:
        file = resources.dataset_dir().parent / "docs" / measured.FILE
        write.write_text(shown.as_json(measured.joined(shown.read_json(file), save, scores)), file)
        show.tell(f"{file} is renewed; make quality renews the page.")
    return 0


@app.command()
def quality() -> int:
    """Measure the machine and the readers anew, and write docs/quality.json and docs/quality.md."""
    from riobravo.evaluate import quality as measured
    from riobravo.evaluate import real_news as of_news
    from riobravo.evaluate import report, shown
    from riobravo.evaluate.outside import figures
    from riobravo.mentions.rules import precision
    from riobravo.release import codings, splits, write

    dataset = resources.dataset_dir()
    docs = dataset.parent / "docs"
    with show.progress("coding articles") as progress:
        done = count(1)
        found = measured.measure(
            dataset,
            dataset / codings.FOLDER,
            splits.read(dataset / splits.FILE),
            lambda: progress("coding articles", next(done)),
        )
    write.write_text(shown.as_json(found), docs / "quality.json")
    elsewhere = (*(shown.read_json(docs / file) for file in (figures.FILE, of_news.FILE)), precision.content())
    write.write_text(report.page(found, *elsewhere), docs / "quality.md")
    show.tell(f"{docs / 'quality.json'} and quality.md are renewed.")
    return 0
