"""Mentions kept from build to build, so that an article that did not change is not coded again.

    <folder>/mentions/<annotator>-<state>/<sha256 of the file>.parquet

A coding is found by all that its article says (`key_of`) below the state of all else that decides it (`coder_state`). A file
is named by the hash of its bytes: one that was cut or altered does not have its name, is thrown away, and what it held is
coded again. Files are only added and taken away, never changed; when there are many they become one.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, field, fields
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from riobravo.errors import RioBravoError
from riobravo.records import Article, Mention, Quantity, Quarantined
from riobravo.release import coder_state, write
from riobravo.release.chain import AnnotateAll, Framed
from riobravo.tables import frames, model

KEY: Final = "article_key"
"""The column beside those of mentions; an article without mentions has one row with nothing but its key."""

AT_ONCE: Final = 500
"""Codings after which a file is written: what a build that is killed loses at most."""

MOST_FILES: Final = 40
"""Files of one state above which they become one."""

STATES: Final = 3
"""States that are kept, the last used ones: who switches between two branches needs both."""

_COLUMNS: Final = tuple(one.name for one in fields(Mention))
_FOLDER: Final = "mentions"


@dataclass(slots=True)
class MentionCache:
    """The codings of one state in a folder.

    ``taken`` and ``coded`` count articles. ``trouble`` says what of the cache could not be read or written; a build goes on
    without it. Nothing is written once the state ``is_current`` no more: somebody edits a lexicon while a build runs.
    """

    folder: Path
    is_current: Callable[[], bool] = lambda: True
    taken: int = 0
    coded: int = 0
    trouble: list[str] = field(default_factory=list)
    _kept: dict[str, Sequence[Mention]] = field(default_factory=dict)
    _used: dict[str, Sequence[Mention]] = field(default_factory=dict)
    _new: dict[str, Sequence[Mention]] = field(default_factory=dict)

    def get(self, key: str) -> Sequence[Mention] | None:
        """The mentions of the article with that key; None if they are not here."""
        found = self._kept.get(key)
        if found is not None:
            self.taken += 1
            self._used[key] = found
        return found

    def put(self, key: str, mentions: Sequence[Mention]) -> None:
        """Keeps a coding; every `AT_ONCE` of them become a file."""
        self.coded += 1
        self._used[key] = self._new[key] = mentions
        if len(self._new) >= AT_ONCE:
            self._write(self._new)
            self._new = {}

    def close(self) -> None:
        """Writes what is new. Of many files it makes one, of the articles that were asked for and no others."""
        if self._new:
            self._write(self._new)
            self._new = {}
        files = list(self.folder.glob("*.parquet"))
        if len(files) > MOST_FILES:
            one = self._write(self._used)
            for path in files:
                if one is not None and path != one:
                    _throw_away(path)

    def _write(self, codings: dict[str, Sequence[Mention]]) -> Path | None:
        if not self.is_current():
            self.trouble.append("code, words or declarations were edited while it ran: what was coded is not kept")
            return None
        content = _packed(codings)
        path = self.folder / f"{hashlib.sha256(content).hexdigest()}.parquet"
        try:
            write.write_bytes(content, path)
        except RioBravoError as error:
            self.trouble.append(str(error))
            return None
        return path


def opened(folder: Path, annotator: str) -> MentionCache:
    """The cache of an annotator as it is now; made where there is none, while those that were not used for longest go."""
    state = coder_state.fingerprint()
    of_state = folder / _FOLDER / f"{annotator}-{state}"
    cache = MentionCache(of_state, lambda: coder_state.fingerprint() == state)
    try:
        of_state.mkdir(parents=True, exist_ok=True)
        of_state.touch()
        states = sorted(of_state.parent.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for old in states[STATES:]:
            shutil.rmtree(old, ignore_errors=True)
        files = sorted(of_state.glob("*.parquet"))
    except OSError as error:
        cache.trouble.append(f"{of_state}: {error.strerror or error}")
        return cache
    for path in files:
        try:
            cache._kept |= _unpacked(path)
        except (OSError, pa.ArrowException, _AlteredError, RioBravoError) as error:
            cache.trouble.append(f"{path}: {error}; thrown away")
            _throw_away(path)
    return cache


def _throw_away(path: Path) -> None:
    """What cannot be taken away stays; it is only ever found unreadable again."""
    with suppress(OSError):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def remembering(annotate: AnnotateAll, cache: MentionCache) -> AnnotateAll:
    """An annotator that takes from the cache what is there and codes the rest; what cannot be coded is never kept."""

    def remembered(
        articles: Iterable[Article],
    ) -> Iterator[tuple[Article, Sequence[Mention | Quarantined] | Quarantined]]:
        waiting = iter(articles)
        while chunk := list(islice(waiting, AT_ONCE)):
            known = [(article, key, cache.get(key)) for article in chunk for key in (key_of(article),)]
            unknown = [article for article, _, mentions in known if mentions is None]
            coded = iter(annotate(unknown) if unknown else ())
            for article, key, mentions in known:
                if mentions is not None:
                    yield article, mentions
                    continue
                _, fresh = next(coded)
                if not isinstance(fresh, Quarantined):
                    whole = [one for one in fresh if isinstance(one, Mention)]
                    if len(whole) == len(fresh):
                        cache.put(key, whole)
                yield article, fresh
        cache.close()

    return remembered


def key_of(article: Article) -> str:
    """A hash of all that an article says: whatever an annotator reads of it is in there."""
    told = json.dumps(astuple(article), default=str, separators=(",", ":"))
    return hashlib.sha256(told.encode("ascii")).hexdigest()


class _AlteredError(Exception):
    """The bytes are not those that the name stands for."""


def _packed(codings: dict[str, Sequence[Mention]]) -> bytes:
    keys: list[str] = []
    mentions: list[Mention | Mapping[str, Any]] = []
    for key, found in codings.items():
        keys += [key] * max(1, len(found))
        mentions += found or [MappingProxyType({})]
    rows = frames.frame(mentions, model.load_tables()["mentions"])
    out = pa.BufferOutputStream()
    pq.write_table(rows.with_columns(pl.Series(KEY, keys)).to_arrow(), out, compression="zstd")
    return bytes(out.getvalue())


def _unpacked(path: Path) -> dict[str, Framed]:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != path.stem:
        raise _AlteredError("its bytes are not those that were written")
    rows = pl.DataFrame(pq.read_table(pa.BufferReader(content)))
    mentions = frames.conform(rows, model.load_tables()["mentions"])
    found: dict[str, Framed] = {}
    start = 0
    for n_rows, key in rows[KEY].rle().struct.unnest().iter_rows():
        is_empty = mentions["mention_id"][start] is None
        found[key] = Framed(mentions, start, start if is_empty else start + n_rows, _mentions)
        start += n_rows
    return found


def _mentions(rows: pl.DataFrame) -> list[Mention]:
    return [_mention(row) for row in rows.select(_COLUMNS).iter_rows(named=True)]


def _mention(row: dict[str, Any]) -> Mention:
    return Mention(**{**row, "quantities": tuple(Quantity(**one) for one in row["quantities"] or ())})
