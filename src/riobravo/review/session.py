"""A review going on: drafts, queue, decisions, and the codings that they make. It alone writes into the folder of codings.

An article that has a coding is written at every decision, for its coding is whole at any time: what machines propose is not in
it. One that has none gets its coding with the decision on its last mention, for until then a build is better off with the
machine's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Self

from riobravo import ontology
from riobravo.errors import RioBravoError
from riobravo.mentions.people import annotate, coding
from riobravo.mentions.people.coding import Coding
from riobravo.records import Article
from riobravo.release import chain, write
from riobravo.review import draft as drafts
from riobravo.review import material
from riobravo.review.decide import KINDS, Changes, name_event
from riobravo.review.doubt import Signs, score
from riobravo.review.draft import Draft, Entry, Line
from riobravo.review.journal import Journal
from riobravo.review.material import Material
from riobravo.tables import frames, model

Record = Mapping[str, Any]

_CHECKED_IN_FULL = ("correct", "add", "merge")
"""Decisions that make new values; the others let stand what validation has seen already."""


@dataclass(frozen=True, slots=True)
class Item:
    """One mention of the queue."""

    article_id: str
    line_id: str
    score: float


class Session:
    """Everything of one review; close it to let others write into the folder."""

    def __init__(
        self,
        given: Material,
        folder: Path,
        coder: str,
        *,
        by_mention: bool = False,
        progress: chain.Progress = chain.silent,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Reads the codings and the log in the folder and orders the queue.

        Raises:
            RioBravoError: RB-901, RB-902 of the log; RB-411, RB-103, RB-104 of a coding.
        """
        self.material, self.folder, self.coder = given, folder, coder
        self.problems = list(given.problems)
        self._clock = clock
        self._codings, self._paths = _codings(folder)
        self.drafts: dict[str, Draft] = {}
        self.versions: dict[str, int] = {}
        self._active: list[Record] = []
        self._n_records = 0
        self.journal = Journal(folder)
        try:
            self._replay()
            self._begin(progress)
        except BaseException:
            self.journal.close()
            raise
        self.signs = {name: material.signs(given, self.drafts[name]) for name in self.drafts}
        self.queue = self._ordered(by_mention=by_mention)

    def __enter__(self) -> Self:
        """The session itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes its log."""
        self.journal.close()

    # ── what there is ────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def n_decided(self) -> int:
        """How many mentions of the queue are decided."""
        return sum(self._is_decided(item) for item in self.queue)

    def open_items(self, start: int, n: int) -> list[tuple[int, Item]]:
        """Undecided mentions from a position of the queue on, with theirs; round to the beginning at the end."""
        found = []
        for step in range(len(self.queue)):
            position = (start + step) % len(self.queue)
            if not self._is_decided(self.queue[position]):
                found.append((position, self.queue[position]))
                if len(found) == n:
                    break
        return found

    def article(self, article_id: str) -> Article:
        """The article. Raises RB-903 where it is not of this review."""
        if article_id not in self.drafts:
            raise RioBravoError(code="RB-903", found=f"the article {article_id}")
        return self.material.articles[article_id]

    def signs_of(self, article_id: str, line_id: str) -> Signs:
        """The signs of doubt of a line; none of one that was added."""
        return self.signs[article_id].get(line_id, Signs())

    def expected(self, draft: Draft, who: Sequence[str]) -> Coding | None:
        """The coding that belongs on disk for a draft; None for an article that is not done yet."""
        if not draft.is_coded and not draft.is_done:
            return None
        return self._coding(draft, who)

    def _coding(self, draft: Draft, who: Sequence[str]) -> Coding:
        named = replace(draft, coders=tuple(dict.fromkeys((*draft.coders, *who))))
        return drafts.to_coding(named, self.material.articles[draft.article_id])

    def _is_decided(self, item: Item) -> bool:
        return any(
            line.decision is not None
            for entry in self.drafts[item.article_id].entries
            for line in entry.lines
            if line.line_id == item.line_id
        ) or not self._has(item)

    def _has(self, item: Item) -> bool:
        return any(line.line_id == item.line_id for _, line in self.drafts[item.article_id].lines())

    # ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────────

    def decide(self, asked: Mapping[str, Any]) -> None:
        """One decision: judged, logged, applied, written.

        Raises:
            RioBravoError: RB-903 for what is no decision, RB-904 where the article has changed since it was shown, RB-905
                where the coding would not hold. Nothing is saved then. RB-606 where the disk refuses.
        """
        article_id, kind = str(asked.get("article_id")), str(asked.get("kind"))
        self.article(article_id)
        if asked.get("version") != self.versions.get(article_id, 0):
            raise RioBravoError(code="RB-904", found=f"version {asked.get('version')}", where=article_id)
        if kind not in KINDS:
            raise RioBravoError(code="RB-903", found=kind, allowed=", ".join(KINDS))
        with_article = asked.get("with_article", article_id)
        if kind == "merge" and with_article != article_id:
            changes = self._same_event(article_id, asked, str(with_article))
        else:
            changes = {article_id: KINDS[kind](self.drafts[article_id], asked)}
        for name, changed in changes.items():
            self._judge(self.drafts[name].with_entries(changed), in_full=kind in _CHECKED_IN_FULL)
        self._save({"kind": kind, "article_id": article_id, "line_id": asked.get("line_id")}, changes)

    def undo(self) -> tuple[str, str | None]:
        """Takes the last decision back: the article and the line it was of. Raises RB-906 where there is none."""
        if not self._active:
            raise RioBravoError(code="RB-906", found="no decision")
        last = self._active[-1]
        head = {"kind": "undo", "article_id": last["article_id"], "line_id": last["line_id"], "undoes": last["n"]}
        before = {
            change["article_id"]: {name: _entry(value) for name, value in change["before"].items()}
            for change in last["changes"]
        }
        self._save(head, before, order={change["article_id"]: change["order"] for change in last["changes"]})
        return last["article_id"], last["line_id"]

    def _same_event(self, article_id: str, asked: Mapping[str, Any], other_id: str) -> dict[str, Changes]:
        """A merge with the event of another article: both get one key, the other's where it has one."""
        self.article(other_id)
        line_id = str(asked.get("line_id"))
        own, _ = self.drafts[article_id].find(line_id)
        other = self.drafts[other_id].entry(str(asked.get("into")))
        if own.columns["event_type"] != other.columns["event_type"] or not other.lines:
            raise RioBravoError(code="RB-903", found=f"a merge with {other_id}, {other.entry_id}")
        key = other.event_key or own.event_key or f"{other.columns['event_type']}-{other_id}-{other.entry_id}"
        return {
            article_id: name_event(self.drafts[article_id], line_id, key, is_decision=True),
            other_id: name_event(self.drafts[other_id], other.lines[0].line_id, key, is_decision=False),
        }

    def _judge(self, draft: Draft, *, in_full: bool) -> None:
        article = self.material.articles[draft.article_id]
        try:
            found = self._coding(draft, (self.coder,))
            if not in_full:
                frames.frame(annotate.mentions(found, article).mentions, model.load_tables()["mentions"])
        except RioBravoError as error:
            raise RioBravoError(code="RB-905", found=error.detail, where=draft.article_id) from error
        problems = list(_in_full(found, article)) if in_full else []
        problems += self._of_keys(draft.article_id, found)
        if problems:
            raise RioBravoError(code="RB-905", found="; ".join(problems), where=draft.article_id)

    def _of_keys(self, article_id: str, found: Coding) -> Iterator[str]:
        """What the next build would stop at: a link to a key that no coding gives any more, a key of two types."""
        before = (
            {event.event_key for event in self._codings[article_id].events} if article_id in self._codings else set()
        )
        others = [event for name, other in self._codings.items() if name != article_id for event in other.events]
        types = {event.event_key: event.columns["event_type"] for event in others}
        for event in found.events:
            allowed = types.get(event.event_key, event.columns["event_type"])
            if event.event_key is not None and allowed != event.columns["event_type"]:
                yield f"the event {event.event_key} is {allowed} in another article"
        lost = before - {event.event_key for event in found.events} - types.keys()
        for key in sorted(key for key in lost if key is not None):
            if any(link.to == key for event in (*others, *found.events) for link in event.links):
                yield f"a link leads to the event {key}, which would be no more"

    def _save(
        self,
        head: Mapping[str, Any],
        changes: Mapping[str, Changes],
        order: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        record = {
            "n": self._n_records + 1,
            "who": self.coder,
            "when": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._clock())),
            **head,
            "changes": [self._change(name, changed, (order or {}).get(name)) for name, changed in changes.items()],
        }
        self.journal.append(record)
        self._apply(record)
        for name in changes:
            self._write(name)

    def _change(self, article_id: str, changed: Changes, order: Sequence[str] | None) -> dict[str, Any]:
        """Before and after of an article's entries; its whole draft where this is the first decision on it."""
        draft = self.drafts[article_id]
        known = {entry.entry_id: entry for entry in draft.entries}
        opened = {} if article_id in self.versions else {"opened": drafts.as_json(draft)}
        return {
            "article_id": article_id,
            **opened,
            "order": list(known),
            "restored": order,
            "before": {name: _plain(known.get(name)) for name in changed},
            "after": {name: _plain(entry) for name, entry in changed.items()},
        }

    def _apply(self, record: Record) -> None:
        self._n_records = record["n"]
        for change in record["changes"]:
            name = change["article_id"]
            if "opened" in change:
                self._forget(name)
                self.drafts[name] = drafts.of_json(change["opened"])
            changed = {entry_id: _entry(value) for entry_id, value in change["after"].items()}
            self.drafts[name] = self.drafts[name].with_entries(changed).in_order(change["restored"])
            self.versions[name] = self.versions.get(name, 0) + 1
        if record["kind"] == "undo":
            self._active = [earlier for earlier in self._active if earlier["n"] != record["undoes"]]
        else:
            self._active.append(record)

    def _write(self, article_id: str) -> None:
        """Makes the coding on disk the one that belongs there."""
        found = self.expected(self.drafts[article_id], self._coders(article_id))
        if found == self._codings.get(article_id):
            return
        path = self._paths.setdefault(article_id, self.folder / coding.file_of(self.material.articles[article_id]))
        if found is None:
            path.unlink(missing_ok=True)
            del self._codings[article_id]
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        write.write_text(coding.render(found), path)
        self._codings[article_id] = found

    def _coders(self, article_id: str, but: int | None = None) -> list[str]:
        """Who decided on an article, in order; ``but`` leaves one decision out."""
        return [
            record["who"]
            for record in self._active
            if record["n"] != but and any(change["article_id"] == article_id for change in record["changes"])
        ]

    # ── where an earlier review ended ────────────────────────────────────────────────────────────────────────────────

    def _replay(self) -> None:
        previous: dict[str, tuple[Draft | None, int]] = {}
        for record in self.journal.read():
            for change in record["changes"]:
                opened = drafts.of_json(change["opened"]) if "opened" in change else None
                previous[change["article_id"]] = (opened or self.drafts.get(change["article_id"]), record["n"])
            self._apply(record)
        for article_id in list(self.drafts):
            self._reconcile(article_id, *previous[article_id])

    def _reconcile(self, article_id: str, before: Draft | None, last: int) -> None:
        """Holds the draft of the log against the article and its coding as they are now."""
        article = self.material.articles.get(article_id)
        draft = self.drafts[article_id]
        if article is None:  # of another corpus that is reviewed into the same folder
            del self.drafts[article_id]
            self._forget(article_id)
            return
        on_disk = self._codings.get(article_id)
        if draft.sha256 != coding.digest(article):
            self._reopen(article, "the text was edited; its mentions are asked anew", {})
            return
        if on_disk == self.expected(draft, self._coders(article_id)):
            return
        if before is not None and on_disk == self.expected(before, self._coders(article_id, but=last)):
            self._write(article_id)  # the process was killed between the log and the coding
            return
        decided = {
            (line.part, line.start, line.end, entry.columns["event_type"]): line.decision
            for entry, line in draft.lines()
        }
        self._reopen(article, "its coding was edited elsewhere; the file holds", decided)

    def _reopen(self, article: Article, why: str, decided: Mapping[tuple[str, int, int, str], str | None]) -> None:
        self.problems.append(f"{article.article_id}: {why}.")
        on_disk = self._codings.get(article.article_id)
        is_of = on_disk is not None and on_disk.is_of(article)
        fresh = material.draft_of(self.material, article, on_disk if is_of else None)

        def known(entry: Entry, line: Line) -> Line:
            spot = (line.part, line.start, line.end, entry.columns["event_type"])
            return replace(line, decision=decided.get(spot))

        self.drafts[article.article_id] = replace(
            fresh,
            entries=tuple(
                replace(entry, lines=tuple(known(entry, line) for line in entry.lines)) for entry in fresh.entries
            ),
        )
        self._forget(article.article_id)

    def _forget(self, article_id: str) -> None:
        """Takes an article for one that nobody decided on: what the log says of it holds no more, and cannot be undone."""
        self.versions.pop(article_id, None)
        self._active = [
            record for record in self._active if all(change["article_id"] != article_id for change in record["changes"])
        ]

    def _begin(self, progress: chain.Progress) -> None:
        """Drafts of the articles that nobody has decided on."""
        for number, (article_id, article) in enumerate(self.material.articles.items(), 1):
            progress("ordering mentions", number)
            if article_id in self.drafts:
                continue
            found = self._codings.get(article_id)
            if found is not None and not found.is_of(article):
                self.problems.append(str(RioBravoError(code="RB-413", found="another title or text", where=article_id)))
                continue
            draft = material.draft_of(self.material, article, found)
            if draft.entries:
                self.drafts[article_id] = draft

    def _ordered(self, *, by_mention: bool) -> list[Item]:
        """The queue: the most doubtful article first and within it the most doubtful mention, or mention by mention."""
        headline = set(ontology.load().headline_types)
        items = [
            Item(
                name, line.line_id,
                score(self.signs[name].get(line.line_id, Signs()), is_headline=entry.columns["event_type"] in headline),
            )
            for name, draft in self.drafts.items()
            for entry, line in draft.lines()
            if not line.line_id.startswith(drafts.ADDED)
        ]  # fmt: skip
        most: dict[str, float] = {}
        for item in items:
            most[item.article_id] = max(most.get(item.article_id, 0.0), item.score)

        def rank(item: Item) -> tuple[float, str, float]:
            return (0.0 if by_mention else -most[item.article_id], "" if by_mention else item.article_id, -item.score)

        return sorted(items, key=rank)


