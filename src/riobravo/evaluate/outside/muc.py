"""MUC-3/4: files of messages in capitals, and beside each a file of keys whose name begins with "key-".

A message's labels are the types of its incidents and, after a stroke, type and stage of execution (ATTACK/THREATENED). Where
a key allows two types, both are optional, as is what stands in a template the key marks as optional. A number is taken where
a template names one group of human targets that died (or, for a kidnapping, any) and gives its number as plain digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from riobravo.evaluate.outside import units
from riobravo.evaluate.outside.units import Document, Unit

KEYS: Final = "key-"
_MESSAGE: Final = re.compile(r"^((?:DEV|TST\d)-MUC\d-\d{4}).*$", re.MULTILINE)
_SLOT: Final = re.compile(r"^(\d+)\.\s+[A-Z ]+: (.+?)(?:\s{2,}(.*))?$")
_DAY: Final = re.compile(r"\b(\d{1,2} [A-Z]{3} \d\d)\b")
_OF_HEAD: Final = re.compile(r"\A.{0,400}?(?:\[[^\]]+\]\s+)+", re.DOTALL)
_HEAD: Final = 400
"""Code points in which the dateline stands."""

_ID, _TEMPLATE, _TYPE, _STAGE, _NUMBER, _EFFECT = "0", "1", "4", "5", "21", "23"
_NONE: Final = ("*", "-", "")
_COUNTED: Final = "KIDNAPPING"
_DEATH: Final = "DEATH"


@dataclass(frozen=True, slots=True)
class Template:
    """One incident of a key: the lines of each slot, by the slot's number."""

    message: str
    slots: Mapping[str, tuple[str, ...]]

    def one(self, slot: str) -> str:
        """The first line of a slot."""
        return next(iter(self.slots.get(slot, ())), "")

    @property
    def types(self) -> list[str]:
        """The types that the key allows; none for a message without an incident."""
        return [] if self.one(_TYPE) in _NONE else [name.strip() for name in self.one(_TYPE).split("/")]

    @property
    def is_optional(self) -> bool:
        """Whether the key leaves it open that this is an incident, or which."""
        return "OPTIONAL" in self.one(_TEMPLATE) or len(self.types) > 1

    @property
    def labels(self) -> set[str]:
        """Types, and types with stages."""
        stages = [stage.strip() for stage in self.one(_STAGE).split("/")]
        return {*self.types, *(f"{name}/{stage}" for name in self.types for stage in stages)}

    @property
    def number(self) -> int | None:
        """The number of human targets, where there is one to compare."""
        counted, effects = self.slots.get(_NUMBER, ()), self.slots.get(_EFFECT, ())
        digits = counted[0].split(":")[0].strip() if len(counted) == 1 else ""
        is_death = all(effect.split(":")[0].strip() == _DEATH for effect in effects)
        return int(digits) if digits.isdecimal() and (is_death or self.types == [_COUNTED]) else None


def read(path: Path) -> Iterator[Document]:
    """The messages of a folder (its files of keys are found by their names), with what the keys say of them.

    A message is read once: the distribution holds one of its test sets twice, in capitals and in mixed case.

    Raises:
        RioBravoError: RB-703 for a folder without keys, for keys that are not of their form, and for a message without a key.
    """
    files = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else []
    keys: dict[str, list[Template]] = {}
    for file in files:
        if file.name.startswith(KEYS):
            for template in _templates(file):
                keys.setdefault(template.message, []).append(template)
    if not keys:
        raise units.broken(f"no file of keys ({KEYS}...)", path)
    known: set[str] = set()
    for file in files:
        if not file.name.startswith(KEYS):
            for document in _messages(file, keys):
                if document.document_id not in known:
                    known.add(document.document_id)
                    yield document


def _messages(path: Path, keys: Mapping[str, list[Template]]) -> Iterator[Document]:
    pieces = _MESSAGE.split(units.text_of(path))
    for message, body in zip(pieces[1::2], pieces[2::2], strict=True):
        if message not in keys:
            raise units.broken(f"no key of the message {message}", path)
        paragraphs = re.split(r"\n\s*\n", _OF_HEAD.sub("", body, count=1))
        text = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())
        unit = _unit(message, text, keys[message])
        yield Document(document_id=message, units=(unit,), published_on=_day(body), language="en")


def _unit(message: str, text: str, templates: Iterable[Template]) -> Unit:
    labels: set[str] = set()
    optional: set[str] = set()
    numbers: dict[str, tuple[int, ...]] = {}
    for template in templates:
        (optional if template.is_optional else labels).update(template.labels)
        if template.number is not None and not template.is_optional:
            numbers[template.types[0]] = (*numbers.get(template.types[0], ()), template.number)
    return Unit(
        unit_id=message, text=text, labels=frozenset(labels), optional=frozenset(optional - labels), numbers=numbers
    )


def _templates(path: Path) -> Iterator[Template]:
    slots: dict[str, tuple[str, ...]] = {}
    last = ""
    for number, line in enumerate(units.text_of(path).split("\n"), start=1):
        if line.startswith(";") or not line.strip():
            continue
        match = _SLOT.match(line.rstrip())
        if match is None and not (line.startswith(" ") and last):
            raise units.broken(f"neither a slot nor a value: {line!r}", path, number)
        if match is None:
            slots[last] = (*slots[last], line.strip())
            continue
        last, value = match[1], (match[3] or "").strip()
        if last == _ID and slots:
            yield _template(slots, path, number)
            slots = {}
        slots[last] = () if value in _NONE else (value,)
    if slots:
        yield _template(slots, path, number)


def _template(slots: Mapping[str, tuple[str, ...]], path: Path, line: int) -> Template:
    message = next(iter(slots.get(_ID, ())), "")
    if not _MESSAGE.match(message):
        raise units.broken(f"a template of the message {message!r}", path, line)
    return Template(message, dict(slots))


def _day(body: str) -> date | None:
    match = _DAY.search(body[:_HEAD])
    try:
        return datetime.strptime(match[1], "%d %b %y").date() if match else None
    except ValueError:  # three letters that are no month: the message gives no date
        return None
