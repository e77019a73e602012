"""Which candidates of an article are events: each weighed by its sentence and by the others, one kept for each act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from riobravo import ontology
from riobravo.lexicon import load as load_lexicon
from riobravo.mentions.rules import accept, features, precision, roles, second_look, status, syntax, triggers
from riobravo.mentions.rules.found import Considered, Dropped, Found, Sentence


def judged(items: Sequence[Considered]) -> Iterator[tuple[Sentence, list[Found], list[Dropped]]]:
    """Each sentence of an article with the events that it asserts, and with all that was dropped."""
    matter = second_look.matter(items)
    is_off_matter = second_look.is_off_matter(matter)
    for item, probabilities in zip(items, _weighed(items, matter), strict=True):
        refused = list(item.refused)
        events = _chosen(item.possible, probabilities, refused, is_off_matter=is_off_matter)
        yield item.sentence, events, refused


def considered(sentence: Sentence) -> Considered:
    """A sentence with its candidates and their odds at first look."""
    model = precision.load()
    found, refused = candidates(sentence)
    odds = tuple(model.first_odds(features.features(sentence, event, found)) for event in found)
    return Considered(sentence, tuple(found), tuple(refused), odds)


def may_tell(items: Sequence[Considered], least: Sequence[bool], most: Sequence[bool]) -> bool:
    """Whether a candidate can be an event: of the sentences that have candidates, in an article of more.

    Of each sentence of the article it is of the matter of security if ``least`` says so, and is not if ``most`` does not.
    """
    model, odds = precision.load(), [value for item in items for value in item.odds]
    off_matter = {second_look.is_off_matter(matter) for matter in (least, most)}
    events = [event for item in items for event in item.possible]
    for matter in (least, most):  # between the two lies what the share of such sentences adds
        values = second_look.features(second_look.glances(items), odds, matter)
        probable = [(model.probability(value), event) for value, event in zip(values, events, strict=True)]
        if any(_is_event(event, p, is_off_matter=is_off) for p, event in probable for is_off in off_matter):
            return True
    return False


def _weighed(items: Sequence[Considered], matter: Sequence[bool]) -> Iterator[list[float]]:
    """The probabilities of the candidates of each sentence."""
    model, odds = precision.load(), [value for item in items for value in item.odds]
    values = iter(second_look.features(second_look.glances(items), odds, matter))
    for item in items:
        yield [model.probability(next(values)) for _ in item.possible]


def _chosen(
    possible: Sequence[Found], probabilities: Sequence[float], dropped: list[Dropped], *, is_off_matter: bool
) -> list[Found]:
    """The events that a sentence asserts: of each word the best reading that is probable enough, one for an act."""
    best: dict[int, Found] = {}
    for candidate, probability in zip(possible, probabilities, strict=True):
        if not _is_event(candidate, probability, is_off_matter=is_off_matter):
            reason = f"{probability:.2f}: {', '.join(candidate.doubts) or 'too weak'}"
            dropped.append(Dropped(candidate.candidate, reason))
            continue
        event = replace(candidate, probability=probability)
        known = best.get(event.candidate.token.i)
        if known is None or (event.is_doubtless, event.probability) > (known.is_doubtless, known.probability):
            best[event.candidate.token.i] = event
    return _one_an_act(_not_spoken_of(_with_good_reason(list(best.values()), dropped), dropped), dropped)


def _is_event(event: Found, probability: float, *, is_off_matter: bool) -> bool:
    return precision.load().is_event(
        probability,
        is_doubtless=event.is_doubtless,
        is_off_matter=is_off_matter,
        is_asserted=event.judgement.status in _ASSERTED,
    )


_ASSERTED = frozenset({"actual", "planned"})


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
            stages=_stages(candidate.trigger.rule, candidate.trigger.event_type),
            base=candidate.trigger.base_status,
            is_denial=candidate.is_denial,
        )
        if judgement.status is None:
            dropped.append(Dropped(candidate, judgement.cue or "nothing asserted"))
        else:
            found.append(Found(candidate, filled, judgement, accept.doubts(setting, candidate, filled)))
    return found, dropped


@lru_cache(maxsize=1024)
def _stages(rule: str, event_type: str) -> frozenset[str]:
    lexicon = load_lexicon(rule.split(".", maxsplit=1)[0])
    declared = ontology.load().types[event_type].subtypes
    return frozenset(stage for stage in lexicon.status["stages"] if stage in declared)


def _with_good_reason(found: Sequence[Found], dropped: list[Dropped]) -> list[Found]:
    """Without what is more unlikely than likely and speaks of, or has as its object, a likelier event.

    "Requested the extradition of" is a request for extradition and no demand, "a judge suspended the extradition" no ruling.
    """
    likely = {event.candidate.token.i: event.probability for event in found}
    kept = []
    for event in found:
        within = accept.spoken_of(event.candidate, event.roles) | _objects(event)
        if event.probability < _EVEN and any(likely.get(i, 0.0) > event.probability for i in within):
            dropped.append(Dropped(event.candidate, "speaks of a likelier event"))
        else:
            kept.append(event)
    return kept


_EVEN = 0.5


def _objects(event: Found) -> set[int]:
    """The words of what the verb has as its object."""
    token, grammar = event.candidate.token, load_lexicon(event.candidate.trigger.rule.split(".")[0]).grammar
    objects = [a.head for a in syntax.arguments(grammar, token) if a.function == "object" and not a.is_inherited]
    return {word.i for head in objects for word in head.subtree} - {word.i for word in event.candidate.words}


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

    A wide trigger tells no second act of its type in a sentence: it is a word of the first one's ("ordered the deployment"),
    whose own trigger says better what it is.
    """
    kept: list[Found] = []
    for event in found:
        twin = next((k for k in kept if _same_act(k, event)), None)
        if twin is None:
            kept.append(event)
            continue
        weaker, stronger = (event, twin) if _rank(twin) >= _rank(event) else (twin, event)
        kept[kept.index(twin)] = stronger
        dropped.append(Dropped(weaker.candidate, f"the same act as {stronger.candidate.token.text}"))
    return kept


def _rank(event: Found) -> tuple[bool, float]:
    return not event.candidate.trigger.is_wide, event.probability


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
