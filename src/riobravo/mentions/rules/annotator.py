"""The rule annotator: an article's sentences parsed one by one, its events found, judged and assembled into mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from spacy.tokens import Doc

from riobravo import models, ontology
from riobravo.lexicon import load as load_lexicon
from riobravo.mentions import ids
from riobravo.mentions.rules import (
    accept,
    assemble,
    circumstances,
    dates,
    quantities,
    roles,
    sentences,
    status,
    terms,
    triggers,
)
from riobravo.mentions.rules.dates import When
from riobravo.mentions.rules.found import Dropped, Found, Memory, Sentence
from riobravo.mentions.rules.nouns import Nouns
from riobravo.mentions.rules.sentences import Piece
from riobravo.mentions.rules.triggers import Candidate
from riobravo.records import Article, Mention
from riobravo.version import version as of_package

_LEAD_SENTENCES = 3
"""Sentences at the head of a text whose undated events are taken for the news of the day."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the annotator made of an article: its mentions, and the candidates it dropped with their reasons."""

    mentions: tuple[Mention, ...]
    dropped: tuple[tuple[Piece, Dropped], ...]


def annotate(article: Article) -> list[Mention]:
    """The mentions of an article, in order of their evidence."""
    return list(read(article).mentions)


def read(article: Article) -> Reading:
    """As `annotate`, with what was dropped and why."""
    memory, found, dropped = Memory(), [], []
    pieces = sentences.split(article)
    for piece, doc in _parsed(article, pieces):
        sentence = _sentence(article, piece, doc, memory)
        _remember_countries(sentence, memory)
        events, refused = find(sentence)
        dropped += [(piece, refusal) for refusal in refused]
        found += [assemble.mention(article, sentence, event, memory, version(piece.language)) for event in events]
    return Reading(tuple(ids.numbered(_in_context(article, found))), tuple(dropped))


def find(sentence: Sentence) -> tuple[list[Found], list[Dropped]]:
    """The events that a sentence asserts, and the candidates that assert none."""
    setting = accept.Setting(sentence.nouns, sentence.day)
    found: list[Found] = []
    dropped: list[Dropped] = []
    taken: set[int] = set()
    for candidate in triggers.find(sentence.doc, sentence.lexicon.language):
        if candidate.token.i in taken:
            continue
        filled = roles.assign(sentence.nouns, candidate.trigger, candidate.token, is_noun=candidate.is_noun)
        reason = accept.refusal(setting, candidate, filled)
        if reason is not None:
            dropped.append(Dropped(candidate, reason))
            continue
        taken.add(candidate.token.i)
        judgement = status.judge(
            sentence.lexicon,
            candidate.token,
            is_noun=candidate.is_noun,
            is_title=sentence.is_title,
            stages=_stages(candidate),
            base=candidate.trigger.base_status,
        )
        if judgement.status is None:
            dropped.append(Dropped(candidate, judgement.cue or "nothing asserted"))
        else:
            found.append(Found(candidate, filled, judgement))
    kept = _not_spoken_of(found, dropped)
    return _one_an_act(kept, dropped), dropped


def _stages(candidate: Candidate) -> frozenset[str]:
    lexicon = load_lexicon(candidate.trigger.rule.split(".")[0])
    declared = ontology.load().types[candidate.trigger.event_type].subtypes
    return frozenset(stage for stage in lexicon.status["stages"] if stage in declared)


def _not_spoken_of(found: list[Found], dropped: list[Dropped]) -> list[Found]:
    """Without what threats, pledges and demands speak of, and without words that are part of another trigger."""
    spoken: dict[int, Found] = {}
    for event in found:
        for position in accept.spoken_of(event.candidate, event.roles):
            spoken.setdefault(position, event)
    words = {w.i: e for e in found for w in e.candidate.words if len(e.candidate.words) > 1 and w != e.candidate.token}
    kept = []
    for event in found:
        above = spoken.get(event.candidate.token.i) or words.get(event.candidate.token.i)
        if above is not None and above is not event:
            dropped.append(Dropped(event.candidate, f"inside {above.candidate.trigger.event_type}"))
        else:
            kept.append(event)
    return kept


