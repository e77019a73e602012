"""The file of a coding: what one reader coded of one article, and of which text.

An entry under ``events`` is one event as this article tells it: the coded columns by their names in ``schemas/fields.yaml``
(those that ``tables.yaml`` lists under ``coded_columns``), and under ``evidence`` the sentences that assert it, quoted word for
word or, where a text may not be kept, by their offsets in code points (``[120, 245]``). ``event_key`` names the event across
articles; ``links`` lead to the keys of earlier events.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from riobravo import ontology, resources
from riobravo.articles import ids
from riobravo.errors import RioBravoError
from riobravo.records import Article
from riobravo.tables import model

FOLDER: Final = "annotations"
"""Where the codings of a dataset lie, in it."""

ANNOTATOR: Final = "people"
"""What mentions say of who coded them."""

_HEAD: Final = ("article_id", "sha256", "coder", "events")
_BESIDE_COLUMNS: Final = ("evidence", "event_key", "links")
_OF_ONE_MENTION: Final = ("status", "is_hedged")
"""What a sentence may say differently from the article as a whole ("will hand over" above "handed over")."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence that asserts the event: where it stands, its words or their offsets, and what is coded of it alone."""

    evidence_in: str
    quote: str | tuple[int, int]
    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class CodedLink:
    """A link from the event to an earlier one, by its key."""

    to: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedEvent:
    """One event as the article tells it."""

    columns: Mapping[str, Any]
    evidence: tuple[Evidence, ...]
    event_key: str | None = None
    links: tuple[CodedLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One reader's coding of one article; ``sha256`` is `digest` of the article that was read."""

    article_id: str
    sha256: str
    coder: str
    events: tuple[CodedEvent, ...]

    def is_of(self, article: Article) -> bool:
        """Whether the article still reads as it did when it was coded."""
        return self.sha256 == digest(article)


def digest(article: Article) -> str:
    """SHA-256 of title and text, in hexadecimal digits."""
    return digest_of(article.title, article.text)


def digest_of(title: str, text: str) -> str:
    """As `digest`, of an article that is a row."""
    return hashlib.sha256(f"{title}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def file_of(article: Article) -> str:
    """Where the coding of an article lies below its folder; an id that is no plain name becomes one."""
    return f"{article.published_on.year:04}/{ids.safe_file_name(article.article_id)}.yaml"


def skeleton(article: Article, coder: str) -> str:
    """The file of a coding that holds no event yet."""
    return render(Coding(article_id=article.article_id, sha256=digest(article), coder=coder, events=()))


def render(coding: Coding) -> str:
    """The file of a coding: what `read` reads as the same coding."""
    content = {
        "article_id": coding.article_id,
        "sha256": coding.sha256,
        "coder": coding.coder,
        "events": [_given(event) for event in coding.events],
    }
    return resources.dump_yaml(content)


def _given(event: CodedEvent) -> dict[str, Any]:
    names = model.load().coded_columns
    first = {name: event.columns[name] for name in names[:3] if name in event.columns}
    rest = {name: event.columns[name] for name in names[3:] if name in event.columns}
    evidence = [{item.evidence_in: _as_given(item.quote), **item.columns} for item in event.evidence]
    key = {} if event.event_key is None else {"event_key": event.event_key}
    links = {"links": [{"to": link.to, "relation": link.relation} for link in event.links]} if event.links else {}
    return {**first, "evidence": evidence, **rest, **key, **links}


def _as_given(quote: str | tuple[int, int]) -> str | list[int]:
    return quote if isinstance(quote, str) else list(quote)


def read_folder(folder: Path) -> dict[str, Coding]:
    """The codings below a folder by article_id; none where there is no folder.

    Raises:
        RioBravoError: RB-411 for a file that is no coding or codes an article a second time; RB-103, RB-104.
    """
    found: dict[str, Coding] = {}
    for path in sorted(folder.rglob("*.yaml")):
        coding = read(path)
        if coding.article_id in found:
            raise RioBravoError(code="RB-411", found=f"a second coding of {coding.article_id}", where=path)
        found[coding.article_id] = coding
    return found


def read(path: Path) -> Coding:
    """One file.

    Raises:
        RioBravoError: RB-411 for a file of another form, RB-103 and RB-104 for broken YAML.
    """
    found = parse(resources.load_yaml(path, aliases=False), path.name)
    if path.stem not in (found.article_id, ids.safe_file_name(found.article_id)):
        raise RioBravoError(code="RB-411", found=f"article_id {found.article_id}", allowed=path.stem, where=path.name)
    return found


def parse(content: Any, where: str) -> Coding:
    """The content of a file, or of another tool's file in the same keys.

    Raises:
        RioBravoError: RB-411 for another form.
    """
    _keys(content, where, required=_HEAD)
    for key in _HEAD[:-1]:
        if not isinstance(content[key], str) or not content[key]:
            raise RioBravoError(code="RB-411", found=f"{key}: {content[key]!r}", allowed="a text", where=where)
    events = tuple(
        _event(entry, f"{where}, event {number}") for number, entry in enumerate(_list(content["events"], where), 1)
    )
    return Coding(article_id=content["article_id"], sha256=content["sha256"], coder=content["coder"], events=events)


def _event(entry: Any, where: str) -> CodedEvent:
    columns = model.load().coded_columns
    _keys(entry, where, required=("event_type", "status", "evidence"), allowed=(*columns, *_BESIDE_COLUMNS))
    types = ontology.load().types
    if entry["event_type"] not in types:
        raise RioBravoError(code="RB-411", found=entry["event_type"], allowed=", ".join(types), where=where)
    subtypes = types[entry["event_type"]].subtypes
    if entry.get("event_subtype") not in (None, *subtypes):
        raise RioBravoError(code="RB-411", found=entry["event_subtype"], allowed=", ".join(subtypes), where=where)
    evidence = tuple(_evidence(item, where) for item in _list(entry["evidence"], f"{where}, evidence"))
    if not evidence:
        raise RioBravoError(code="RB-411", found="no evidence", allowed="at least one sentence", where=where)
    links = tuple(_link(item, where) for item in _list(entry.get("links", []), f"{where}, links"))
    key = entry.get("event_key")
    if key is not None and not isinstance(key, str):
        raise RioBravoError(code="RB-411", found=f"event_key: {key!r}", allowed="a text", where=where)
    if links and key is None:
        raise RioBravoError(code="RB-411", found="links of an event without a key", allowed="an event_key", where=where)
    coded = {name: entry[name] for name in columns if entry.get(name) is not None}
    return CodedEvent(columns=MappingProxyType(coded), evidence=evidence, event_key=key, links=links)


def _evidence(item: Any, where: str) -> Evidence:
    places = tuple(ontology.load().codes("evidence_in"))
    _keys(item, f"{where}, evidence", allowed=(*places, *_OF_ONE_MENTION))
    given = [place for place in places if place in item]
    quote = _quote(item[given[0]]) if len(given) == 1 else None
    if quote is None:
        allowed = f"one of {', '.join(places)} with the words of one sentence, or with their offsets [start, end]"
        raise RioBravoError(code="RB-411", found=item, allowed=allowed, where=f"{where}, evidence")
    own = {name: item[name] for name in _OF_ONE_MENTION if name in item}
    return Evidence(given[0], quote, MappingProxyType(own))


def _quote(value: Any) -> str | tuple[int, int] | None:
    if isinstance(value, str):
        return value.strip() or None
    match value:
        case [int() as start, int() as end] if 0 <= start < end:
            return start, end
        case _:
            return None


def _link(item: Any, where: str) -> CodedLink:
    _keys(item, f"{where}, links", required=("to", "relation"))
    relations = ontology.load().relations
    if item["relation"] not in relations:
        allowed = ", ".join(relations)
        raise RioBravoError(code="RB-411", found=item["relation"], allowed=allowed, where=f"{where}, links")
    return CodedLink(str(item["to"]), item["relation"])


def _keys(content: Any, where: str, *, required: tuple[str, ...] = (), allowed: tuple[str, ...] = ()) -> None:
    if not isinstance(content, dict):
        raise RioBravoError(code="RB-411", found=content, allowed="keys with values", where=where)
    for key in required:
        if key not in content:
            raise RioBravoError(code="RB-411", found=f"no {key}", where=where)
    for key in content:
        if key not in (*required, *allowed):
            known = ", ".join((*required, *allowed))
            raise RioBravoError(code="RB-411", found=f"the key {key}", allowed=known, where=where)


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise RioBravoError(code="RB-411", found=value, allowed="a list", where=where)
    return value
