"""The annotator as a whole: what it gives back for any article, however odd."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riobravo import ontology
from riobravo.errors import RioBravoError
from riobravo.mentions import annotators
from riobravo.mentions.rules.annotator import annotate, read
from riobravo.records import Article, Mention, Quarantined
from tests.mentions.make import article, briefs

TEXT = (
    "Mexico extradited 29 cartel members to the United States on Thursday. "
    "Trump threatened to impose tariffs of 25 percent on Mexico if it does not act.\n"
    "Mexican marines captured Rafael Caro Quintero in Sinaloa. The navy seized 3 tons of cocaine in Manzanillo. "
    "The navy seized 3 tons of cocaine in Manzanillo."
)
TITLE = "Mexico extradites 29 cartel members to the United States"

HOSTILE = {
    "control characters": "Mexico\x00 extradited\x07 29\x1b[31m men to the United States\x7f.",
    "direction marks": "\u202eMexico extradited 29 men\u200f to the United States.\u2066",
    "a word of 5,000 letters": f"Mexico extradited {'x' * 5_000} to the United States.",
    "5,000 words without an end": "Mexico extradited 29 men and " * 1_000,
    "emoji": "Mexico 🇲🇽 extradited 29 👩‍👩‍👧 to the United States 🇺🇸.",
    "combining marks": "Mexico extradited 29 m" + "e\u0301" * 300 + "n to the United States.",
    "markup": "<b>Mexico</b> extradited <script>29</script> men to the [red]United States[/red].",
    "only punctuation": "... !!! ??? — — « » “ ” ( ) [ ]",
    "only numbers": "1 2 3 4,000 5.5 6% $7 8-9 10 mil",
    "another script": "Мексика выдала 29 человек. 墨西哥引渡了29人。",
    "odd blank space": "Mexico\u00a0extradited\u200329\u2028men\u000bto the United\u3000States.",
    "impossible dates and numbers": "On Feb. 31, 99999999999999999999999999 men left. In 0000, 1/0.",
    "unbalanced quotes": "“Mexico extradited 29 men to the «United States.",
    "shouting": "MEXICO EXTRADITED 29 MEN TO THE UNITED STATES.",
}


CUES = "no not will if si podría entregó a dos mil $ % . “ ” ?".split()


def _broken(an_article: Article, mentions: list[Mention]) -> list[str]:
    """The promises that the mentions of an article do not keep."""
    parts = ["title", "text"]
    places = [(parts.index(m.evidence_in), m.evidence_start, m.evidence_end) for m in mentions]
    found = [] if len(mentions) == len({m.mention_id for m in mentions}) else ["ids unique"]
    found += [] if places == sorted(places) else ["order of evidence"]
    return found + [
        f"{m.event_type}: {name}" for m in mentions for name, is_kept in _kept(an_article, m).items() if not is_kept
    ]


def _kept(an_article: Article, m: Mention) -> dict[str, bool]:
    declared = ontology.load()
    source = an_article.title if m.evidence_in == "title" else an_article.text
    bounds = [bound for bound in (m.quantity_low, m.quantity_best, m.quantity_high) if bound is not None]
    days = [day for day in (m.date_start, m.date_end) if day is not None]
    return {
        "id of its article": m.article_id == an_article.article_id and m.mention_id.startswith(f"{m.article_id}."),
        "offsets": 0 <= m.evidence_start < m.evidence_end <= len(source),
        "evidence": m.evidence == source[m.evidence_start : m.evidence_end] == m.evidence.strip(),
        "subtype": m.event_subtype is None or m.event_subtype in declared.types[m.event_type].subtypes,
        "status": m.status in declared.statuses,
        "unit": m.quantity_unit is None or m.quantity_unit in declared.units,
        "bounds": bounds == sorted(bounds),
        "dates": days == sorted(days) and len(days) in (0, 2) and bool(days) == (m.date_basis is not None),
        "confidence": m.confidence is None or 0 <= m.confidence <= 1,
    }


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_is_read_without_harm(name: str, language: str) -> None:
    """As text and as title, in both languages: no error, and whatever is coded keeps every promise."""
    for an_article in (article(HOSTILE[name], language), article("", language, title=HOSTILE[name])):
        assert [] == _broken(an_article, annotate(an_article))


@given(
    st.lists(
        st.one_of(
            st.sampled_from(TEXT.split()),
            st.sampled_from(
                [
                    "no",
                    "not",
                    "will",
                    "if",
                    "si",
                    "podría",
                    "entregó",
                    "a",
                    "dos",
                    "mil",
                    "$",
                    "%",
                    "\n",
                    ".",
                    "“",
                    "”",
                    "?",
                ]
            ),
            st.text(max_size=6),
        ),
        max_size=40,
    ),
    st.sampled_from(["en", "es"]),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_row_of_words_keeps_the_promises(words: list[str], language: str) -> None:
    """Ids unique, order by evidence, offsets exact, codes declared, dates and bounds in order."""
    an_article = article(" ".join(words), language, title=" ".join(words[:8]))
    assert [] == _broken(an_article, annotate(an_article))


@pytest.mark.parametrize(("title", "text"), [("", ""), ("", TEXT), (TITLE, ""), (TITLE, TEXT)])
def test_title_or_text_may_be_empty(title: str, text: str) -> None:
    """Each part is read for itself; there are mentions in every part that has words, and none in one without."""
    an_article = article(text, title=title)
    mentions = annotate(an_article)
    assert [] == _broken(an_article, mentions)
    assert {part for part, words in (("title", title), ("text", text)) if words} == {m.evidence_in for m in mentions}


def test_ids_are_stable() -> None:
    """The same article gives the same mentions; another article gives others."""
    first, second = annotate(article(TEXT, title=TITLE)), annotate(article(TEXT, title=TITLE))
    assert first == second
    others = {m.mention_id for m in annotate(article(TEXT, title=TITLE, article_id="b"))}
    assert not others & {m.mention_id for m in first}


def test_an_id_does_not_hang_on_what_follows() -> None:
    """More text at the end leaves the ids of earlier mentions as they are."""
    before = [m.mention_id for m in annotate(article(TEXT))]
    after = [m.mention_id for m in annotate(article(f"{TEXT} Gunmen killed three police officers in Culiacán."))]
    assert before == after[: len(before)]
    assert len(before) < len(after)


def test_a_sentence_told_twice_is_two_mentions() -> None:
    """Mentions are counted by where they stand; what is one event is decided later."""
    seizures = [m for m in annotate(article(TEXT)) if m.event_type == "seizure"]
    assert 2 == len(seizures)
    assert seizures[0].mention_id != seizures[1].mention_id
    assert seizures[0].evidence == seizures[1].evidence


def test_what_was_dropped_is_told_with_its_reason() -> None:
    """A reader of the annotator's working can ask why a word is no event."""
    reading = read(article("Mexico should deploy 10,000 troops to the northern border."))
    assert () == reading.mentions
    assert any("should" in dropped.reason for _, dropped in reading.dropped)


