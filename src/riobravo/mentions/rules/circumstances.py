"""When, where, how many, on whose word and on which condition: the fields beside type, status and parties."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from spacy.tokens import Token

from riobravo import ontology
from riobravo.lexicon import cue_groups, cue_words
from riobravo.lexicon import load as load_lexicon
from riobravo.lexicon.phrases import Phrases
from riobravo.lexicon.text import fold
from riobravo.mentions.gazetteer import Place
from riobravo.mentions.rules import dates, syntax
from riobravo.mentions.rules.dates import When
from riobravo.mentions.rules.found import Dated, Found, Memory, Sentence
from riobravo.mentions.rules.nouns import Count
from riobravo.mentions.rules.quantities import Number
from riobravo.mentions.rules.syntax import Argument
from riobravo.mentions.rules.terms import Term

# --- when


def when(sentence: Sentence, found: Found) -> When | None:
    """The date that the clause of the event carries, or None where it carries none."""
    trigger = found.candidate.token
    is_future = found.judgement.status in ("planned", "hypothetical")
    choices = _dates_of_clause(sentence, trigger)
    if not choices:
        return None
    chosen = min(choices, key=lambda d: abs(d.token.i - trigger.i))
    return chosen.future if is_future else chosen.past


def _dates_of_clause(sentence: Sentence, trigger: Token) -> list[Dated]:
    """The dates in the trigger's own phrase, else in its clause, else in the clause that carries it on."""
    grammar = sentence.lexicon.grammar
    own = {t.i for t in syntax.clause(grammar, trigger)}
    inside = [d for d in sentence.dates if d.token.i in own]
    if inside:
        return inside
    node = trigger
    for _ in range(5):
        above = syntax.verb_above(grammar, node)
        if above is None:
            break
        members = {t.i for t in syntax.clause(grammar, above)}
        inside = [d for d in sentence.dates if d.token.i in members]
        if inside:
            return inside
        if _starts_over(sentence, above):
            break
        node = above
    root = [t for t in sentence.doc if t.head == t]
    if len(sentence.dates) == 1 and len(root) > 1:
        return list(sentence.dates)
    return []


def _starts_over(sentence: Sentence, verb: Token) -> bool:
    """A relative clause has its own time."""
    return syntax.has_label(sentence.lexicon.grammar, verb, "modifier_clause") and not syntax.is_past_participle(verb)


def by_publication(published: date) -> When:
    """Nothing is said: the week that ends with publication."""
    return When(published - timedelta(days=6), published, "week", "publication")


# --- where


def where(sentence: Sentence, found: Found) -> tuple[Term, Place] | None:
    """The place of the event: the role that names it, else a place that the clause stands in."""
    argument = found.roles.get("place")
    terms = _place_terms(sentence)
    if argument is not None:
        inside = [
            t for t in terms if t.start <= argument.head.i < t.end or argument.head in sentence.doc[t.start].ancestors
        ]
        if inside:
            return _resolved(sentence, inside[0], terms)
    members = {t.i for t in syntax.clause(sentence.lexicon.grammar, _clause_head(sentence, found))} | {
        t.i for t in found.candidate.token.subtree
    }
    located = [t for t in terms if t.start in members and _stands_in(sentence, t)]
    return (
        _resolved(sentence, min(located, key=lambda t: abs(t.start - found.candidate.token.i)), terms)
        if located
        else None
    )


def _clause_head(sentence: Sentence, found: Found) -> Token:
    token = found.candidate.token
    return token if token.pos_ in ("VERB", "AUX") else syntax.verb_above(sentence.lexicon.grammar, token) or token


def _place_terms(sentence: Sentence) -> list[Term]:
    """Names of places, but for those inside the name of an actor ("Sinaloa Cartel")."""
    named = [t for t in sentence.terms.all if t.sort == "actor"]
    return [
        t
        for t in sentence.terms.all
        if t.sort == "place"
        and t.places
        and not any(a.start <= t.start and t.end <= a.end and a.end - a.start > t.end - t.start for a in named)
        and not any(
            c.kinds & {"criminal"} and abs(c.start - t.start) <= 2 and c.sort == "class" for c in sentence.terms.all
        )
    ]


def _stands_in(sentence: Sentence, term: Term) -> bool:
    """Whether a preposition of place stands before it."""
    grammar = sentence.lexicon.grammar
    for position in range(term.start - 1, max(-1, term.start - 5), -1):
        token = sentence.doc[position]
        if grammar.words["place_markers"].intersection(syntax.classes_of(grammar, token.text)):
            return True
        if token.pos_ in ("VERB", "PUNCT"):
            return False
    return False


