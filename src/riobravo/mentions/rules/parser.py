"""Sentences through the spaCy model of their language: cut into words, parsed, copied into plain objects.

What a sentence's parse is depends on its own words alone, to the last bit, whatever else is in the batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import Any

from spacy import tokens
from spacy.language import Language

from riobravo import models, ontology
from riobravo.mentions.rules import parsed
from riobravo.mentions.rules.parsed import Doc

_BATCH = 128
"""Sentences in a batch of spaCy's."""

_LARGEST = 1 << 18
"""Words and lemmas that are kept before they are forgotten."""


@lru_cache(maxsize=4)
def pipeline(language: str) -> Language:
    """The model of a language, which is looked for once a process."""
    return models.load(language)


@contextmanager
def forgetting() -> Iterator[None]:
    """Once spaCy knows many words, what it learns meanwhile is forgotten at the end, documents too: new words have no end."""
    with ExitStack() as zones:
        for language in _installed():
            nlp = pipeline(language)
            if len(nlp.vocab) > _LARGEST:
                zones.enter_context(nlp.memory_zone())
        yield


@lru_cache(maxsize=1)
def _installed() -> tuple[str, ...]:
    return tuple(language for language in sorted(ontology.load().languages) if models.installed(language) is not None)


def cut(text: str, language: str) -> tokens.Doc:
    """A sentence cut into words."""
    return pipeline(language).make_doc(text)


def parse(docs: Sequence[tokens.Doc], language: str) -> Iterator[Doc]:
    """The parses of sentences that are cut into words, in their order."""
    nlp = pipeline(language)
    cache: dict[Any, Any] = getattr(nlp.get_pipe("lemmatizer"), "cache", {}) if "lemmatizer" in nlp.pipe_names else {}
    if len(cache) > _LARGEST:
        cache.clear()
    return map(parsed.copied, nlp.pipe(docs, batch_size=_BATCH))
