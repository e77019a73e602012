"""The language model as an annotator: asked, repaired once, its quotes looked for, its events made mentions or quarantined.

Requests go out in threads, since they mostly wait; all else is done in one, in the order of the articles.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from riobravo.errors import RioBravoError
from riobravo.mentions import ids
from riobravo.mentions.llm import fields, ground, prompt, schema, wording
from riobravo.mentions.llm import reply as replied
from riobravo.mentions.llm.client import FATAL, Client, FormRefusedError
from riobravo.mentions.llm.fields import Grounded
from riobravo.mentions.llm.ground import Quote
from riobravo.mentions.llm.ledger import Ledger
from riobravo.mentions.llm.replies import Replies, Reply, key_of
from riobravo.mentions.llm.settings import Settings
from riobravo.mentions.rules import sentences
from riobravo.mentions.rules.sentences import Piece
from riobravo.records import Article, Mention, Quarantined
from riobravo.version import version as of_package

ANNOTATOR = "llm"
"""What mentions say of who coded them."""

Coded = list[Mention | Quarantined]
"""The mentions of an article, and what of the reply was left out, with its reason."""

_Forms = Mapping[bool, prompt.Messages]
"""A conversation by whether the form of the reply goes with the request; if not, it is told in words."""


class LanguageModel:
    """A model with its server, the replies that are kept, and the counts of the run."""

    def __init__(self, settings: Settings, replies: Replies | None = None, ledger: Ledger | None = None) -> None:
        self.settings = settings
        self.ledger = ledger or Ledger(settings)
        self._replies = replies or Replies()
        self._client = Client(settings)
        self._takes_form = True
        self._under_way: dict[str, Future[replied.Read]] = {}

    @property
    def version(self) -> str:
        """What mentions say of how they were coded."""
        return f"{self.settings.model} prompt-{prompt.version()} schema-{schema.version()} riobravo-{of_package()}"

    def record(self) -> dict[str, Any]:
        """What was done, for the record of a run."""
        return {"annotator_version": self.version, "prompt": prompt.version(), "schema": schema.version()} | (
            self.ledger.as_json()
        )

    def annotate_all(
        self, articles: Iterable[Article], on_progress: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[Article, Coded | Quarantined]]:
        """Each article, in order, with what the model codes in it, or with the reason why it could not be coded.

        Raises:
            RioBravoError: One that holds for every article: RB-420, RB-421, RB-105, RB-606.
        """
        with ThreadPoolExecutor(self.settings.concurrency, thread_name_prefix=ANNOTATOR) as threads:
            waiting: deque[tuple[Article, Future[replied.Read]]] = deque()
            try:
                for article in articles:
                    waiting.append((article, self._submitted(threads, article)))
                    if len(waiting) > self.settings.concurrency:
                        yield self._coded(*waiting.popleft())
                        on_progress()
                while waiting:
                    yield self._coded(*waiting.popleft())
                    on_progress()
            finally:
                threads.shutdown(wait=True, cancel_futures=True)

    def _submitted(self, threads: ThreadPoolExecutor, article: Article) -> Future[replied.Read]:
        """What will be said of the article; what is under way for the same words is not asked again.

        Articles are counted here, in their order, and not in the threads.
        """
        asked = {form: prompt.messages(article, with_schema=not form) for form in (True, False)}
        key = self._key(True, asked[True])
        under_way = self._under_way.get(key)
        kept = self._known(asked) if under_way is None else None
        if under_way is not None or kept is not None:
            self.ledger.count("articles", "from_replies_kept")
        if under_way is not None:
            return under_way
        try:
            if kept is None:
                self.ledger.admit()
        except RioBravoError as error:
            refused: Future[replied.Read] = Future()
            refused.set_exception(error)
            return refused
        said = self._under_way[key] = threads.submit(self._answered, asked, kept)
        said.add_done_callback(lambda _: self._under_way.pop(key, None))
        return said

    def _answered(self, asked: _Forms, kept: Reply | None) -> replied.Read:
        """What the model says; asked once more where the reply has faults, of which the first is better than one of no use.

        Raises:
            RioBravoError: RB-422 to RB-425 and RB-429 for a reply that cannot be used, RB-428 where no more may be asked.
        """
        reply = kept or self._send(asked)
        first = replied.read(reply)
        if not first.faults:
            return first
        self.ledger.count("articles", "repaired")
        again = {form: prompt.repaired(messages, reply.text, first.told()) for form, messages in asked.items()}
        other = self._known(again) or self._send(again)
        try:
            second = replied.read(other)
        except RioBravoError:
            if first.is_readable:
                return first
            raise
        if second.is_readable or first.is_readable:
            return second if second.is_readable else first
        raise RioBravoError(code="RB-423", found="; ".join(second.told()))

    def code(self, article: Article, said: replied.Read) -> Coded:
        """The mentions of a reply, in order of evidence, and what of it was left out; no two mentions are the same."""
        found: list[Grounded] = []
        left_out: list[Quarantined] = []
        pieces = sentences.split(article)
        for number in dict.fromkeys(number for number, _ in said.faults):
            told = "; ".join(fault for of, fault in said.faults if of == number)
            left_out.append(_left_out(article, number, RioBravoError(code="RB-427", found=told)))
        for number, event in said.events.items():
            try:
                found.append(_grounded(article, pieces, number, event))
            except RioBravoError as error:
                left_out.append(_left_out(article, number, error))
        reader = fields.reader(article, found) if found else None
        made = dict.fromkeys(self._mention(article, pieces, reader, event) for event in found) if reader else {}
        mentions = ids.numbered(reader.completed(list(made))) if reader else []
        self.ledger.count("mentions", "coded", len(mentions))
        self.ledger.count("mentions", "left_out", len(left_out))
        return [*mentions, *sorted(left_out, key=lambda item: item.position or 0)]

    def _coded(self, article: Article, said: Future[replied.Read]) -> tuple[Article, Coded | Quarantined]:
        try:
            coded = self.code(article, said.result())
        except RioBravoError as error:
            if error.code in FATAL:
                raise
            self.ledger.count("articles", f"quarantined_{error.code}")
            return article, _left_out(article, None, error)
        except (ValueError, IndexError, KeyError, RecursionError, MemoryError) as error:
            self.ledger.count("articles", "quarantined_RB-410")
            fault = RioBravoError(code="RB-410", found=f"{type(error).__name__}: {error}")
            return article, _left_out(article, None, fault)
        self.ledger.count("articles", "coded")
        return article, coded

    def _key(self, form: bool, messages: prompt.Messages) -> str:
        return key_of(self._client.request(messages, with_form=form))

    def _known(self, asked: _Forms) -> Reply | None:
        """The reply that is kept, in whichever form it was asked for."""
        keys = (self._key(form, messages) for form, messages in asked.items())
        return next((reply for key in keys if (reply := self._replies.get(key)) is not None), None)

    def _send(self, asked: _Forms) -> Reply:
        if self._takes_form:
            try:
                return self._one(asked[True], with_form=True)
            except FormRefusedError:
                reply = self._one(asked[False], with_form=False)  # what it refuses may be the article, too
                self._takes_form = False
                return reply
        return self._one(asked[False], with_form=False)

    def _one(self, messages: prompt.Messages, *, with_form: bool) -> Reply:
        request = self._client.request(messages, with_form=with_form)
        n_letters = sum(len(message["content"]) for message in messages)
        most = self.ledger.set_aside(n_letters)
        try:
            reply = self._client.send(request)
        except FormRefusedError:
            self.ledger.failed(most, "form refused")
            raise
        except RioBravoError as error:
            self.ledger.failed(most, error.code)
            raise
        self.ledger.paid(most, n_letters, reply)
        self._replies.put(key_of(request), reply)
        return reply

    def _mention(self, article: Article, pieces: list[Piece], reader: fields.Reader, event: Grounded) -> Mention:
        evidence, codes = event.evidence, event.codes
        touched = _touched(pieces, evidence)
        return Mention(
            mention_id="",
            article_id=article.article_id,
            event_type=codes["event_type"],
            event_subtype=codes.get("event_subtype"),
            status=codes["status"],
            is_hedged=bool(codes.get("is_hedged")),
            is_aggregate=bool(codes.get("is_aggregate")),
            **reader.columns(event),
            evidence_in=evidence.part,
            sentence_index=min((index for _, index in touched), default=0),
            evidence_start=evidence.start,
            evidence_end=evidence.end,
            evidence=evidence.within(article),
            confidence=self.settings.confidence,
            annotator=ANNOTATOR,
            annotator_version=self.version,
        )


def _grounded(article: Article, pieces: list[Piece], number: int, event: Mapping[str, Any]) -> Grounded:
    """The event with the places of its quotes.

    Raises:
        RioBravoError: RB-426 for a quote that is not where it has to be.
    """
    evidence = _evidence(article, pieces, event)
    quotes = {schema.EVIDENCE: evidence}
    for name in wording.load().quotes:
        words = event.get(name)
        if name == schema.EVIDENCE or words is None or not words.strip():
            continue
        quote = ground.nearest(ground.find(article, words), evidence)
        if quote is None:
            raise RioBravoError(code="RB-426", found=f"{name}, not there: {words}")
        quotes[name] = quote
    trigger = quotes.get("trigger_quote")
    if trigger is not None and not _touched(pieces, trigger) & _touched(pieces, evidence):
        raise RioBravoError(code="RB-426", found=f"trigger_quote, outside the evidence: {event['trigger_quote']}")
    return Grounded(number=number, codes=event, quotes=quotes)


def _evidence(article: Article, pieces: list[Piece], event: Mapping[str, Any]) -> Quote:
    """Where the evidence stands: in the part that the event names, if it is there, else at its first place."""
    words = event[schema.EVIDENCE]
    if len(words.split()) < wording.load().least_words:
        raise RioBravoError(code="RB-426", found=f"evidence, too short: {words}")
    found = ground.find(article, words)
    if not found:
        raise RioBravoError(code="RB-426", found=f"evidence, not there: {words}")
    quote = next((place for place in found if place.part == event.get("evidence_in")), found[0])
    n_sentences = len({index for part, index in _touched(pieces, quote)})
    if n_sentences > 1:
        raise RioBravoError(code="RB-426", found=f"evidence, over {n_sentences} sentences: {words}")
    return quote


def _touched(pieces: list[Piece], quote: Quote) -> set[tuple[str, int]]:
    """The sentences that a quote has a part in."""
    return {
        (piece.evidence_in, piece.sentence_index)
        for piece in pieces
        if piece.evidence_in == quote.part and piece.start < quote.end and quote.start < piece.end
    }


def _left_out(article: Article, number: int | None, error: RioBravoError) -> Quarantined:
    return Quarantined(article.article_id, number, article.article_id, error.code, error.detail)
