"""What a language model is asked, and the form of its reply."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from riobravo import ontology
from riobravo.mentions.llm import prompt, schema, wording
from riobravo.ontology import EventType, Subtype
from tests.mentions.llm.make import ARTICLE
from tests.mentions.make import article


def test_the_prompt_holds_the_codebook() -> None:
    """Every type, subtype and status with definition, examples and bad example, and the rules of the chapters named."""
    told, kinds = prompt.codebook(), ontology.load()
    wanted = [code.definition for code in kinds.lists["statuses"].codes.values()]
    for event_type in kinds.types.values():
        items: list[EventType | Subtype] = [event_type, *event_type.subtypes.values()]
        for item in items:
            wanted += [item.definition, *item.example.values(), item.bad_example.text, item.bad_example.why]
        wanted += [*event_type.roles.values(), *(rule.rule for rule in event_type.rules)]
    chapters = [chapter for chapter in kinds.chapters if chapter.key in wording.load().chapters]
    wanted += [rule.rule for chapter in chapters for rule in chapter.rules]
    assert [words for words in wanted if words not in told] == []
    assert len(chapters) == len(wording.load().chapters)


def test_prompt_and_schema_are_the_same_in_every_process() -> None:
    """Nothing hangs on the order of sets, on the time or on chance."""
    code = "from riobravo.mentions.llm import prompt, schema; print(prompt.version(), schema.version())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=None)
    assert done.stdout.split() == [prompt.version(), schema.version()]


def test_quotes_come_before_codes() -> None:
    """A model that has quoted chooses its codes by what it quoted; the evidence comes first."""
    fields = list(schema.of_event()["properties"])
    said = wording.load()
    assert fields == [*said.quotes, *said.codes]
    assert fields[0] == schema.EVIDENCE
    assert schema.of_event()["required"] == fields


def test_all_but_the_evidence_may_be_unknown() -> None:
    """An event of nulls is of the form, and codes are those of the ontology or null."""
    validator = Draft202012Validator(schema.of_event())
    nothing = dict.fromkeys(schema.of_event()["properties"])
    assert validator.is_valid({**nothing, "evidence": "words"})
    assert not validator.is_valid(nothing)
    assert schema.of_event()["properties"]["event_type"]["enum"] == [*ontology.load().types, None]


def test_the_article_is_data_between_marks() -> None:
    """Its words stand once, as they are, between two lines with a mark that the system's words name."""
    system, user = prompt.messages(ARTICLE)
    mark = prompt.mark_of(ARTICLE)
    before, inside, after = user["content"].split(mark)
    assert (before.count("published: 2025-02-28"), after.strip()) == (1, "")
    assert inside == f"\ntitle: {ARTICLE.title}\n\n{ARTICLE.text}\n"
    assert mark in system["content"]
    assert ARTICLE.text not in system["content"]


def test_what_looks_like_a_part_of_the_form_is_text() -> None:
    """Braces and names of the form in an article are not filled in."""
    odd = replace(ARTICLE, text="{title} {mark} {published} \0 {", title="{text}")
    _, user = prompt.messages(odd)
    assert "title: {text}\n\n{title} {mark} {published} \0 {\n" in user["content"]


@given(st.text(max_size=60))
def test_no_article_holds_its_own_mark(text: str) -> None:
    """So no article can end itself; an article that quotes the mark of another has one of its own."""
    mark = prompt.mark_of(article(text))
    inner = mark.strip("= ")
    assert inner not in text
    assert prompt.mark_of(article(text + mark)) != mark


def test_the_schema_is_told_in_words_where_the_server_takes_none() -> None:
    """The plain request holds what the other one sends beside the messages."""
    system, _ = prompt.messages(ARTICLE, with_schema=True)
    assert schema.as_json(schema.of_reply()) in system["content"]
