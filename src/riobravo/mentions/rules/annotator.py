"""The rule annotator: an article's sentences parsed one by one, its events found, judged and assembled into mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from spacy.tokens import Doc

from riobravo import models, ontology
from riobravo.lexicon import load as load_lexicon
from riobravo.mentions import ids
from riobravo.mentions.rules import (
    accept,
    actors,
    assemble,
    context,
    dates,
    features,
    parties,
    precision,
    quantities,
    roles,
    second_look,
    sentences,
    status,
    terms,
    triggers,
    when,
    where,
)
from riobravo.mentions.rules.actors import Named
from riobravo.mentions.rules.found import Considered, Dropped, Found, Memory, Sentence
from riobravo.mentions.rules.nouns import Nouns
from riobravo.mentions.rules.sentences import Piece
from riobravo.mentions.rules.triggers import Candidate
from riobravo.records import Article, Mention
from riobravo.version import version as of_package


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of an article, from ``start`` to ``end`` in code points of its title or text."""

    evidence_in: str
    start: int
    end: int

    def within(self, article: Article) -> str:
        """The words."""
        return (article.title if self.evidence_in == "title" else article.text)[self.start : self.end]


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
    found: list[Mention] = []
    dropped: list[tuple[Piece, Dropped]] = []
    memory, considered = remembered(article)
    for sentence, events, refused in judged(considered):
        dropped += [(sentence.piece, refusal) for refusal in refused]
        version_of_model = version(sentence.piece.language)
        found += [assemble.mention(article, sentence, event, memory, version_of_model) for event in events]
    return Reading(tuple(ids.numbered(context.completed(article, found, memory))), tuple(dropped))


def named(article: Article, phrases: Sequence[Phrase]) -> list[Named]:
    """Who each of the phrases names, as a party of an event would be; each stands in one sentence of the article."""
    memory, _ = remembered(article)
    return named_in(memory, phrases)


def named_in(memory: Memory, phrases: Sequence[Phrase]) -> list[Named]:
    """As `named`, in an article that was read."""
    found = []
    for phrase in phrases:
        sentence = next(s for s in memory.sentences if _holds(s.piece, phrase))
        start, end = (place - sentence.piece.start for place in (phrase.start, phrase.end))
        words = [token.i for token in sentence.doc if token.idx < end and start < token.idx + len(token)]
        head = sentence.doc[words[0] : words[-1] + 1].root
        found.append(parties.known(sentence, head, actors.describe(sentence.nouns, head, sentence.day), memory))
    return found


def _holds(piece: Piece, phrase: Phrase) -> bool:
    return piece.evidence_in == phrase.evidence_in and piece.start <= phrase.start < piece.end


def remembered(article: Article) -> tuple[Memory, list[Considered]]:
    """An article read to its end: what it says of whom and where, and its sentences with their candidates."""
    memory = Memory()
    considered = consider(article, memory)
    _remember_home(article, memory)
    for item in considered:
        _remember(item.sentence, memory)
    return memory, considered


def consider(article: Article, memory: Memory | None = None) -> list[Considered]:
    """The sentences of an article in order, parsed, each with its candidates; ``memory`` keeps them."""
    memory = memory or Memory()
    considered = []
    for number, (piece, doc) in enumerate(_parsed(article, sentences.split(article))):
        sentence = _sentence(article, piece, doc, memory, number)
        memory.sentences.append(sentence)
        possible, refused = candidates(sentence)
        considered.append(Considered(sentence, tuple(possible), tuple(refused)))
    return considered


def judged(considered: Sequence[Considered]) -> Iterator[tuple[Sentence, list[Found], list[Dropped]]]:
    """Each sentence of an article with the events that it asserts, and with all that was dropped."""
    matter = second_look.matter(considered)
    is_off_matter = second_look.is_off_matter(matter)
    for item, weighed in zip(considered, _weighed(considered, matter), strict=True):
        refused = list(item.refused)
        events = _chosen(weighed, refused, is_off_matter=is_off_matter)
        yield item.sentence, events, refused


def _weighed(considered: Sequence[Considered], matter: Sequence[bool]) -> Iterator[list[Found]]:
    """The candidates of each sentence with their probabilities."""
    model = precision.load()
    odds = [
        model.first_odds(features.features(item.sentence, event, item.possible))
        for item in considered
        for event in item.possible
    ]
    values = iter(second_look.features(second_look.glances(considered), odds, matter))
    for item in considered:
        yield [replace(event, probability=model.probability(next(values))) for event in item.possible]


def _chosen(weighed: Sequence[Found], dropped: list[Dropped], *, is_off_matter: bool) -> list[Found]:
    """The events that a sentence asserts: of each word the best reading that is probable enough, one for an act."""
    model = precision.load()
    best: dict[int, Found] = {}
    for event in weighed:
        if not model.is_event(event.probability, is_doubtless=event.is_doubtless, is_off_matter=is_off_matter):
            reason = f"{event.probability:.2f}: {', '.join(event.doubts) or 'too weak'}"
            dropped.append(Dropped(event.candidate, reason))
            continue
        known = best.get(event.candidate.token.i)
        if known is None or (event.is_doubtless, event.probability) > (known.is_doubtless, known.probability):
            best[event.candidate.token.i] = event
    return _one_an_act(_not_spoken_of(_with_good_reason(list(best.values()), dropped), dropped), dropped)