def warm_up(articles: Iterable[Article]) -> None:
    """Loads what the first decisions would have to wait for: the validators, and the sentence splitter of each language."""
    by_language = {article.language: article for article in articles}
    for article in by_language.values():
        _in_full(
            coding.parse({**_HEAD, "article_id": article.article_id, "sha256": coding.digest(article)}, "-"), article
        )


_HEAD: Final = {"coder": "-", "events": []}


def _in_full(found: Coding, article: Article) -> tuple[str, ...]:
    from riobravo.release import codings  # it brings the validators, which take seconds to load

    return codings.problems_of(found, article, model.load())


def _codings(folder: Path) -> tuple[dict[str, Coding], dict[str, Path]]:
    found, paths = {}, {}
    for path in sorted(folder.rglob("*.yaml")) if folder.is_dir() else ():
        one = coding.read(path)
        if one.article_id in found:
            raise RioBravoError(code="RB-411", found=f"a second coding of {one.article_id}", where=path)
        found[one.article_id], paths[one.article_id] = one, path
    return found, paths


def _plain(entry: Entry | None) -> dict[str, Any] | None:
    return None if entry is None else drafts.entry_as_json(entry)


def _entry(found: Mapping[str, Any] | None) -> Entry | None:
    return None if found is None else drafts.entry_of_json(found)
