"""A parsed sentence as plain objects: what the rules read of spaCy's, with the names and meanings that spaCy gives it.

Reading one attribute through spaCy makes an object and looks up a string; the rules read thousands of a sentence. So each
parse is copied once, in one array, and spaCy's own document can go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from riobravo.lexicon.text import fold

if TYPE_CHECKING:
    from spacy import tokens
    from spacy.strings import StringStore

_COPIED: list[int | str] = [
    "ORTH", "SPACY", "LEMMA", "POS", "DEP", "MORPH", "ENT_TYPE", "ENT_IOB", "IS_ALPHA", "IS_PUNCT", "SENT_START", "HEAD",
]  # fmt: skip
_OUTSIDE, _BEGINS = 2, 3
"""What ENT_IOB says of a word outside a name (or of no word: 0), and of the first of one."""


F = TypeVar("F", bound=Callable[..., Any])


def once(function: F) -> F:
    """Of a function of a word and what is the same for all its sentence: each result is kept with the sentence.

    The word is the second argument, the first is not looked at (a grammar, the nouns of the sentence); others are.
    """

    @wraps(function)
    def kept(first: Any, token: Token, *rest: Any) -> Any:
        memo, key = token.doc.memo, (function, token.i, rest)
        try:
            return memo[key]
        except KeyError:
            found = memo[key] = function(first, token, *rest)
            return found

    return cast("F", kept)


class Morph:
    """The features of a form: their values by name."""

    __slots__ = ("_values",)

    def __init__(self, features: str) -> None:
        pairs = (feature.partition("=") for feature in features.split("|") if "=" in feature)
        self._values: dict[str, list[str]] = {name: values.split(",") for name, _, values in pairs}

    def get(self, name: str, default: Sequence[str] = ()) -> Sequence[str]:
        """The values of a feature; the default where it has none."""
        return self._values.get(name, default)


class Token:
    """A word of a sentence. Two are equal only if they are one."""

    __slots__ = (
        "_subtree", "children", "dep_", "doc", "ent_type_", "folded", "folded_lemma", "head", "i", "idx", "is_alpha",
        "is_punct", "lemma_", "morph", "pos_", "text",
    )  # fmt: skip

    doc: Doc
    i: int
    idx: int
    text: str
    lemma_: str
    pos_: str
    dep_: str
    morph: Morph
    ent_type_: str
    is_alpha: bool
    is_punct: bool
    head: Token
    children: tuple[Token, ...]
    folded: str
    folded_lemma: str
    _subtree: tuple[Token, ...] | None

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def subtree(self) -> tuple[Token, ...]:
        """The word with all that hangs on it: what hangs on its left, itself, what hangs on its right."""
        if self._subtree is None:
            before = [t for child in self.children if child.i < self.i for t in child.subtree]
            after = [t for child in self.children if child.i > self.i for t in child.subtree]
            self._subtree = (*before, self, *after)
        return self._subtree

    @property
    def ancestors(self) -> list[Token]:
        """The words above, the nearest first."""
        found, node = [], self
        while node.head is not node:
            node = node.head
            found.append(node)
        return found

    @property
    def left_edge(self) -> Token:
        """The first word of the subtree."""
        return min(self.subtree, key=_place)

    @property
    def right_edge(self) -> Token:
        """The last word of the subtree."""
        return max(self.subtree, key=_place)

    @property
    def sent(self) -> Span:
        """What the parser takes for the word's sentence."""
        start = next((i for i in range(self.i, 0, -1) if i in self.doc.sentence_starts), 0)
        end = next((i for i in range(self.i + 1, len(self.doc)) if i in self.doc.sentence_starts), len(self.doc))
        return self.doc[start:end]

    def nbor(self, step: int = 1) -> Token:
        """The word so many places on."""
        if self.i + step < 0:
            raise IndexError(self.i + step)
        return self.doc[self.i + step]


def _place(token: Token) -> int:
    return token.i


@dataclass(frozen=True, slots=True)
class Entity:
    """A name that the recogniser of names found, from token ``start`` to ``end``."""

    start: int
    end: int
    label_: str

    def __len__(self) -> int:
        return self.end - self.start


