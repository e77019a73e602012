"""What a language model is asked: the codebook of the ontology, the rules of quoting, and the article as data between marks.

The same declarations give the same prompt, letter by letter; `version` is its hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from riobravo import ontology
from riobravo.mentions.llm import schema, wording
from riobravo.ontology import BadExample, EventType
from riobravo.records import Article

Messages = tuple[Mapping[str, str], ...]
"""A conversation: each message has a role and a content."""

_NO_EVENT: Final = "no event"


@cache
def codebook() -> str:
    """All that is said before the article, the same for every article."""
    said, kinds = wording.load(), ontology.load()
    chapters = {chapter.key: chapter for chapter in kinds.chapters}
    lines = [said.task, "", "# Codebook", ""]
    for chapter in (chapters[key] for key in said.chapters):
        lines += [f"## {chapter.title}", chapter.text, *(f"- {rule.rule} {rule.example}" for rule in chapter.rules), ""]
    lines += ["## Statuses", *_codes(kinds.lists["statuses"].codes.values()), ""]
    for event_type in kinds.types.values():
        lines += [*_type(event_type), ""]
    lines += [
        "# What is an entry",
        *_items(said.rules),
        "",
        "# Quotes",
        *_items(said.quoting),
        "",
        "# Fields, in this order",
    ]
    lines += [f"- {name}: {words}" for name, words in {**said.quotes, **said.codes}.items()]
    return "\n".join([*lines, "", said.answer])


def messages(article: Article, *, with_schema: bool = False) -> Messages:
    """The conversation that asks for the events of an article; ``with_schema`` tells the schema in words as well."""
    said = wording.load()
    mark = mark_of(article)
    told = [codebook(), said.data.replace("{mark}", mark)]
    if with_schema:
        told.append(f"{said.plain}\n{schema.as_json(schema.of_reply())}")
    filled = {
        "mark": mark,
        "published": article.published_on.isoformat(),
        "language": article.language,
        "title": article.title,
        "text": article.text,
    }
    # one pass over the template: what an article holds is never read as a part of it
    parts = said.article.replace("{", "\0{").replace("}", "}\0").split("\0")
    asked = "".join(filled[part[1:-1]] if part[:1] == "{" else part for part in parts)
    return ({"role": "system", "content": "\n\n".join(told)}, {"role": "user", "content": asked})


def repaired(asked: Messages, reply: str, problems: Sequence[str]) -> Messages:
    """The conversation that goes on with what is wrong with the reply."""
    told = "\n".join([wording.load().repair, *_items(problems)])
    return (*asked, {"role": "assistant", "content": reply}, {"role": "user", "content": told})


def mark_of(article: Article) -> str:
    """A mark that does not stand in the article, made of its content: no article can hold the end of itself."""
    whole = f"{article.title}\n{article.text}"
    mark = seed = schema.digest(whole)
    while mark[:16] in whole:
        mark = schema.digest(f"{seed}{mark}")
    return f"=== {mark[:16]} ==="


@cache
def version() -> str:
    """Eight digits that change with any word of the prompt."""
    said = wording.load()
    return schema.digest("\0".join((codebook(), said.data, said.article, said.plain, said.repair)))[:8]


def _type(event_type: EventType) -> Iterator[str]:
    yield f"## Type {event_type.name}"
    yield f"{event_type.definition} Units: {', '.join(event_type.units) or 'none'}."
    yield from (f"- {role}: {words}" for role, words in event_type.roles.items())
    yield from (f"- {rule.rule} {rule.example}" for rule in event_type.rules)
    yield from _examples(event_type.example, event_type.bad_example)
    for subtype in event_type.subtypes.values():
        yield f"### {event_type.name}/{subtype.name}: {subtype.definition}"
        yield from _examples(subtype.example, subtype.bad_example)


def _examples(example: Mapping[str, str], bad: BadExample) -> Iterator[str]:
    yield f"- yes: {' / '.join(example.values())}"
    yield f"- not: {bad.text} ({bad.instead or _NO_EVENT}: {bad.why})"


def _codes(codes: Iterable[ontology.Code]) -> Iterator[str]:
    for code in codes:
        yield f"- {code.name}: {code.definition} {' / '.join(code.example.values())}"


def _items(texts: Iterable[str]) -> Iterator[str]:
    return (f"- {text}" for text in texts)
