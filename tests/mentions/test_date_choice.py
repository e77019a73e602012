"""How a date is chosen among the options of an event, by plain weights."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from riobravo.mentions.rules import date_choice, date_options
from riobravo.mentions.rules.annotator import consider
from riobravo.mentions.rules.date_options import Option
from riobravo.mentions.rules.dates import UNKNOWN, When
from riobravo.mentions.rules.found import Told
from riobravo.mentions.rules.judge import judged
from tests.mentions.make import FRIDAY, article

THURSDAY = When(date(2025, 2, 27), date(2025, 2, 27), "day", "relative")
MONDAY = When(date(2025, 2, 24), date(2025, 2, 24), "day", "relative")


def _option(when: When, *features: str) -> Option:
    return Option(when, frozenset(features))


def test_the_heaviest_option_is_chosen() -> None:
    """Features without a weight say nothing."""
    options = [_option(THURSDAY, "a"), _option(MONDAY, "a", "b"), _option(UNKNOWN, "c")]
    assert MONDAY == date_choice.chosen(options, {"b": 1.0, "d": 9.0})
    assert UNKNOWN == date_choice.chosen(options, {"c": 2.0, "b": 1.0})


def test_the_same_days_speak_together() -> None:
    """Two expressions of one day outweigh one of another that is a little better than each."""
    options = [_option(THURSDAY, "a"), _option(THURSDAY, "a"), _option(MONDAY, "b")]
    assert THURSDAY == date_choice.chosen(options, {"a": 1.0, "b": 1.5})


def test_nothing_to_choose_from_is_unknown() -> None:
    """No option, no date."""
    assert UNKNOWN == date_choice.chosen([], {"a": 1.0})


@given(st.permutations(["a", "b", "c"]))
def test_the_order_of_features_does_not_matter(names: list[str]) -> None:
    """A choice is the same in every process."""
    weights = {"a": 0.1, "b": 0.2, "c": 0.3}
    options = [_option(THURSDAY, *names), _option(MONDAY, "c", "b", "a")]
    assert THURSDAY == date_choice.chosen(options, weights)


def _options(text: str, number: int) -> list[Option]:
    considered = consider(article(text))
    sentences = [item.sentence for item in considered]
    told = [Told(sentence, event) for sentence, events, _ in judged(considered) for event in events]
    return date_options.options(told[number], sentences, told)


def test_options_are_the_dates_of_the_article_the_week_and_none() -> None:
    """What another sentence dates is context."""
    text = "Marines arrested Juan Pérez on Thursday. Mexico extradited Luis Gómez to the United States."
    found = [(o.when.start, o.when.precision, o.when.basis) for o in _options(text, 1)]
    assert found == [
        (date(2025, 2, 27), "day", "context"),
        (date(2025, 3, 6), "day", "context"),
        (date(2025, 2, 22), "week", "publication"),
        (None, "unknown", None),
    ]


def test_a_date_of_the_events_own_clause_leaves_no_other_of_the_text() -> None:
    """What is left beside it is the week of publication, and no date."""
    text = "Marines arrested Juan Pérez on Thursday. Mexico extradited Luis Gómez to the United States in 2023."
    assert {option.when.start for option in _options(text, 1)} == {date(2023, 1, 1), None, date(2025, 2, 22)}


def test_a_plan_is_not_dated_by_its_publication_nor_back() -> None:
    """Its own date lies ahead; said of no time, it has none."""
    text = "Mexico will deploy 10,000 troops to the northern border on Monday."
    starts = [option.when.start for option in _options(text, 0)]
    assert starts == [date(2025, 3, 3), None]
    assert all(option.when.basis != "publication" for option in _options(text, 0))
    assert date(2025, 3, 3) > FRIDAY


def test_no_feature_holds_a_name_or_a_number_of_the_text() -> None:
    """Whom and where a story is about is nothing to learn from."""
    text = "Marines arrested Zyxwv Qwert in Manzanillo on Feb. 19, after 4,321 men left. Gunmen killed Zyxwv."
    every = " ".join(name for option in _options(text, 0) for name in option.features)
    assert all(word not in every for word in ("Zyxwv", "zyxwv", "Manzanillo", "4,321", "4321", "19"))
