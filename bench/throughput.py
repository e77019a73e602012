"""The rule annotator's time against that of spaCy's plain `nlp.pipe`: `python bench/throughput.py`, or with a PATH of your own.

The other side is the same spaCy model with all its parts, one process, over the same titles and texts, one after the other in
the order given. Both sides run in turn, several rounds, on the same articles; of each the least processor time counts, which
other work on the machine disturbs less than time by the clock. A PATH (a folder, a JSONL, CSV or Parquet file) is measured
alone; else the dataset's briefs are, and articles made of the sentences of the unrelated texts that the precision model is
fitted with (on sport, cooking and the like, in the words of the lexicon), drawn anew with a fixed seed. One thread: set
OMP_NUM_THREADS=1, as `make bench-throughput` does. Nothing here is part of the package.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from riobravo import models, resources
from riobravo.articles.read import read_articles
from riobravo.mentions.rules.annotator import annotate_many
from riobravo.mentions.rules.sentences import split
from riobravo.records import Article

SEED = 20_250_228
DAY = date(2025, 2, 28)
UNRELATED = Path(resources.__file__).parent / "evaluate" / "unrelated"


def main() -> None:
    """Measure and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument(
        "path", nargs="?", type=Path, help="texts of your own, in any form that riobravo annotate reads"
    )
    arguments.add_argument("--articles", type=int, default=400, help="how many articles of each corpus at most")
    arguments.add_argument("--rounds", type=int, default=3)
    asked = arguments.parse_args()
    corpora = (
        {str(asked.path): own(asked.path)}
        if asked.path
        else {"briefs": briefs(), "generated": generated(asked.articles)}
    )
    show(f"{machine()}\n")
    show("| corpus | articles | words | mentions | nlp.pipe, CPU s | riobravo, CPU s | ratio | words a second |")
    show("| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for corpus, articles in corpora.items():
        show(row(corpus, spread(articles, asked.articles), asked.rounds))


def show(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def row(corpus: str, articles: Sequence[Article], rounds: int) -> str:
    """Both sides on one corpus."""
    texts = {
        language: [f"{a.title}\n\n{a.text}" for a in articles if a.language == language]
        for language in sorted({a.language for a in articles})
    }
    words = sum(len(text.split()) for own_texts in texts.values() for text in own_texts)
    mentions = 0

    def plain() -> None:
        for language, own_texts in texts.items():
            for _ in models.load(language).pipe(own_texts):
                pass

    def ours() -> None:
        nonlocal mentions
        mentions = sum(len(found) for found in annotate_many(articles) if not isinstance(found, Exception))

    for side in (plain, ours):
        side()  # models are read and words are met for the first time
    base, own_time = (min(times) for times in zip(*(map(seconds, (plain, ours)) for _ in range(rounds)), strict=True))
    figures = f"{base:.2f} | {own_time:.2f} | {own_time / base:.2f} | {words / own_time:,.0f}"
    return f"| {corpus} | {len(articles):,} | {words:,} | {mentions:,} | {figures} |"


def seconds(side: Callable[[], None]) -> float:
    """The processor seconds that it takes."""
    start = time.process_time()
    side()
    return time.process_time() - start


def own(path: Path) -> list[Article]:
    """The articles of a file or folder; what cannot be read is left out."""
    return [item for item in read_articles(path, published=DAY) if isinstance(item, Article)]


def briefs() -> list[Article]:
    """The dataset's own articles."""
    return own(resources.dataset_dir() / "articles")


def spread(articles: Sequence[Article], most: int) -> list[Article]:
    """At most so many, from all over the corpus."""
    step = -(-len(articles) // most)
    return list(articles[::step])


def generated(number: int) -> list[Article]:
    """Articles of 8 to 20 sentences, each drawn from all that the unrelated texts of a language hold."""
    return [article for language in ("en", "es") for article in _generated(language, number // 2)]


def _generated(language: str, number: int) -> Iterator[Article]:
    drawn = random.Random(SEED)
    entries = resources.load_yaml(UNRELATED / f"{language}.yaml")
    read = [Article(article_id="", title="", text=e["text"], language=language, published_on=DAY) for e in entries]
    sentences = [piece.cut(article) for article in read for piece in split(article)]
    for index in range(number):
        text = "\n\n".join(" ".join(drawn.choices(sentences, k=4)) for _ in range(drawn.randint(2, 5)))
        title = drawn.choice(entries)["title"]
        yield Article(article_id=f"{language}-{index}", title=title, text=text, language=language, published_on=DAY)


def machine() -> str:
    """What it runs on."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text("utf-8").splitlines() if known.exists() else []
    processor = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor()
    )
    found = ", ".join(str(models.find(language)) for language in ("en", "es"))
    return f"{processor}, {os.cpu_count()} cores; one process, one thread; Python {platform.python_version()}; {found}."


if __name__ == "__main__":
    main()
