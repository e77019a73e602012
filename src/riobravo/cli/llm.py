"""Options of the commands that may ask a language model, and the model that they set up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from riobravo.cli import show

if TYPE_CHECKING:
    from riobravo.mentions.llm.annotator import LanguageModel
    from riobravo.mentions.llm.settings import Settings
    from riobravo.release.chain import Stages

RECORD: Final = "llm_run.json"
"""What a run asked, what it was answered, what it cost: beside the tables."""

REPLIES: Final = "llm_replies"
"""The folder of the replies that are kept, beside the tables."""

Annotators = Annotated[
    str,
    typer.Option("--annotator", metavar="NAMES", help="Who codes: rules, llm, or both, as rules,llm (docs/llm.md)."),
]
Replies = Annotated[
    Path | None,
    typer.Option("--replies", metavar="DIR", help="Folder of the model's replies: what is there is not asked again."),
]
Rate = Annotated[
    float | None, typer.Option("--rate", metavar="N", help="At most so many requests to the model a minute.")
]
MaxArticles = Annotated[
    int | None,
    typer.Option("--max-articles", metavar="N", help="Ask the model of at most so many articles in this run."),
]
MaxCost = Annotated[
    float | None, typer.Option("--max-cost", metavar="SUM", help="Stop asking the model before that is spent.")
]
Prices = Annotated[
    str | None,
    typer.Option("--prices", metavar="IN,OUT", help="Price of a million tokens the model reads, and writes."),
]
Concurrency = Annotated[int, typer.Option("--concurrency", metavar="N", help="Requests to the model at one time.")]
Confidence = Annotated[
    float | None,
    typer.Option("--llm-confidence", help="Confidence of the model's mentions: its precision, as measured."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What these options were given."""

    replies: Path | None
    rate: float | None
    max_articles: int | None
    max_cost: float | None
    prices: str | None
    concurrency: int
    confidence: float | None

    def settings(self) -> Settings:
        """The settings of the environment and of these options.

        Raises:
            RioBravoError: RB-420.
        """
        from riobravo.mentions.llm import settings

        return settings.from_environment(**asdict(self) | {"prices": _prices(self.prices)})


@contextmanager
def model(given: Settings, replies: Path, record: Path) -> Iterator[LanguageModel]:
    """The model; when it is done with, or has failed, the record of the run is written and told in a line.

    Raises:
        RioBravoError: RB-105 without the libraries.
    """
    from riobravo.release import stages, write

    made = stages.language_model(given, replies)
    try:
        yield made
    finally:
        done = made.record()
        record.parent.mkdir(parents=True, exist_ok=True)
        write.write_text(json.dumps(done, ensure_ascii=False, indent=1) + "\n", record)
        asked, kept = (done["articles"].get(name, 0) for name in ("asked", "from_replies_kept"))
        cost = "" if done["cost"] is None else f", cost {done['cost']:g}"
        n_cut = done["requests"].get("answered_to_a_prompt_cut_short", 0)
        if n_cut:
            show.tell(
                f"{n_cut:,} answers are to prompts that the server seems to have cut short: give it a longer context."
            )
        show.tell(f"{given.model}: {asked:,} articles asked of, {kept:,} answered before{cost}; {record} has it all.")


@dataclass(frozen=True, slots=True)
class Coding:
    """How the articles of a corpus are coded: the stages and what their coding depends on; both None for the rules alone."""

    stages: Stages | None = None
    version: str | None = None


@contextmanager
def coding(annotator: str, given: Options, output: Path) -> Iterator[Coding]:
    """How the annotators named code, where a language model is among them.

    Raises:
        RioBravoError: RB-401 for a name that is none, RB-420 for settings that cannot be meant, RB-105.
    """
    from riobravo.mentions import annotators

    names = annotators.named(annotator)
    if annotators.MODEL not in names:
        yield Coding()
        return
    from riobravo.release import chain, stages

    replies = given.replies or output / REPLIES
    with model(given.settings(), replies, output / RECORD) as made:
        # A run that had to stop asking is not done: with what was answered since it is another one.
        n_kept = sum(1 for path in replies.rglob("*.json")) if replies.is_dir() else 0
        version = f"{','.join(names)} {made.version} {n_kept}"
        yield Coding(stages.with_model(stages.rules(chain.silent), names, made, chain.silent), version)


def _prices(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    try:
        read, written = (float(part) for part in text.split(","))
    except ValueError:
        raise typer.BadParameter(f"{text} is not two numbers, as 0.5,1.5", param_hint="--prices") from None
    return read, written
