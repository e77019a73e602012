"""The dates that an event may have: each reading of each date expression of its article, the week of publication, none.

Each comes with the names of all that holds of it: how the expression stands to the event in the sentence, or its sentence to
the event's; how it was read; and what the event's own clause says of its time. No feature is a name, a number or a word that
is not in the lexicon, so that nothing of one story is learned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from riobravo.mentions.rules import date_grammar as grammar
from riobravo.mentions.rules import syntax, when
from riobravo.mentions.rules.dates import UNKNOWN, Reading, When
from riobravo.mentions.rules.found import Dated, Sentence, Told
from riobravo.mentions.rules.parsed import Token

_LEAD = 3
_AHEAD = ("planned", "hypothetical")
"""Of these, what is said of no time has none: the week of publication is when it was said."""

_AGES = (("now", 0), ("yesterday", 1), ("week", 7), ("month", 31), ("year", 366))
_SOME = 3
"""Where counts stop to be told apart."""

_PAIRED: Mapping[str, str] = {
    "type": "time place form own status",
    "time": "place own under form",
    "place": "own lead status form under",
    "form": "own under noun",
    "under": "own",
    "twin": "place own",
}
"""What is looked at together where no date is taken, by the first words of the names."""

_WITH_DATE = ("type", "form", "time", "status", "place", "under", "link", "noun", "own", "background", "twins")
"""What of the event is looked at together with where a date stands."""


@dataclass(frozen=True, slots=True)
class Option:
    """One date that an event may have, and the names of all that holds of it."""

    when: When
    features: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Event:
    """An event among the sentences and the other events of its article, and all that is said of it alone."""

    told: Told
    sentences: Sequence[Sentence]
    others: Sequence[Told]
    about: tuple[str, ...]

    @property
    def sentence(self) -> Sentence:
        return self.told.sentence

    @property
    def token(self) -> Token:
        return self.told.found.candidate.token


def options(told: Told, sentences: Sequence[Sentence], every: Sequence[Told]) -> list[Option]:
    """All options of an event, in the order of the text; ``sentences`` and ``every`` event are those of its article."""
    event = _event(told, sentences, every)
    own = [dated for dated in told.sentence.dates if _is_own(event, dated)]
    counted = [] if own else _counted_from(event)
    if counted:
        return counted
    is_ahead = told.found.judgement.status in _AHEAD
    found = [
        Option(_as_told(event, sentence, reading), frozenset(_of_date(event, sentence, dated, reading)))
        for sentence in (
            [told.sentence] if own else sentences
        )  # a date of the event's own clause leaves no other of the text
        for dated in own or sentence.dates
        for reading in dated.readings
        if not (is_ahead and _is_own_past(event, sentence, dated, reading))
    ]
    alone = ("any", *event.about, *_pairs(event.about))
    if not is_ahead:
        week = when.by_publication(told.sentence.day)
        found.append(Option(week, frozenset(f"publication: {feature}" for feature in alone)))
    found.append(Option(UNKNOWN, frozenset(f"unknown: {feature}" for feature in alone)))
    return found


def _counted_from(event: _Event) -> list[Option]:
    """Where an expression counts from the event ("two days after the raid"), the event lies on its other side."""
    found = []
    for dated in event.sentence.dates:
        if not _counts_from_it(event, dated):
            continue
        turned = [reading for reading in dated.readings if reading.how.startswith("turned")]
        found += [  # of the same day there is one side only
            Option(reading.when, frozenset(_of_date(event, event.sentence, dated, reading)))
            for reading in turned or dated.readings
        ]
    return found


def _is_own(event: _Event, dated: Dated) -> bool:
    """Whether the event's own clause says that it was then."""
    is_inside = grammar.relation(event.sentence.lexicon, event.token, dated.token) == "own"
    return is_inside and not _counts_from_it(event, dated)


def _counts_from_it(event: _Event, dated: Dated) -> bool:
    return grammar.counts_from(dated, event.token, _verbs_between(event, dated)) == "this"


def _verbs_between(event: _Event, dated: Dated) -> int:
    low, high = sorted((event.token.i, dated.token.i))
    return sum(grammar.is_full_verb(event.sentence.lexicon, t) for t in event.sentence.doc[low + 1 : high])


