"""When: the date of an event, and the date expressions of a sentence."""

from __future__ import annotations

from datetime import date, timedelta

from spacy.tokens import Token

from riobravo.mentions.rules import dates, syntax
from riobravo.mentions.rules.dates import When
from riobravo.mentions.rules.found import Dated, Found, Memory, Sentence


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
