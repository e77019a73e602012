"""The article that the project began with, in two paraphrases of ours, one a language: both are coded alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from riobravo.mentions.rules import annotator
from riobravo.records import Article, Mention

ARTICLES = Path(__file__).parent / "articles"
SEED = Path(__file__).parents[3] / "shared" / "seed" / "article.txt"


def _coded(text: str, language: str) -> list[Mention]:
    article = Article(article_id="a", title="", text=text, language=language, published_on=date(2025, 3, 1))
    return annotator.annotate(article)


def _twin(language: str) -> list[Mention]:
    return _coded((ARTICLES / f"pentagon_warning.{language}.txt").read_text(encoding="utf-8").strip(), language)


def _has(mentions: list[Mention], event_type: str, **wanted: object) -> bool:
    return any(m.event_type == event_type and all(getattr(m, k) == v for k, v in wanted.items()) for m in mentions)


CALL_DAY = date(2025, 1, 31)
EXPECTED = [
    (
        "threat",
        {"event_subtype": "military", "status": "actual", "date_start": CALL_DAY, "source_actor_id": "us-secdef"},
    ),
    ("threat", {"event_subtype": "military", "status": "actual", "target_country": "MEX"}),
    ("consultation", {"event_subtype": "call", "date_start": CALL_DAY, "target_country": "MEX"}),
    ("sanction", {"event_subtype": "tariff", "status": "planned", "date_start": CALL_DAY, "target_country": "MEX"}),
    ("concession", {"event_subtype": "postponed", "status": "actual", "date_start": date(2025, 2, 3)}),
    ("pledge", {"event_subtype": "deployment", "quantity_best": 10_000.0, "source_country": "MEX"}),
    ("consultation", {"event_subtype": "talks", "place_name": "Washington", "target_country": "USA"}),
    ("arrest", {"event_subtype": "captured", "status": "actual", "source_country": "MEX"}),
    (
        "extradition",
        {
            "status": "actual",
            "quantity_best": 29.0,
            "source_country": "MEX",
            "target_country": "USA",
            "date_start": date(2025, 2, 27),
        },
    ),
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("event_type", "wanted"), EXPECTED)
def test_each_act_of_the_article_is_coded(language: str, event_type: str, wanted: dict[str, object]) -> None:
    """Each act that the article reports is coded with its status, day, countries and number, in both languages."""
    assert _has(_twin(language), event_type, **wanted)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_military_action_and_no_commentary(language: str) -> None:
    """The threatened action is no event, and the last paragraph, which comments, asserts none."""
    mentions = _twin(language)
    text = (ARTICLES / f"pentagon_warning.{language}.txt").read_text(encoding="utf-8").strip()
    commentary = text.rindex("\n\n")
    assert not [m for m in mentions if m.event_type in ("assault", "deployment")]
    assert not [m for m in mentions if m.evidence_start > commentary]


@pytest.mark.parametrize("language", ["en", "es"])
def test_condition_and_attribution(language: str) -> None:
    """The threat carries its condition, and the report of it the newspaper that it rests on."""
    threats = [m for m in _twin(language) if m.event_type == "threat"]
    assert any(m.condition for m in threats)
    assert any("Wall Street Journal" in (m.attribution or "") for m in threats)


def test_a_quotation_in_the_other_language_is_the_same_threat() -> None:
    """The Spanish quotation inside the English story is a threat of the same day, source and kind, not another act."""
    quoted = [m for m in _twin("en") if m.rule is not None and m.rule.startswith("es.")]
    assert [(m.event_type, m.event_subtype, m.date_start, m.source_actor_id) for m in quoted] == [
        ("threat", "military", CALL_DAY, "us-secdef")
    ]


def test_the_twins_agree() -> None:
    """Both languages give the same types, sources, days and quantities (the quotation stands in the English text only)."""

    def facts(language: str) -> set[tuple[object, ...]]:
        return {
            (m.event_type, m.event_subtype, m.status, m.source_country, m.target_country, m.date_start, m.quantity_best)
            for m in _twin(language)
            if language == "es" or (m.rule is not None and m.rule.startswith("en."))
        }

    assert facts("es") == facts("en")


@pytest.mark.skipif(not SEED.is_file(), reason="the original article is not part of the repository")
def test_the_original_article() -> None:
    """Where the original lies beside the checkout, its acts are coded too."""
    mentions = _coded(SEED.read_text(encoding="utf-8"), "en")
    for event_type, wanted in (
        ("threat", {"event_subtype": "military", "date_start": CALL_DAY, "status": "actual"}),
        ("consultation", {"event_subtype": "call", "date_start": CALL_DAY}),
        ("sanction", {"event_subtype": "tariff", "date_start": CALL_DAY}),
        ("concession", {"event_subtype": "postponed"}),
        ("pledge", {"event_subtype": "deployment", "quantity_best": 10_000.0}),
        ("consultation", {"event_subtype": "talks", "place_name": "Washington"}),
        ("arrest", {"event_subtype": "captured"}),
        ("extradition", {"quantity_best": 29.0, "source_country": "MEX", "target_country": "USA"}),
    ):
        assert _has(mentions, event_type, **wanted), event_type
    assert not [m for m in mentions if m.event_type in ("assault", "deployment")]