def _is_own_past(event: _Event, sentence: Sentence, dated: Dated, reading: Reading) -> bool:
    """Whether it is the past reading of a date in the clause of a plan that can be read ahead ("will meet on Monday")."""
    if sentence is not event.sentence or reading.how != "past" or len(dated.readings) == 1:
        return False
    return grammar.relation(sentence.lexicon, event.token, dated.token) == "own"


def _as_told(event: _Event, sentence: Sentence, reading: Reading) -> When:
    """What another sentence says of the event is context."""
    return reading.when if sentence is event.sentence else replace(reading.when, basis="context", text=None)


def _event(told: Told, sentences: Sequence[Sentence], every: Sequence[Told]) -> _Event:
    token = told.found.candidate.token
    # what is only a candidate is no object of the list, but its token tells it
    others = [t for t in every if t.sentence is not told.sentence or t.found.candidate.token.i != token.i]
    about = tuple(sorted(set(_about(told, sentences, others))))
    return _Event(told, sentences, others, about)


def _about(told: Told, sentences: Sequence[Sentence], others: Sequence[Told]) -> Iterator[str]:
    """What is said of the event, whichever date it has."""
    sentence, candidate = told.sentence, told.found.candidate
    lexicon, token = sentence.lexicon, candidate.token
    verb = grammar.verb_of(lexicon, token)
    yield f"type {candidate.trigger.event_type}"
    yield f"form {'noun' if candidate.is_noun else 'verb'}"
    yield f"place {_place(sentence)}"
    yield f"status {told.found.judgement.status or 'none'}"
    yield f"time {grammar.tense(lexicon, verb or token)}"
    yield f"under {grammar.bound_by(lexicon, token)}"
    if candidate.is_noun:
        yield f"noun is {grammar.definiteness(sentence, token)}"
        if verb is not None:
            yield f"noun governed {syntax.governs(lexicon.grammar, verb, token)}"
    yield f"link {grammar.link_before(lexicon, token)}"
    for name in grammar.background(lexicon, token):
        yield f"background {name}"
    yield f"own dates {_own_dates(told)}"
    lead = next((s for s in sentences if not s.is_title), None)
    yield f"lead dated {lead is not None and bool(lead.dates)}"
    twins = [t for t in others if t.found.candidate.trigger.event_type == candidate.trigger.event_type]
    yield f"twins {min(len(twins), _SOME)}"
    yield f"twin at the head {any(_place(t.sentence) in ('title', 'first') for t in twins)}"


def _own_dates(told: Told) -> str:
    sentence = told.sentence
    if not sentence.dates:
        return "no"
    token = told.found.candidate.token
    relations = {grammar.relation(sentence.lexicon, token, dated.token) for dated in sentence.dates}
    return "clause" if relations & {"own", "same verb"} else "sentence"


def _pairs(about: Sequence[str]) -> Iterator[str]:
    for one in about:
        wanted = _PAIRED.get(_kind(one), "").split()
        yield from (f"{one}, {other}" for other in about if _kind(other) in wanted)


def _kind(feature: str) -> str:
    return feature.split(" ", maxsplit=1)[0]


def _place(sentence: Sentence) -> str:
    if sentence.is_title:
        return "title"
    index = sentence.piece.sentence_index
    return "first" if index == 0 else "lead" if index < _LEAD else "later"


def _stage(told: Told) -> str | None:
    return told.found.judgement.stage or told.found.candidate.trigger.subtype


def _of_date(event: _Event, sentence: Sentence, dated: Dated, reading: Reading) -> Iterator[str]:
    lexicon, kind = sentence.lexicon, dated.expression.kind
    how, age = f"how {reading.how}", f"age {_age(reading.when, sentence.day)}"
    report = f"date of report {grammar.is_report(lexicon, grammar.verb_of(lexicon, dated.token))}"
    read = [how, age, report, f"expression {kind}", f"precision {reading.when.precision}"]
    read.append(f"bound {grammar.bound(lexicon, dated)}")
    where = "own" if sentence is event.sentence else "other"
    if where == "own":
        main, further = _beside(event, dated, reading)
    else:
        main, further = _elsewhere(event, sentence, dated)
    yield f"{where}: any"
    yield from (f"{where}: {name}" for name in (*read, *main, *further))
    yield from (f"{where}: {one}, {other}" for one in read for other in main)
    told = [name for name in event.about if _kind(name) in _WITH_DATE]
    yield from (f"{where}: {one}, {other}" for one in told for other in (*main, how, age))
    status = event.told.found.judgement.status
    yield f"{how}, status {status}, expression {kind}"
    yield f"{how}, status {status}, expression {kind}, {report}"