class Doc:
    """A parsed sentence: its words in order.

    ``spelled`` and ``forms`` are what phrases are looked for in: the words' folded texts, and these with the lemmas.
    """

    __slots__ = ("_folded", "ents", "forms", "memo", "sentence_starts", "spelled", "text", "tokens")

    def __init__(
        self, text: str, tokens: Sequence[Token], sentence_starts: frozenset[int], ents: tuple[Entity, ...]
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.sentence_starts = sentence_starts
        self.ents = ents
        self.spelled: list[tuple[str, ...]] = [(t.folded,) for t in tokens]
        self.forms: list[tuple[str, ...]] = [(t.folded, t.folded_lemma) for t in tokens]
        self.memo: dict[Any, Any] = {}
        self._folded: str | None = None

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @property
    def folded(self) -> str:
        """The text, folded."""
        if self._folded is None:
            self._folded = fold(self.text)
        return self._folded

    @overload
    def __getitem__(self, key: int) -> Token: ...
    @overload
    def __getitem__(self, key: slice) -> Span: ...
    def __getitem__(self, key: int | slice) -> Token | Span:
        if isinstance(key, slice):
            start, end, _ = key.indices(len(self.tokens))
            return Span(self, start, max(start, end))
        return self.tokens[key]

    def span_of(self, start: int, end: int) -> Span | None:
        """The tokens that hold the code points from ``start`` to ``end``; None where no token does."""
        inside = [t.i for t in self.tokens if t.idx < end and start < t.idx + len(t.text)]
        return Span(self, inside[0], inside[-1] + 1) if inside else None


class Span:
    """A stretch of tokens."""

    __slots__ = ("doc", "end", "start")

    def __init__(self, doc: Doc, start: int, end: int) -> None:
        self.doc, self.start, self.end = doc, start, end

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    def __getitem__(self, key: int) -> Token:
        return self.doc.tokens[self.start + key if key >= 0 else self.end + key]

    @property
    def start_char(self) -> int:
        """Its first code point in the sentence."""
        return self.doc.tokens[self.start].idx

    @property
    def end_char(self) -> int:
        """The code point after its last one."""
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """As written."""
        return self.doc.text[self.start_char : self.end_char] if self.start < self.end else ""

    @property
    def root(self) -> Token:
        """The word nearest to the root of the sentence; of equally near ones the first. Punctuation is far from it."""
        inside = list(self)
        for token in inside:
            if token.head is token:
                return token
        top = [token for token in inside if not self.start <= token.head.i < self.end]
        return min(top, key=_steps_to_root, default=inside[0])


def _steps_to_root(token: Token) -> int:
    if not token.children and (token.is_punct or token.text.isspace()):
        return len(token.doc) - 1
    return len(token.ancestors)


def copied(doc: tokens.Doc) -> Doc:
    """A copy of spaCy's parse."""
    named = _names(doc.vocab.strings)
    read_morph = doc.vocab.morphology.get
    rows = doc.to_array(_COPIED).tolist()
    made = [Token() for _ in rows]
    place = 0
    starts: list[int] = []
    children: list[list[Token]] = [[] for _ in rows]
    for i, (token, row) in enumerate(zip(made, rows, strict=True)):
        orth, space, lemma, pos, dep, morph, entity, _, alpha, punct, begins, step = row
        token.i, token.idx = i, place
        token.text = text = named(orth)
        token.lemma_ = lemma_text = named(lemma)
        token.pos_ = named(pos)
        token.dep_ = named(dep)
        token.morph = _MORPHS.get(morph) or _MORPHS.setdefault(morph, Morph(read_morph(morph) or ""))
        token.ent_type_ = named(entity)
        token.is_alpha, token.is_punct = bool(alpha), bool(punct)
        token.folded, token.folded_lemma = fold(text), fold(lemma_text)
        token._subtree = None
        token.head = made[i + (step if step < _SIGN else step - 2 * _SIGN)]
        place += len(text) + space
        if begins == 1:
            starts.append(i)
    for token in made:
        if token.head is not token:
            children[token.head.i].append(token)
    ents = tuple(_entities([row[6] for row in rows], [row[7] for row in rows], named))
    copy = Doc(doc.text, made, frozenset(starts), ents)
    for token, below in zip(made, children, strict=True):
        token.doc, token.children = copy, tuple(below)
    return copy


_SIGN = 1 << 63
_MORPHS: dict[int, Morph] = {}


def _entities(labels: Sequence[int], places: Sequence[int], named: Callable[[int], str]) -> Iterator[Entity]:
    start = -1
    for i, place in enumerate((*places, _OUTSIDE)):
        if start >= 0 and place != 1:
            yield Entity(start, i, named(labels[start]))
            start = -1
        if place == _BEGINS:
            start = i


_LARGEST = 1 << 18
"""Strings kept beside spaCy's own before they are forgotten: of an endless corpus there are endless words."""


@lru_cache(maxsize=8)
def _names(strings: StringStore) -> Callable[[int], str]:
    known: dict[int, str] = {0: ""}

    def named(key: int) -> str:
        found = known.get(key)
        if found is None:
            if len(known) > _LARGEST:
                known.clear()
                known[0] = ""
            found = known[key] = strings[key] if key else ""
        return found

    return named