def test_one_annotator_of_that_name() -> None:
    """An unknown name is refused with the names there are."""
    assert annotators.get("rules") is annotate
    with pytest.raises(RioBravoError) as caught:
        annotators.get("oracle")
    assert "RB-401" == caught.value.code
    assert "rules" in str(caught.value)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ValueError("odd"), "RB-410"),
        (RecursionError("deep"), "RB-410"),
        (RioBravoError(code="RB-302", found="x"), "RB-302"),
    ],
)
def test_an_article_that_fails_does_not_stop_the_rest(error: Exception, code: str) -> None:
    """It goes to quarantine with its reason; the next one is coded."""
    articles = [article("bad", article_id="1"), article("good", article_id="2")]

    def failing(an_article: Article) -> list[Mention]:
        if an_article.text == "bad":
            raise error
        return []

    done: list[None] = []
    (_, bad), (good_article, good) = annotators.annotate_all(articles, failing, lambda: done.append(None))
    assert isinstance(bad, Quarantined)
    assert (code, "1") == (bad.reason, bad.article_id)
    assert ("2", []) == (good_article.article_id, good)
    assert 2 == len(done)


def test_half_a_character_goes_to_quarantine() -> None:
    """A lone surrogate is no text that a parser can read: a coded reason, and the next article is coded."""
    articles = [article("Troops \ud800 left.", article_id="1"), article(TEXT, article_id="2")]
    (_, bad), (_, good) = annotators.annotate_all(articles, annotators.get())
    assert isinstance(bad, Quarantined)
    assert "RB-410" == bad.reason
    assert not isinstance(good, Quarantined)
    assert good


def test_the_briefs_keep_the_promises() -> None:
    """A sample of the repository's own articles, and what they give in the other language's clothes."""
    assert briefs(40)
    for brief in briefs(40):
        assert [] == _broken(brief, annotate(brief))
    other = {"en": "es", "es": "en"}
    for brief in briefs(40)[:5]:
        disguised = replace(brief, language=other[brief.language])
        assert [] == _broken(disguised, annotate(disguised))
