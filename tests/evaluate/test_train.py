"""The fitting of the precision model: which candidates are right, and what the file says."""

from __future__ import annotations

import pytest

from riobravo import ontology
from riobravo.evaluate import train
from riobravo.mentions.rules import precision
from tests.evaluate.make import claim
from tests.mentions.make import article

TEXT = "Mexican marines arrested two men and the court sentenced a third."


@pytest.mark.parametrize(
    ("trigger", "right"),
    [("arrested", {("arrest", "arrested")}), ("words that stand nowhere", {("arrest", "arrested")})],
)
def test_a_candidate_is_right_at_the_gold_trigger(trigger: str, right: set[tuple[str, str]]) -> None:
    """The candidate of the type at the coded words is right; where these are no candidate, all of the type in the sentence."""
    told = {"a": [claim("arrest", 0, trigger=trigger)]}
    (text,) = train.of_gold([article(TEXT)], told, lambda: None)
    words = TEXT[:-1].split()
    found = {(e.glance.event_type, words[e.glance.token]) for e in text.examples if e.is_right}
    assert found == right
    assert text.is_gold


def test_nothing_is_right_in_texts_on_other_matters() -> None:
    """They stand in both languages, have candidates by the traps in their words, and none of them is an event."""
    texts = train.of_unrelated()
    assert {text.article_id.split()[1] for text in texts} == set(ontology.load().languages)
    assert len(texts) >= 180
    examples = [example for text in texts for example in text.examples]
    assert len(examples) > 1_000
    assert not any(example.is_right for example in examples)


def test_fitting_is_deterministic_and_finds_what_separates() -> None:
    """The same texts give the same file; what is always right gets better odds than what never is."""
    good = [article(f"Mexico extradited {n} men to the United States.", article_id=f"g{n}") for n in range(2, 12)]
    bad = [article(f"The firm sent {n} cakes to the fair.", article_id=f"b{n}") for n in range(2, 12)]
    gold = {item.article_id: [claim("extradition", 0, article=item.article_id, trigger="extradited")] for item in good}
    gold |= {item.article_id: [] for item in bad}
    texts = train.of_gold([*good, *bad], gold, lambda: None)
    one, other = train.fit(texts), train.fit(texts)
    assert train.as_json(one) == train.as_json(other)
    assert one["brier"] < 0.2
    assert sum(n for _, _, n in one["reliability"]) == one["n_examples"]


def test_the_file_in_the_package_is_calibrated() -> None:
    """In left-out folds the mean confidence of each tenth with 500 candidates is within 0.1 of the share that was right."""
    rows = [(said, right) for said, right, n in precision.content()["reliability"] if n >= 500]
    assert len(rows) >= 5
    assert all(abs(said - right) <= 0.1 for said, right in rows)
