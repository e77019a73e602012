"""Of an article only what can matter is parsed, and its mentions are the same as if all were."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from riobravo import models, ontology, resources
from riobravo.errors import RioBravoError
from riobravo.lexicon.text import fold
from riobravo.mentions.rules import annotator, draft, lemmas, parsed, parser, possible, sentences
from riobravo.records import Article
from tests.mentions import make

LANGUAGES = sorted(ontology.load().languages)
BRIEFS = make.briefs(30)
UNRELATED = [
    make.article(entry["text"], language, title=entry["title"], article_id=f"{language}-{number}")
    for language in LANGUAGES
    for number, entry in enumerate(
        resources.load_yaml(resources.lexicon_dir().parent / "evaluate" / "unrelated" / f"{language}.yaml")[::12]
    )
]
PIECES = [
    (piece.cut(article), piece.language) for article in (*BRIEFS, *UNRELATED) for piece in sentences.split(article)
]


def test_mentions_are_the_same_with_and_without_the_filter() -> None:
    """Many articles at once, each alone, and each parsed whole give the same mentions to the last field."""
    articles = [*BRIEFS, *UNRELATED]
    at_once = list(annotator.annotate_many(articles))
    whole = [list(annotator.read(article).mentions) for article in articles]
    assert any(whole)
    assert at_once == whole
    assert [annotator.annotate(article) for article in articles[::7]] == whole[::7]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), st.sampled_from(LANGUAGES))
def test_any_mixture_of_sentences_gives_the_same(mixed: list[tuple[str, str]], language: str) -> None:
    """Sentences of briefs and of unrelated texts, in any order and language, make articles of which the law holds too."""
    one = make.article(" ".join(text for text, _ in mixed), language, title=mixed[0][0])
    assert annotator.annotate(one) == list(annotator.read(one).mentions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lemma_is_foretold(language: str) -> None:
    """The lemma that a parse gives a word is among those that the word may have."""
    foretold = lemmas.possible(parser.pipeline(language))
    assert foretold is not None
    texts = [text for text, spoken in PIECES if spoken == language]
    wrong = {
        (token.text, token.lemma_)
        for doc in parser.parse([parser.cut(text, language) for text in texts], language)
        for token in doc
        if token.folded_lemma not in foretold(token.text) and " " not in token.folded_lemma
    }
    assert wrong == set()


def test_a_sentence_that_is_left_out_has_no_candidate() -> None:
    """Whatever the filter says can hold no candidate, or nothing of the matter, holds none in its parse."""
    left_out = 0
    for article in (*BRIEFS, *UNRELATED):
        one = draft.begun(article)
        draft.parse([one], lambda _, number: True)
        for number, item in enumerate(one.whole()):
            kinds = {kind for term in item.sentence.terms.all for kind in term.kinds}
            assert one.may_assert[number] or not item.possible
            assert one.may_be_of_matter[number] or not kinds & item.sentence.lexicon.kinds_of_matter
            left_out += not one.may_assert[number]
    assert left_out


def test_an_article_without_triggers_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing goes through the parser of an article in which no word can be a trigger."""
    seen: list[int] = []
    parse = parser.parse

    def counted(docs: Sequence[Doc], language: str) -> Iterator[parsed.Doc]:
        seen.append(len(docs))
        return parse(docs, language)

    monkeypatch.setattr(parser, "parse", counted)
    assert annotator.annotate(make.article("The cat was grey. Its tail was long and soft.")) == []
    assert seen == []
    assert make.coded("Mexico extradited Joaquín Guzmán to the United States on Thursday. The sky was grey.")
    assert sum(seen) == 2


def test_what_cannot_be_coded_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many articles the one that raises gives its exception in its place."""
    begun: Callable[[Article], draft.Draft] = draft.begun

    def broken(article: Article) -> draft.Draft:
        if article.article_id == "broken":
            raise RioBravoError(code="RB-401", found="it")
        return begun(article)

    monkeypatch.setattr(draft, "begun", broken)
    good = make.article("Mexico extradited Joaquín Guzmán to the United States.")
    bad = make.article("Nothing.", article_id="broken")
    first, second, third = annotator.annotate_many([good, bad, good])
    assert isinstance(second, RioBravoError)
    assert first == third == annotator.annotate(good)
    with pytest.raises(RioBravoError):
        annotator.annotate(bad)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_copy_of_a_parse_says_what_the_parse_says(language: str) -> None:
    """Words, tree, forms and spans of the plain copy are those of spaCy."""
    nlp = models.load(language, without=["ner"])
    for text in [text for text, spoken in PIECES if spoken == language][:60]:
        theirs = nlp(text)
        ours = parsed.copied(theirs)
        assert ours.text == text
        for token, copy in zip(theirs, ours, strict=True):
            assert (token.text, token.idx, token.lemma_, token.pos_, token.dep_) == (
                copy.text, copy.idx, copy.lemma_, copy.pos_, copy.dep_,
            )  # fmt: skip
            assert (token.is_punct, token.is_alpha, token.head.i) == (copy.is_punct, copy.is_alpha, copy.head.i)
            for of in ("children", "subtree", "ancestors"):
                assert [t.i for t in getattr(token, of)] == [t.i for t in getattr(copy, of)]
            assert (token.left_edge.i, token.right_edge.i) == (copy.left_edge.i, copy.right_edge.i)
            assert (token.sent.start, token.sent.end) == (copy.sent.start, copy.sent.end)
            for name in ("Tense", "Mood", "VerbForm", "Number", "PronType"):
                assert list(token.morph.get(name, [])) == list(copy.morph.get(name))
            assert fold(token.text) == copy.folded
        for start in range(len(theirs)):
            for end in range(start + 1, min(start + 5, len(theirs)) + 1):
                assert theirs[start:end].text == ours[start:end].text
                assert theirs[start:end].root.i == ours[start:end].root.i


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_parse_does_not_depend_on_its_batch(language: str) -> None:
    """Alone or among others, in whatever order, a sentence is parsed alike: so filtering changes nothing in what is left."""
    texts = [text for text, spoken in PIECES if spoken == language][:80]

    def parses(order: list[str]) -> dict[str, list[tuple[str, str, int]]]:
        docs = parser.parse([parser.cut(text, language) for text in order], language)
        return {text: [(t.lemma_, t.dep_, t.head.i) for t in doc] for text, doc in zip(order, docs, strict=True)}

    assert parses(texts) == parses(texts[::-1]) == {key: v for text in texts for key, v in parses([text]).items()}


def test_a_model_of_other_lemmas_is_not_filtered() -> None:
    """Where lemmas do not come from tables nothing can be foretold, and every sentence is possible."""
    import spacy

    assert lemmas.possible(spacy.blank("en")) is None
    assert possible.load("en") is not None