def candidates(sentence: Sentence) -> tuple[list[Found], list[Dropped]]:
    """Every reading of every trigger of the sentence that asserts something, and those that assert nothing."""
    setting = accept.Setting(sentence.nouns, sentence.day)
    found: list[Found] = []
    dropped: list[Dropped] = []
    for candidate in triggers.find(sentence.doc, sentence.lexicon.language):
        filled = roles.assign(sentence.nouns, candidate.trigger, candidate.token, is_noun=candidate.is_noun)
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
            found.append(Found(candidate, filled, judgement, accept.doubts(setting, candidate, filled)))
    return found, dropped


def _stages(candidate: Candidate) -> frozenset[str]:
    lexicon = load_lexicon(candidate.trigger.rule.split(".")[0])
    declared = ontology.load().types[candidate.trigger.event_type].subtypes
    return frozenset(stage for stage in lexicon.status["stages"] if stage in declared)


def _with_good_reason(found: Sequence[Found], dropped: list[Dropped]) -> list[Found]:
    """Without what is taken only as doubtless and speaks of a likelier event.

    "Requested the extradition of" is a request for extradition and no demand.
    """
    threshold = precision.load().threshold
    likely = {event.candidate.token.i: event.probability for event in found}
    kept = []
    for event in found:
        within = accept.spoken_of(event.candidate, event.roles)
        if event.probability < threshold and any(likely.get(i, 0.0) > event.probability for i in within):
            dropped.append(Dropped(event.candidate, "speaks of a likelier event"))
        else:
            kept.append(event)
    return kept


def _not_spoken_of(found: Sequence[Found], dropped: list[Dropped]) -> list[Found]:
    """Without what threats, pledges and demands speak of, and without words that are part of another trigger."""
    spoken: dict[int, Found] = {}
    for event in found:
        for position in accept.spoken_of(event.candidate, event.roles):
            spoken.setdefault(position, event)
    words = {w.i: e for e in found for w in e.candidate.words if len(e.candidate.words) > 1 and w != e.candidate.token}
    parties = {a.head.i: e for e in found if not e.candidate.trigger.is_wide for a in e.roles.values()}
    kept = []
    for event in found:
        position, trigger = event.candidate.token.i, event.candidate.trigger
        above = spoken.get(position) or words.get(position) or (parties.get(position) if trigger.is_wide else None)
        if above is not None and above is not event:
            dropped.append(Dropped(event.candidate, f"inside {above.candidate.trigger.event_type}"))
        else:
            kept.append(event)
    return kept


def _one_an_act(found: Sequence[Found], dropped: list[Dropped]) -> list[Found]:
    """One mention a sentence for one act: of two triggers of a type that share a party or count, the likelier one.

    A wide trigger tells no second act of its type in a sentence: it is a word of the first one's ("ordered the deployment").
    """
    kept: list[Found] = []
    for event in found:
        twin = next((k for k in kept if _same_act(k, event)), None)
        if twin is None:
            kept.append(event)
            continue
        weaker, stronger = (event, twin) if twin.probability >= event.probability else (twin, event)
        kept[kept.index(twin)] = stronger
        dropped.append(Dropped(weaker.candidate, f"the same act as {stronger.candidate.token.text}"))
    return kept


def _same_act(one: Found, other: Found) -> bool:
    a, b = one.candidate.trigger, other.candidate.trigger
    if a.event_type != b.event_type:
        return False
    if a.is_wide or b.is_wide:
        return True
    if one.judgement.stage != other.judgement.stage:
        return False
    role = a.frame.counted or ("content" if a.frame.has_content else "source")
    heads = [event.roles[role].head for event in (one, other) if role in event.roles]
    return len(heads) < 2 or heads[0] == heads[1] or a.frame.has_content


def _sentence(article: Article, piece: Piece, doc: Doc, memory: Memory, number: int) -> Sentence:
    lexicon = load_lexicon(piece.language)
    nouns = Nouns(lexicon, terms.find(doc, piece.language), quantities.find(doc, piece.language))
    expressions = dates.find(doc.text, piece.language)
    return Sentence(
        piece=piece,
        doc=doc,
        lexicon=lexicon,
        nouns=nouns,
        dates=when.dated(expressions, doc, piece.language, article.published_on, memory),
        day=article.published_on,
        whole=piece.within(article)[piece.sentence_start : piece.sentence_end],
        number=number,
    )


def _remember(sentence: Sentence, memory: Memory) -> None:
    for term in sentence.terms.all:
        country = term.country_named() or (term.places[0].country if term.places else None)
        if country:
            memory.countries[country] = memory.countries.get(country, 0) + 1
    memory.cast.meet(sentence.nouns, sentence.day, sentence.number, in_title=sentence.is_title)
    memory.cast.sites += where.sites(sentence)


def _remember_home(article: Article, memory: Memory) -> None:
    """Where the article was written: its dateline, a town that an event may be "in this city" of unless it is a capital."""
    memory.dateline, memory.is_at_seat = where.of_dateline(sentences.dateline(article))
    memory.home = memory.dateline.country if memory.dateline is not None else None


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
