"""Which tool has which files: folders of codings out to a tool's folder, and a tool's files in to a folder of codings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from riobravo.errors import RioBravoError
from riobravo.exchange import brat, jsonl, label_studio, sheet, spans
from riobravo.exchange.spans import Document
from riobravo.mentions.people import coding
from riobravo.mentions.people.coding import Coding
from riobravo.records import Article
from riobravo.release import codings, write
from riobravo.tables import model


@dataclass(frozen=True, slots=True)
class Tool:
    """How a tool is written to (file names with texts) and read from."""

    files: Callable[[Sequence[Document]], dict[str, str]]
    read: Callable[[Path], Iterator[Document | RioBravoError]]


TOOLS: Final[Mapping[str, Tool]] = {
    "label-studio": Tool(label_studio.files, label_studio.read),
    "brat": Tool(brat.files, brat.read),
    "doccano": Tool(jsonl.doccano_files, jsonl.read_doccano),
    "spacy": Tool(jsonl.spacy_files, jsonl.read_spacy),
    "csv": Tool(sheet.files, sheet.read),
}


def tool(name: str) -> Tool:
    """The tool of that name.

    Raises:
        RioBravoError: RB-913.
    """
    if name not in TOOLS:
        raise RioBravoError(code="RB-913", found=name, allowed=", ".join(TOOLS))
    return TOOLS[name]


@dataclass(frozen=True, slots=True)
class Done:
    """How many codings went through, and what did not, in words."""

    n: int
    problems: tuple[str, ...]


def export(found: Mapping[str, Coding], articles: Mapping[str, Article], to: str, output: Path) -> Done:
    """Writes codings into a folder for a tool. A coding that no longer fits its article is told and left out."""
    kept, problems = [], []
    for article_id, one in sorted(found.items()):
        try:
            if article_id not in articles:
                raise RioBravoError(code="RB-414", found=article_id)
            kept.append(spans.document(one, articles[article_id]))
        except RioBravoError as error:
            problems.append(str(error))
    output.mkdir(parents=True, exist_ok=True)
    for name, text in tool(to).files(kept).items():
        write.write_text(text, output / name)
    return Done(len(kept), tuple(problems))


def take_in(
    path: Path, articles: Mapping[str, Article], of: str, into: Path, *, coder: str | None = None, replace: bool = False
) -> Done:
    """Writes what a tool's files say as codings into a folder.

    Each is held to all that `riobravo codings check` asks of one article; what does not hold is told and left out. A coding
    that is there already stays unless it may be replaced.
    """
    n, problems = 0, []
    for found in tool(of).read(path):
        try:
            if isinstance(found, RioBravoError):
                raise found
            _write(found, articles, into, coder, replace=replace)
            n += 1
        except RioBravoError as error:
            problems.append(str(error))
    return Done(n, tuple(problems))


def _write(found: Document, articles: Mapping[str, Article], into: Path, coder: str | None, *, replace: bool) -> None:
    article = articles.get(found.article_id)
    if article is None:
        raise RioBravoError(code="RB-414", found=found.article_id)
    one = spans.coding_of(found, article)
    if coder is not None:
        one = Coding(article_id=one.article_id, sha256=one.sha256, coder=coder, events=one.events)
    faults = codings.problems_of(one, article, model.load())
    if faults:
        raise RioBravoError(code="RB-905", found="; ".join(faults), where=found.article_id)
    path = into / coding.file_of(article)
    if path.exists() and not replace and coding.read(path) != one:
        raise RioBravoError(code="RB-914", found=path.name, where=path.parent)
    path.parent.mkdir(parents=True, exist_ok=True)
    write.write_text(coding.render(one), path)
