"""A small dataset and an annotator that needs no model: it codes the sentences that hold one of its words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from riobravo.events.resolve import resolve
from riobravo.records import Article, Mention, Quarantined
from riobravo.release import derived, registry
from riobravo.release.chain import Stages
from riobravo.tables import as_polars, frames, model

TABLES = model.load_tables()

BRIEFS = {
    "2025/2025-02-28-transfer.md": (
        "en",
        "Mexico sends 29",
        "Mexico extradited 29 men to the United States on Thursday.",
    ),
    "2025/2025-03-01-entrega.md": ("es", "Entrega de 29", "México extradited a 29 reos 🐍 a Estados Unidos."),
    "2026/2026-05-02-guards.md": ("en", "Guards", "Mexico deployed 500 guards. Honduras deployed 60 soldiers at home."),
}
"""File → language, title and text; long enough for no expectation but that of a first build."""

_SENTENCE = re.compile(r"[^.]+\.")
_CODED = {"extradited": ("extradition", "extradited"), "deployed": ("deployment", "guard")}


def write_dataset(folder: Path) -> Path:
    """The sources of a dataset: three briefs, two actors, a place."""
    for name, (language, title, text) in BRIEFS.items():
        path = folder / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        front = f"id: {path.stem}\ntitle: {title}\nlanguage: {language}\npublished: {path.stem[:10]}\n"
        url = f"https://example.org/{path.stem}"
        source = f"  - {{publisher: Agency, url: {url}, published_on: {path.stem[:10]}, language: en}}"
        words = " ".join([text, *["More was not known at once."] * 12])
        path.write_text(f"---\n{front}sources:\n{source}\n---\n\n{words}\n", encoding="utf-8")
    (folder / "README.md").write_text("# The card\n\n<!-- figures -->\n<!-- figures: end -->\n", encoding="utf-8")
    (folder / "actors.yaml").write_text(
        "- {id: state-mex, name: Mexico, kind: state, country: MEX, sector: GOV, aliases: {es: [México]}}\n"
        "- {id: mex-president, name: President, kind: office, country: MEX, sector: GOV, parent: state-mex,\n"
        "   holders: [{name: A. B., from: 2018-12-01, to: '2024-10-01', sources: ['https://example.org/x']}]}\n",
        encoding="utf-8",
    )
    (folder / "places.yaml").write_text(
        "- {id: usa-tx, name: Texas, country: USA, precision: admin1, admin1: Texas, lat: 31.5, lon: -99.3, aliases: []}\n",
        encoding="utf-8",
    )
    return folder


def article(article_id: str) -> Article:
    """An article of that id."""
    return Article(article_id=article_id, title="T", text="X.", language="en", published_on=date(2025, 3, 1))


def annotate(article: Article) -> list[Mention]:
    """A mention for each sentence with a word of `_CODED`; the first word is the actor."""
    return list(_mentions(article))


def annotate_all(articles: Iterable[Article]) -> Iterator[tuple[Article, Sequence[Mention] | Quarantined]]:
    """As the real one: an article that cannot be coded is told, not dropped."""
    for article in articles:
        if "uncodable" in article.text:
            yield article, Quarantined(article.article_id, None, article.article_id, "RB-410", "cannot be coded")
        else:
            yield article, annotate(article)


STAGES = Stages(
    annotate=annotate_all,
    resolve=resolve,
    story_ids=lambda articles: {one.article_id: one.article_id for one in articles},
)


def coded_tables() -> dict[str, pl.DataFrame]:
    """Tables of a corpus with one extradition in two articles; they hold to everything that is declared."""
    articles = [
        Article(
            article_id=f"a{number}", title="Mexico extradited 29.", text=f"Story {number}. Mexico extradited 29 men.",
            language=language, published_on=date(2025, 2, 28), publisher=f"P{number}",
        )
        for number, language in enumerate(("en", "es"))
    ]  # fmt: skip
    mentions = frames.frame([mention for article in articles for mention in annotate(article)], TABLES["mentions"])
    rows = derived.articles(articles, STAGES.story_ids(articles), TABLES["articles"])
    resolved = resolve(
        mentions,
        rows,
        pl.DataFrame(schema=registry.SCHEMA),
    )
    return {
        "articles": rows,
        "mentions": mentions,
        "events": resolved.events,
        "event_mentions": resolved.event_mentions,
        "event_links": resolved.event_links,
        "quarantine": as_polars.empty(TABLES["quarantine"]),
    }


def _mentions(article: Article) -> Iterator[Mention]:
    for part in ("title", "text"):
        for number, match in enumerate(_SENTENCE.finditer(getattr(article, part))):
            for word, (event_type, subtype) in _CODED.items():
                if word in match.group():
                    yield _mention(article, part, number, match, word, event_type, subtype)


def _mention(
    article: Article, part: str, number: int, match: re.Match[str], word: str, event_type: str, subtype: str
) -> Mention:
    count = float(re.findall(r"\d+", match.group())[0])
    country = "HND" if "Honduras" in match.group() else "MEX"
    place = hashlib.sha256(f"{part}{match.start()}{event_type}".encode()).hexdigest()[:10]
    return Mention(
        mention_id=f"{article.article_id}.{place}", article_id=article.article_id, event_type=event_type,
        event_subtype=subtype, status="actual", source_name=country, source_country=country, source_sector="GOV",
        target_country="USA" if event_type == "extradition" else country, date_start=date(2025, 2, 27),
        date_end=date(2025, 2, 27), date_precision="day", date_basis="relative", quantity_low=count, quantity_best=count,
        quantity_high=count, quantity_unit="persons", quantity_modifier="exact", quantity_text=f"{count:.0f}",
        trigger=word, evidence_in=part, sentence_index=number, evidence_start=match.start(), evidence_end=match.end(),
        evidence=match.group(), rule="fake", confidence=0.9, annotator="rules", annotator_version="0",
    )  # fmt: skip
