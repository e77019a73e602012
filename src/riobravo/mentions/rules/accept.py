"""What speaks against a trigger, with the roles it filled, asserting an event of its type: the conditions of frames and groups.

No condition decides alone. Each that is not met is a doubt, and the precision model weighs them (`precision`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from riobravo.lexicon import cue_groups, cue_words
from riobravo.mentions.rules import actors, status, syntax
from riobravo.mentions.rules.nouns import Nouns
from riobravo.mentions.rules.parsed import Token
from riobravo.mentions.rules.roles import Roles
from riobravo.mentions.rules.terms import Terms
from riobravo.mentions.rules.triggers import Candidate


@dataclass(frozen=True, slots=True)
class Setting:
    """What a condition may look at: the sentence's nouns and the day of the article."""

    nouns: Nouns
    day: date

    @property
    def terms(self) -> Terms:
        """The terms of the sentence."""
        return self.nouns.terms


def doubts(setting: Setting, candidate: Candidate, roles: Roles) -> tuple[str, ...]:
    """The conditions that are not met, each by its name; none where everything fits."""
    return tuple(_doubts(setting, candidate, roles))


def _doubts(setting: Setting, candidate: Candidate, roles: Roles) -> Iterator[str]:  # noqa: C901 - one condition a line
    trigger = candidate.trigger
    if candidate.is_noun and (reason := _weak_noun(setting, candidate, roles)):
        yield reason
    for need in trigger.frame.needs:
        if not set(need) & roles.keys():
            yield f"no {' or '.join(need)}"
    for role, kinds in trigger.where.items():
        if role in roles and not kinds & setting.nouns.kinds(roles[role].head):
            yield f"another kind of {role}"
        elif role not in roles and [role] not in [list(need) for need in trigger.frame.needs]:
            yield f"no {role}"
    for role, kinds in trigger.unless.items():
        if role in roles and kinds & setting.nouns.kinds(roles[role].head):
            yield f"a wrong kind of {role}"
    if trigger.content and not trigger.content & (_kinds_in(setting, roles) | _kinds_under(setting, candidate)):
        yield "another kind of content"
    if trigger.content_near and not _near(setting, trigger.content_near):
        yield "no such content near"
    for flag in sorted(trigger.flags):
        check = _CHECKS.get(flag)
        if check is not None and not check(setting, candidate, roles):
            yield f"not {flag}"


def _weak_noun(setting: Setting, candidate: Candidate, roles: Roles) -> str | None:
    """A noun that only names the act: part of another name, a back-reference, or without any party."""
    grammar, noun = setting.nouns.lexicon.grammar, candidate.token
    if syntax.has_label(grammar, noun, "compound", "name_part") and noun.head.pos_ in ("NOUN", "PROPN", "ADJ"):
        return "part of a compound"
    if any(c.folded in grammar.words["determiners_back"] for c in noun.children):
        return "back-reference"
    if not grammar.adposition_governs and noun.dep_ in ("nmod", "compound") and noun.head.pos_ in ("NOUN", "PROPN"):
        stage_nouns = cue_groups(setting.nouns.lexicon.language, "stage_nouns").values()
        known = cue_words(setting.nouns.lexicon.language, "begin_nouns").union(*stage_nouns)
        transparent = grammar.words["transparent_nouns"]
        own = {r for r, a in roles.items() if not a.is_inherited}
        if noun.head.folded_lemma not in known | transparent and not own:
            return "complement of another noun"
    if not any(not argument.is_inherited for argument in roles.values()):
        return "bare noun"
    definite = any(c.folded in grammar.words["definite"] for c in noun.children)
    if definite and candidate.trigger.frame.has_content and "content" not in roles:
        return "back-reference"
    return None


def _kinds_in(setting: Setting, roles: Roles) -> set[str]:
    """The kinds of everything the content speaks of."""
    found: set[str] = set()
    if "content" in roles:
        for token in roles["content"].head.subtree:
            for term in setting.terms.at(token):
                found |= term.kinds
    return found


def _kinds_under(setting: Setting, candidate: Candidate) -> set[str]:
    """The kinds of everything that hangs on the trigger ("issued warnings, threatening military action")."""
    inside = {t.i for t in candidate.token.subtree}
    return {kind for term in setting.terms.all if term.start in inside for kind in term.kinds}


def _near(setting: Setting, kinds: frozenset[str]) -> bool:
    found = {kind for term in setting.terms.all for kind in term.kinds}
    return bool(found & kinds) or ("violence" in kinds and _is_violent(setting))


def _is_violent(setting: Setting) -> bool:
    words = cue_words(setting.nouns.lexicon.language, "violence_context")
    doc = setting.terms.doc
    return any(t.folded_lemma in words or t.folded in words for t in doc)


def _crosses_border(setting: Setting, candidate: Candidate, roles: Roles) -> bool:
    """Two countries take part: the person leaves one for the other."""
    countries = [
        actors.describe(setting.nouns, roles[r].head, setting.day).country for r in ("source", "target") if r in roles
    ]
    named = setting.terms.countries() | {t.places[0].country for t in setting.terms.all if t.places}
    if "target" in roles:
        receiving = actors.describe(setting.nouns, roles["target"].head, setting.day).country
        if receiving is None:
            return False
        return any(c != receiving for c in named | set(countries) if c)
    return len(named) >= 2