def _resolved(sentence: Sentence, term: Term, terms: list[Term]) -> tuple[Term, Place] | None:
    """Which of the places of that name: the one in the state named after it, else the largest."""
    following = [t for t in terms if term.end <= t.start <= term.end + 2 and t is not term]
    regions = {p.admin1 for t in following for p in t.places if p.precision == "admin1"}
    fitting = [p for p in term.places if p.admin1 in regions] if regions else []
    countries = {t.country for t in sentence.terms.all if t.country}
    pool = fitting or [p for p in term.places if p.country in countries] or list(term.places)
    return (term, max(pool, key=lambda p: p.population)) if pool else None


# --- how many


def counted(sentence: Sentence, found: Found) -> tuple[Count | None, list[Count]]:
    """The leading quantity of the act and its further ones; a named person counts as one."""
    frame = found.candidate.trigger.frame
    role = frame.counted or ("content" if frame.has_content else None)
    if role == "self":
        return _percentages(sentence, found)
    argument = found.roles.get(role or "")
    counts = _of_argument(sentence, argument) if argument is not None else []
    counts = counts or _beside(sentence, found)
    return (counts[0], counts[1:]) if counts else (None, [])


def _of_argument(sentence: Sentence, argument: Argument) -> list[Count]:
    """What the phrase counts that fills the counted role."""
    if argument.function == "complement":
        return _in_content(sentence, argument.head)
    heads = syntax.coordinated(sentence.lexicon.grammar, argument.head)
    counts = [c for head in heads if (c := sentence.nouns.count(head)) is not None]
    if not counts:
        counts = _persons(sentence, heads) or _percentages_list(sentence, argument.head)
    return sorted(counts, key=lambda c: c.unit != "persons")


def _beside(sentence: Sentence, found: Found) -> list[Count]:
    """What the clause counts beside the roles: the trigger ("13 arrests"), a number of a unit of the type, one person."""
    units = ontology.load().types[found.candidate.trigger.event_type].units
    token = found.candidate.token
    if found.candidate.is_noun and _PERSONS in units and (own := sentence.nouns.count(token)) is not None:
        return [Count(own.number, _PERSONS)]
    clause = {t.i for t in syntax.clause(sentence.lexicon.grammar, _clause_head(sentence, found))}
    near = []
    for number in sentence.nouns.numbers:
        if number.start not in clause or number.unit == "none":
            continue
        last = sentence.doc[number.end - 1]
        following = sentence.doc[number.end : number.end + 2]
        unit = number.unit or next((u for t in (last, last.head, *following) if (u := sentence.nouns.unit(t))), None)
        if unit in units:
            near.append((abs(number.start - token.i), Count(number, unit)))
    if near:
        return [min(near, key=lambda pair: pair[0])[1]]
    return _one_person(sentence, found) if found.candidate.trigger.frame.one_person else []


def _one_person(sentence: Sentence, found: Found) -> list[Count]:
    """One person is meant by a pronoun, a possessive or a name in the clause ("his arrest", "El Chapo's extradition")."""
    token = found.candidate.token
    words = sentence.lexicon.grammar.words["singular_pronouns"]
    for word in (*token.children, *syntax.clause(sentence.lexicon.grammar, _clause_head(sentence, found))):
        is_name = word.pos_ == "PROPN" and bool({"named", "criminal"} & sentence.nouns.kinds(word))
        if is_name or (fold(word.text) in words and "Plur" not in word.morph.get("Number", [])):
            return [Count(Number(word.i, word.i + 1, 1.0, 1.0, 1.0, "exact"), _PERSONS)]
    return []


_PERSONS = "persons"


def _persons(sentence: Sentence, heads: list[Token]) -> list[Count]:
    """Persons named one by one, or one person in the singular."""
    people = [
        h
        for h in heads
        if sentence.nouns.kinds(h) & {"person", "named"} and not sentence.nouns.kinds(h) & {"place", "org"}
    ]
    if (
        not people
        or len(people) != len(heads)
        or any("Plur" in h.morph.get("Number", []) and h.pos_ != "PROPN" for h in people)
    ):
        return []
    number = float(len(people))
    return [Count(Number(heads[0].i, heads[0].i, number, number, number, "exact"), "persons")]


def _in_content(sentence: Sentence, head: Token) -> list[Count]:
    inside = {t.i for t in head.subtree}
    counts = []
    for number in sentence.nouns.numbers:
        if number.start in inside and number.unit not in ("none", "years"):
            last = sentence.doc[number.end - 1]
            following = sentence.doc[number.end : number.end + 1]
            noun = next((t for t in (last.head, last, *following) if sentence.nouns.unit(t)), None)
            unit = number.unit or (sentence.nouns.unit(noun) if noun is not None else None)
            if unit is not None:
                counts.append(Count(number, unit))
    return counts


def _percentages(sentence: Sentence, found: Found) -> tuple[Count | None, list[Count]]:
    counts = _percentages_list(sentence, found.candidate.token)
    return (counts[0], counts[1:]) if counts else (None, [])


def _percentages_list(sentence: Sentence, head: Token) -> list[Count]:
    inside = {t.i for t in head.subtree}
    return [Count(n, "percent") for n in sentence.nouns.numbers if n.unit == "percent" and n.start in inside]