def _beside(event: _Event, dated: Dated, reading: Reading) -> tuple[list[str], list[str]]:
    """How an expression of the event's own sentence stands to it: the main features, and further ones."""
    lexicon, doc, position = event.sentence.lexicon, event.sentence.doc, event.token.i
    near = sorted(event.sentence.dates, key=lambda d: abs(d.token.i - position))
    low, high = sorted((position, dated.token.i))
    between = doc[low + 1 : high]
    n_verbs = _verbs_between(event, dated)
    relation = f"relation {grammar.relation(lexicon, event.token, dated.token)}"
    rank = f"rank {min(near.index(dated), 2)}"
    verbs = f"verbs between {min(n_verbs, _SOME)}"
    side = f"side {'before' if dated.token.i < position else 'after'}"
    only = f"only {len(near) == 1}"
    further = [f"{side}, {verbs}", f"{relation}, {rank}", f"{relation}, {verbs}", only, f"{only}, {relation}"]
    linked = sorted({name for t in between for name in grammar.links(lexicon, t)})
    base = dated.expression.pattern.get("to", "none")
    for name in linked or ["none"]:
        link = f"link between {name}"
        further += [link, f"{link}, {side}", f"{link}, {side}, from {base}"]
    here = [t.found.candidate.token.i for t in event.others if t.sentence is event.sentence]
    nearer = sum(abs(other - dated.token.i) < high - low for other in here)
    further.append(f"events nearer {min(nearer, 2)}")
    if base == "text":
        counts = f"counts from {grammar.counts_from(dated, event.token, n_verbs)}"
        further += [counts, f"{counts}, how {reading.how}", f"{counts}, way {_kind(reading.how)}"]
    return [relation, rank, verbs, side], further


def _elsewhere(event: _Event, sentence: Sentence, dated: Dated) -> tuple[list[str], list[str]]:
    """How another sentence stands to the event's, and the expression in it: the main features, and further ones."""
    lexicon, kind = sentence.lexicon, event.told.found.candidate.trigger.event_type
    here, there = event.sentences.index(event.sentence), event.sentences.index(sentence)
    where = f"where {_where(event.sentence, sentence, there - here)}"
    twins = [t for t in event.others if t.sentence is sentence and t.found.candidate.trigger.event_type == kind]
    alike = any(_stage(t) == _stage(event.told) for t in twins)
    twin = f"twin {'alike' if alike else 'kind' if twins else 'none'}"
    relations = [grammar.relation(lexicon, t.found.candidate.token, dated.token) for t in twins]
    clear = [name for name in relations if name != "beside"]
    relation = f"twin relation {(clear or relations or ['none'])[0]}"
    order = f"order {min(sentence.dates.index(dated), 2)}"
    verb = grammar.verb_of(lexicon, dated.token)
    top = f"top {'root' if verb is None or verb.head == verb else 'inside'}"
    between = event.sentences[min(here, there) + 1 : max(here, there)]
    dated_between = f"dated between {any(s.dates for s in between)}"
    further = [order, top, dated_between, f"{where}, {dated_between}", f"{where}, {twin}"]
    further += [f"{where}, {twin}, {relation}", f"{where}, {order}", f"{where}, {order}, {top}"]
    return [where, twin, relation], further


def _where(own: Sentence, other: Sentence, steps: int) -> str:
    if other.is_title:
        return "title"
    place = _place(other)
    if own.is_title:
        return f"title to {place}"
    side = "last" if steps == -1 else "before" if steps < 0 else "next" if steps == 1 else "after"
    return f"{side} first" if place == "first" else side


def _age(time: When, published: date) -> str:
    if time.start is None or time.end is None:
        return "none"
    if time.start > published:
        return "ahead"
    days = (published - time.end).days
    return next((name for name, most in _AGES if days <= most), "years")