def _one_an_act(found: list[Found], dropped: list[Dropped]) -> list[Found]:
    """One mention a sentence for one act: of two triggers of a type that share a party or count, the fuller one."""
    kept: list[Found] = []
    for event in found:
        twin = next((k for k in kept if _same_act(k, event)), None)
        if twin is None:
            kept.append(event)
            continue
        weaker, stronger = sorted(
            (twin, event), key=lambda e: (len(e.roles), not e.candidate.is_noun, -e.candidate.token.i)
        )
        kept[kept.index(twin)] = stronger
        dropped.append(Dropped(weaker.candidate, f"the same act as {stronger.candidate.token.text}"))
    return kept


def _same_act(one: Found, other: Found) -> bool:
    a, b = one.candidate.trigger, other.candidate.trigger
    if a.event_type != b.event_type or one.judgement.stage != other.judgement.stage:
        return False
    role = a.frame.counted or ("content" if a.frame.has_content else "source")
    heads = [event.roles[role].head for event in (one, other) if role in event.roles]
    return len(heads) < 2 or heads[0] == heads[1] or a.frame.has_content


def _sentence(article: Article, piece: Piece, doc: Doc, memory: Memory) -> Sentence:
    lexicon = load_lexicon(piece.language)
    nouns = Nouns(lexicon, terms.find(doc, piece.language), quantities.find(doc, piece.language))
    expressions = dates.find(doc.text, piece.language)
    return Sentence(
        piece=piece,
        doc=doc,
        lexicon=lexicon,
        nouns=nouns,
        dates=circumstances.dated(expressions, doc, piece.language, article.published_on, memory),
        day=article.published_on,
        whole=piece.within(article)[piece.sentence_start : piece.sentence_end],
    )


def _remember_countries(sentence: Sentence, memory: Memory) -> None:
    for term in sentence.terms.all:
        country = term.country_named()
        if country:
            memory.countries[country] = memory.countries.get(country, 0) + 1


def _in_context(article: Article, found: list[Mention]) -> list[Mention]:
    """Undated mentions: the date that the article gives the same event elsewhere, else publication or nothing."""
    done = []
    for mention in found:
        if mention.date_start is None:
            mention = replace(mention, **_undated(article, mention, found))  # noqa: PLW2901 - a new record takes its place
        done.append(mention)
    return done


def _undated(article: Article, mention: Mention, found: list[Mention]) -> dict[str, Any]:
    for other in found:
        if other.date_start is not None and other.date_basis != "context" and _same_event(mention, other):
            when = When(other.date_start, other.date_end, other.date_precision, "context")
            break
    else:
        fresh = mention.evidence_in == "title" or (mention.sentence_index or 0) < _LEAD_SENTENCES
        ahead = mention.status in ("planned", "hypothetical")
        when = (
            circumstances.by_publication(article.published_on)
            if fresh and not ahead
            else When(None, None, "unknown", None)
        )
    return {"date_start": when.start, "date_end": when.end, "date_precision": when.precision, "date_basis": when.basis}


def _same_event(one: Mention, other: Mention) -> bool:
    same = one.event_type == other.event_type and one.status == other.status
    counts = one.quantity_best is None or other.quantity_best is None or one.quantity_best == other.quantity_best
    return (
        same
        and counts
        and (one.event_subtype == other.event_subtype or one.evidence_in == "title" or other.evidence_in == "title")
    )


def _parsed(article: Article, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Doc]]:
    """Each piece with its parse; the pieces of a language go through its model together."""
    docs: dict[int, Doc] = {}
    for language in dict.fromkeys(p.language for p in pieces):
        positions = [n for n, p in enumerate(pieces) if p.language == language]
        nlp = models.load(language)
        texts = (pieces[n].cut(article) for n in positions)
        docs.update(zip(positions, nlp.pipe(texts, batch_size=64), strict=True))
    return ((piece, docs[number]) for number, piece in enumerate(pieces))


@lru_cache(maxsize=4)
def version(language: str) -> str:
    """The annotator's version: the package's and the parser model's."""
    return f"{of_package()}+{models.find(language)}"