def _target_abroad(setting: Setting, candidate: Candidate, roles: Roles) -> bool:
    """Aid goes to another country."""
    if "source" not in roles:
        return False
    giver = actors.describe(setting.nouns, roles["source"].head, setting.day).country
    return giver is not None and bool(setting.terms.countries() - {giver})


def _is_subject(setting: Setting, candidate: Candidate, roles: Roles) -> bool:
    """The object of the frame acts itself ("300 soldiers arrived")."""
    if candidate.is_noun:
        return True
    argument = roles.get("object")
    if argument is None:
        return False
    if argument.function == "subject":
        return True
    return argument.function == "object" and not any(
        a.function == "subject" and not a.is_inherited
        for a in syntax.arguments(setting.nouns.lexicon.grammar, candidate.token)
    )


def _has_number(setting: Setting, candidate: Candidate, roles: Roles) -> bool:
    argument = roles.get(candidate.trigger.frame.counted or "")
    return argument is not None and setting.nouns.count(argument.head) is not None


def _future_content(setting: Setting, candidate: Candidate, roles: Roles) -> bool:
    """What is said lies ahead: a future, a conditional, a modal."""
    content = roles.get("content")
    if content is None or content.function != "complement":
        return False
    language = setting.nouns.lexicon.language
    ahead = cue_words(language, "future_auxiliaries") | cue_words(language, "possible_auxiliaries")
    for token in content.head.subtree:
        if (
            token.folded in ahead
            or token.folded_lemma in ahead
            or "Fut" in token.morph.get("Tense", [])
            or "Cnd" in token.morph.get("Mood", [])
        ):
            return True
        if any(True for _ in status.future_phrases_before(setting.nouns.lexicon, token)):
            return True
    return False


def _speaks_of_act(setting: Setting, candidate: Candidate, roles: Roles) -> bool:
    """What is promised or demanded is an act: a clause, or a noun that stands for one."""
    content = roles.get("content")
    if content is None:
        return False
    return content.function == "complement" or bool(_kinds_in(setting, roles) & _ACTS)


_ACTS = frozenset(
    {
        "handover",
        "force",
        "measure",
        "cooperation",
        "aid",
        "intelligence",
        "information",
        "law",
        "enforcement",
        "agreement",
        "offer",
    }
)


def _known_party(setting: Setting, candidate: Candidate, roles: Roles) -> bool:
    """At least one party is an actor of a known country, and none is a bare pronoun of unknown reference."""
    for role in ("source", "target"):
        if role in roles:
            named = actors.describe(setting.nouns, roles[role].head, setting.day)
            if named.kinds & {"pronoun"} or (
                named.country is not None and named.kinds & {"state", "office", "org", "court", "people", "force"}
            ):
                return True
            if named.actor_id is not None:
                return True
    return False


def _any_known_actor(setting: Setting, candidate: Candidate, roles: Roles) -> bool:
    return any(t.sort in ("country", "actor") or t.kinds & {"office", "org"} for t in setting.terms.all)


def _is_plural(setting: Setting, candidate: Candidate, roles: Roles) -> bool:
    return "source" in roles and (setting.nouns.is_plural(roles["source"].head) or "target" in roles)


def _has_place_or_party(setting: Setting, candidate: Candidate, roles: Roles) -> bool:
    return bool(roles) or any(t.sort == "place" for t in setting.terms.all)


def _has_vehicle(setting: Setting, candidate: Candidate, roles: Roles) -> bool:
    words = cue_words(setting.nouns.lexicon.language, "accident_vehicles")
    members = syntax.clause(setting.nouns.lexicon.grammar, candidate.token)
    return any(t.folded_lemma in words for t in members)


def _is_violent_flag(setting: Setting, candidate: Candidate, roles: Roles) -> bool:
    return _is_violent(setting)


def _is_reflexive(setting: Setting, candidate: Candidate, roles: Roles) -> bool:
    grammar = setting.nouns.lexicon.grammar
    return candidate.is_noun or not grammar.words["reflexives"] or syntax.is_reflexive(grammar, candidate.token)


_CHECKS: Mapping[str, Callable[[Setting, Candidate, Roles], bool]] = {
    "abroad": _crosses_border,
    "abroad_target": _target_abroad,
    "intransitive": _is_subject,
    "with_number": _has_number,
    "content_future": _future_content,
    "content_clause": _speaks_of_act,
    "known_actor": _known_party,
    "known_actor_any": _any_known_actor,
    "plural": _is_plural,
    "with_place_or_actor": _has_place_or_party,
    "with_vehicle": _has_vehicle,
    "violent": _is_violent_flag,
    "reflexive": _is_reflexive,
}


def spoken_of(candidate: Candidate, roles: Roles) -> set[int]:
    """The tokens of what the act speaks of: no event is coded inside them."""
    if not candidate.trigger.frame.has_content or "content" not in roles:
        return set()
    head: Token = roles["content"].head
    return {t.i for t in head.subtree} - {w.i for w in candidate.words}