# --- on whose word, on which condition


def attribution(sentence: Sentence, found: Found) -> str | None:
    """Whose word the report rests on: "according to X", or the subject of the verb of saying over the clause."""
    quoted = _by_preposition(sentence)
    if quoted:
        return quoted
    grammar = sentence.lexicon.grammar
    says = cue_groups(sentence.lexicon.language, "operators")["report"]
    source = found.roles.get("source")
    node = found.candidate.token
    for _ in range(6):
        above = syntax.verb_above(grammar, node)
        if above is None:
            return None
        if fold(above.lemma_) in says and above is not found.candidate.token:
            subject = next((a.head for a in syntax.arguments(grammar, above) if a.function == "subject"), None)
            if subject is not None and (source is None or subject != source.head) and subject.pos_ != "PRON":
                return str(sentence.nouns.span(subject).text)
        node = above
    return None


def _by_preposition(sentence: Sentence) -> str | None:
    lexicon, doc = sentence.lexicon, sentence.doc
    words = [(fold(t.text),) for t in doc]
    for _, end, _ in _attributing(lexicon.language).longest(words):
        if end < len(doc):
            inside = doc[end]
            while inside.head.i >= end and inside.head != inside and inside.head.pos_ in ("NOUN", "PROPN", "ADJ"):
                inside = inside.head
            return str(sentence.nouns.span(inside).text)
    return _outside(sentence)


def _outside(sentence: Sentence) -> str | None:
    """A quotation in another language takes the attribution of the sentence around it."""
    piece = sentence.piece
    if (piece.start, piece.end) == (piece.sentence_start, piece.sentence_end):
        return None
    after = sentence.whole[piece.end - piece.sentence_start :]
    before = sentence.whole[: piece.start - piece.sentence_start]
    for side in (after, before):
        for pattern in _attributing_patterns():
            if match := pattern.search(side):
                return match.group("who").strip() or None
    return None


@lru_cache(maxsize=1)
def _attributing_patterns() -> tuple[re.Pattern[str], ...]:
    """As "according to X" in any language, up to the next punctuation."""
    phrases = [
        p
        for language in sorted(ontology.load().languages)
        for p in load_lexicon(language).status["attribution_prepositions"]
    ]
    return tuple(re.compile(rf"\b{re.escape(p)}\s+(?P<who>[^,;:.“”«»\"]+)", re.IGNORECASE) for p in phrases)


@lru_cache(maxsize=4)
def _attributing(language: str) -> Phrases[str]:
    return Phrases((p, p) for p in load_lexicon(language).status["attribution_prepositions"])


def condition(sentence: Sentence, found: Found) -> str | None:
    """The condition of a threat, pledge or demand, as written."""
    if not found.candidate.trigger.frame.has_content:
        return None
    grammar = sentence.lexicon.grammar
    markers = cue_words(sentence.lexicon.language, "condition_markers")
    scope = _clause_head(sentence, found)
    for token in scope.subtree:
        for child in token.children if token.pos_ in ("VERB", "AUX") and token != scope else ():
            following = " ".join(fold(t.text) for t in sentence.doc[child.i : child.i + 3])
            joins = syntax.has_label(grammar, child, "subordinator", "adposition") or child.dep_ in ("mark", "advmod")
            if joins and any(following == m or following.startswith(m + " ") for m in markers):
                return str(sentence.doc[child.i : token.right_edge.i + 1].text).strip(' ,.;”"')
    return None


def is_aggregate(sentence: Sentence, count: Count | None) -> bool:
    """A total over a period: several, with words that say over how long."""
    if count is None or (count.number.low or count.number.best or 0) < 2 or count.unit in ("percent", "usd", "mxn"):
        return False
    words = [(fold(t.text), fold(t.lemma_)) for t in sentence.doc]
    return any(True for _ in _aggregate_cues(sentence.lexicon.language).longest(words))


@lru_cache(maxsize=4)
def _aggregate_cues(language: str) -> Phrases[str]:
    return Phrases((p, p) for p in load_lexicon(language).status["aggregate_cues"])


def dated(
    doc_dates: list[dates.Expression], sentence_doc: object, language: str, published: date, memory: Memory
) -> tuple[Dated, ...]:
    """Each date expression with its token and readings; each becomes the date that the next may count from."""
    found = []
    for expression in doc_dates:
        span = sentence_doc.char_span(expression.start, expression.end, alignment_mode="expand")  # type: ignore[attr-defined]
        if span is None:
            continue
        past = dates.resolve(expression, language, published, memory.last_date, is_future=False)
        future = dates.resolve(expression, language, published, memory.last_date, is_future=True)
        token = span.root
        found.append(Dated(expression, token, past, future))
        if past.start is not None and past.precision == "day":
            memory.last_date = past.start
    return tuple(found)
