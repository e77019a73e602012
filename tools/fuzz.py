"""Hostile inputs, thrown at every reader and at the annotator: how many, how many crashes, the longest time (docs/faults.md).

Each reader gets giants (declared below) and, from a seed, so many files made of its own valid form and of scraps: bytes
altered, cut, doubled, put in. Each input must end within its bound in articles and refusals that can be stored; whatever else a
reader raises is a crash, and the input that did it is kept.

    python tools/fuzz.py                       # 2,000 files a reader, 300 texts for the annotator: some minutes
    python tools/fuzz.py --times 100000 --only .csv
    python tools/fuzz.py --keep build/crashes  # where inputs that crash are written
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from riobravo.articles import compose, limits
from riobravo.articles.raw import Raw
from riobravo.articles.read import READERS, read_articles
from riobravo.errors import PROBLEMS, RioBravoError
from riobravo.records import Article, Quarantined

SEED = 20260630
DAY = date(2025, 3, 1)
LONGEST = 60
"""Seconds of the processor after which an input counts as a crash, whatever comes of it; ten times that by the clock."""

ENGLISH = "Mexico handed over 29 people to the United States on Thursday, officials said. They face charges there."
SPANISH = "El gobierno de México entregó a 29 personas a Estados Unidos el jueves, según la fiscalía general."

SCRAPS = (
    "\0", "\x01", "\x1b[31m", "\x7f", "\u0085", "\u2028", "\u200b", "\u200f", "\u202e", "\u2066", "\ufeff", "\ufffd", "\ufffe",
    "\U000e0001", "\U0001f469\u200d\U0001f692", "e" + "\u0301" * 40, "\u0344" * 30, "ﷺ", "İ", "ß", "ǅ", "１２３", "٣٤", "²",
    "½", "𝟙𝟚", "\r", "\r\n", "\n\n\n", "\t", "\f", "\v", " ", "“", "”", "«", '"', "'", "`", "---\n", "...", "\\",
    "\\u0000", "%00",
    "../", "{", "}", "[", "]", "[[", ",", ";", ":", ": ", "- ", "&a ", "*a ", "!!python/object:os.system ", "<<: ", "|",
    ">", "#", "? ",
    "<", "</", "<!--", "-->", "<![CDATA[", "<script>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;", "&#0;", "&#x110000;",
    "&amp;" * 3,
    "=1+1", "@SUM", "9" * 400, "1e999", "-0", "NaN", "null", "true", "2025-02-30", "31 de febrero de 0000", "13/13/13",
)  # fmt: skip
"""Pieces that have broken readers of text."""

BYTES = (
    b"\xff",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\0",
    b"PAR1",
    b"PK\x03\x04",
    b"\x1f\x8b",
)
"""Pieces that are no text, or the beginnings of other formats."""

_FRONT = "id: 2025-02-27-a\ntitle: T\nlanguage: en\npublished: 2025-02-27\n"
_BRIEF = f"---\n{_FRONT}sources:\n  - publisher: P\n    url: https://example.org/a\n---\n\n{ENGLISH}\n"
_PAGE = (
    '<html><head><title>T</title><meta property="article:published_time" content="2025-02-27T10:00:00Z"></head>'
    f"<body><article><p>{ENGLISH}</p><p>{SPANISH}</p></article></body></html>"
)
_LINE = json.dumps({"id": "a", "title": "T", "text": ENGLISH, "published": "2025-02-27", "language": "en"})
_CODING = (
    f"article_id: a\nsha256: {'0' * 64}\ncoder: c\nevents:\n  - event_type: extradition\n    event_subtype: surrender\n"
    "    status: done\n    evidence:\n      - text: Mexico handed over 29 people\n    event_key: k\n"
)

VALID: Mapping[str, bytes] = {
    ".csv": f'id,title,text,published\n1,T,"{ENGLISH}",2025-02-27\n2,T,{SPANISH.replace(",", "")},2025-02-27\n'.encode(),
    ".html": _PAGE.encode(),
    ".jsonl": f"{_LINE}\n{_LINE}\n".encode(),
    ".md": _BRIEF.encode(),
    ".tsv": f"id\ttext\tpublished\n1\t{ENGLISH}\t2025-02-27\n".encode(),
    ".txt": f"{ENGLISH}\n\n{SPANISH}\n".encode(),
}
"""A small file that each reader reads; that of Parquet is made."""


def table(texts: list[str], *, times: int = 1) -> bytes:
    """Articles as a Parquet file; with ``times`` each text stands in so many rows, and in the file once."""
    codes = pa.array([code for code in range(len(texts)) for _ in range(times)], pa.int32())
    column = pa.DictionaryArray.from_arrays(codes, pa.array(texts)) if times > 1 else pa.array(texts)
    out = pa.BufferOutputStream()
    made = pa.table({"id": [str(number) for number in range(len(texts) * times)], "text": column})
    pq.write_table(made, out, compression="zstd", store_schema=False)
    return bytes(out.getvalue())


def _bomb(lines: int) -> str:
    """YAML of which each line says the one before nine times."""
    named = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, lines)]
    return "\n".join(["a0: &a0 [x, x, x, x, x, x, x, x, x]", *named, ""])


def giants(suffix: str) -> Iterator[tuple[str, bytes]]:
    """Large and adverse inputs of a reader, each with its name."""
    if suffix in (".htm", ".html"):
        yield "200,000 open tags", b"<html><body>" + b"<div>" * 200_000
        yield "tags at the bound of depth", b"<html><body>" + b"<p>" * 200 + ENGLISH.encode()
        yield "an attribute of 4 MB", b"<html><body><p title='" + b"a" * 4_000_000 + b"'>" + ENGLISH.encode()
        yield "a page of entities", b"<html><body><p>" + b"&lt;&#120;" * 300_000
        yield "an endless comment", b"<html><body><!--" + b"-" * 4_000_000
        yield "nested entities", (b"<!DOCTYPE a [<!ENTITY b 'cc'><!ENTITY d '" + b"&b;" * 9 + b"'>]><p>&d;</p>") * 50
        return
    if suffix == ".parquet":
        yield "one word of 30 MB", table(["a" * 30_000_000])
        yield "one word of 500 MB", table(["a" * 500_000_000])
        yield "a word of 20 MB, 300 times", table(["a" * 20_000_000], times=300)
        yield "a word of 900 KB, 3,000 times", table(["a" * 900_000], times=3_000)
        yield "noise of 20 MB, 50 times", table([random.Random(1).randbytes(10_000_000).hex()], times=50)
        yield "100 texts at the bound", table([("México deportó a 3. " * 50_000)[: limits.TEXT]], times=100)
        return
    head, tail = {
        ".csv": ('id,text\n1,"', '"\n'),
        ".jsonl": ('{"id": "1", "text": "', '"}\n'),
        ".tsv": ("id\ttext\n1\t", "\n"),
    }.get(suffix, ("", ""))  # fmt: skip
    is_line = suffix == ".jsonl"
    for name, text in (*TEXTS.items(), ("a text too long", "a " * 3_000_000)):
        yield name, (head + (json.dumps(text)[1:-1] if is_line else text) + tail).encode("utf-8", "surrogatepass")
    if suffix == ".md":
        yield "YAML bomb", f"---\n{_bomb(12)}---\n{ENGLISH}".encode()
        yield "YAML of 10,000 levels", b"---\na: " + b"{a: " * 10_000 + b"\n---\nb"
        yield "YAML key of 90 KB", b"---\n? " + b"a" * 90_000 + b"\n: b\n---\nb"
    if suffix == ".jsonl":
        yield "brackets", b"[" * 1_000_000
        yield "a number of 5 MB", b'{"id": ' + b"9" * 5_000_000 + b"}"
        yield "lone surrogates", b'{"id": "a", "text": "' + b"\\ud800" * 10_000 + b'"}'
        yield "a million empty lines", b"\n" * 1_000_000 + _LINE.encode()
    if suffix in (".csv", ".tsv"):
        yield "a million NULs", b"id,text\n1," + b"\0" * 1_000_000
        yield "an open quotation of 10 MB", b'id,text\n1,"' + b"a,\n" * 3_000_000
        yield "100,000 columns", b",".join(b"c%d" % n for n in range(100_000)) + b",id,text\n1\n"
        yield "200,000 rows of quotes", b"id,text\n" + b'"",""\n' * 200_000


TEXTS: Mapping[str, str] = {
    "a token of 1 MB": "a" * limits.TEXT,
    "a number of 1 MB": "9" * limits.TEXT,
    "a million newlines": "a" + "\n" * (limits.TEXT - 2) + "b",
    "a million full stops": "." * limits.TEXT,
    "a million quotation marks": "“" * limits.TEXT,
    "quotation marks in pairs": "“a”" * 300_000,
    "one letter, a million marks": "e" + "\u0301" * (limits.TEXT - 1),
    "right to left": "\u202e\u2066" * 400_000,
    "zero width": "\u200b" * limits.TEXT,
    "brackets": "(" * 500_000 + ")" * 500_000,
    "hyphens": "a-" * 500_000,
    "commas": "Mexico, " * 100_000,
    "capitals": "Mexico And " * 90_000,
    "one sentence of 100,000 words": "extradited " * 90_000,
    "spaces": " " * (limits.TEXT - 1) + "a",
    "flags": "🇲🇽🇺🇸" * 200_000,
    "1 MB of news": (ENGLISH + "\n\n" + SPANISH + "\n\n") * 4_900,
}
"""Texts at the bound of a text's length."""


CODED = 50_000
"""Code points of a giant for the annotator: ten long stories. What it takes grows with the length, up to `limits.TEXT`."""


def of_words(text: str) -> str:
    """The beginning of a text, in words that the readers let through."""
    cut = text[:CODED]
    return (
        cut
        if any(char.isspace() for char in cut)
        else " ".join(cut[start : start + limits.WORD] for start in range(0, len(cut), limits.WORD)) + " a"
    )


def mutated(draw: random.Random, valid: bytes) -> bytes:
    """The file with scraps in it, pieces cut, doubled, moved, bits turned."""
    data = bytearray(valid)
    for _ in range(draw.randint(1, 8)):
        place = draw.randrange(len(data) + 1)
        match draw.randrange(7):
            case 0:
                data[place:place] = draw.choice(SCRAPS).encode()
            case 1:
                data[place:place] = draw.choice(BYTES)
            case 2:
                del data[place : place + draw.randrange(1, 60)]
            case 3:
                data[place:place] = data[place : place + draw.randrange(1, 200)] * draw.randrange(1, 5)
            case 4 if data:
                data[min(place, len(data) - 1)] ^= 1 << draw.randrange(8)
            case 5:
                del data[place:]
            case 6:
                data[place:place] = draw.randbytes(draw.randrange(1, 20))
    return bytes(data)


def text(draw: random.Random) -> str:
    """A text of a few hundred characters, of news and scraps."""
    pieces = [*SCRAPS, *ENGLISH.split(" "), *SPANISH.split(" "), ENGLISH, SPANISH, " ", " ", ". ", "\n"]
    return "".join(draw.choice(pieces) + draw.choice(("", " ")) for _ in range(draw.randrange(1, 60))).replace("\0", "")


# ── throwing ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

Target = Callable[[bytes], None]
"""Takes an input, and raises if it is not borne."""


@dataclass
class Result:
    """What became of the inputs of one target."""

    target: str
    tried: int = 0
    crashes: int = 0
    longest: float = 0.0
    slowest: str = ""
    memory: float = 0.0
    largest: str = ""

    def throw(self, name: str, content: bytes, target: Target, keep: Path | None) -> None:
        """One input, timed and bounded."""
        self.tried += 1
        held = _memory(anew=True)
        started = time.process_time()
        try:
            with _bounded(LONGEST):
                target(content)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            self.crashes += 1
            told = "".join(traceback.format_exception_only(error)).strip()[:300]
            sys.stderr.write(f"{self.target}, {name}: {told}\n")
            if keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{self.target.strip('.').replace(' ', '-')}-{self.tried}").write_bytes(content)
        took = time.process_time() - started
        if took > self.longest:
            self.longest, self.slowest = took, name
        grown = _memory() - held
        if grown > self.memory:
            self.memory, self.largest = grown, name


def _memory(*, anew: bool = False) -> float:
    """The most megabytes that the process has had since it was last asked ``anew``; on Linux, elsewhere 0."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


@contextlib.contextmanager
def _bounded(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {seconds} seconds")

    timers = ((signal.ITIMER_PROF, signal.SIGPROF, seconds), (signal.ITIMER_REAL, signal.SIGALRM, 10 * seconds))
    for timer, sent, after in timers:
        signal.signal(sent, stop)
        signal.setitimer(timer, after)
    try:
        yield
    finally:
        for timer, _, _ in timers:
            signal.setitimer(timer, 0)


def reader(suffix: str, folder: Path) -> Target:
    """Reads the input as a file of that ending, and holds what comes of it to what the stages after it rely on."""

    def read(content: bytes) -> None:
        path = folder / f"x{suffix}"
        path.write_bytes(content)
        for item in read_articles(path, published=DAY, language="en"):
            check(item)

    return read


def check(item: Article | Quarantined) -> None:
    """What every item is: storable, and a refusal has a known reason in one printable line."""
    if isinstance(item, Quarantined):
        if item.reason not in PROBLEMS or not item.detail.isprintable():
            raise AssertionError(item)
        pl.Series([item.origin, item.article_id, item.detail], dtype=pl.String)
        return
    if not item.text.strip() or len(item.text) > limits.TEXT or len(item.title) > limits.TITLE:
        raise AssertionError(item.article_id)
    pl.Series([item.article_id, item.title, item.text, item.publisher, item.url], dtype=pl.String)


def coding(folder: Path) -> Target:
    """Reads the input as the coding of an article; RioBravoError is what a reader of one file raises."""
    from riobravo.mentions.people import coding as people

    def read(content: bytes) -> None:
        path = folder / "a.yaml"
        path.write_bytes(content)
        with contextlib.suppress(RioBravoError):
            people.read(path)

    return read


def annotator() -> Target:
    """Codes the input, in each language, if an article can say it, and holds the mentions to the text."""
    from riobravo.mentions import annotators

    code = annotators.get("rules")

    def annotate(content: bytes) -> None:
        given = content.decode("utf-8", "ignore")
        for language in ("en", "es"):
            values = {"text": given, "title": given[: limits.TITLE], "language": language}
            try:
                article = compose.article(Raw("x", None, values, default_id="a"), published=DAY, default_language=None)
            except RioBravoError:
                return  # no reader would let it through
            [(_, coded)] = annotators.annotate_all([article], code)
            if isinstance(coded, Quarantined):
                raise AssertionError(coded.detail)
            for mention in coded:
                whole = article.title if mention.evidence_in == "title" else article.text
                if whole[mention.evidence_start : mention.evidence_end] != mention.evidence:
                    raise AssertionError(mention)

    return annotate


def run(target: str, times: int, seed: int, keep: Path | None = None, *, giants_too: bool = True) -> Result:
    """Throws so many inputs at a target."""
    result, draw = Result(target), random.Random(f"{seed} {target}")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if target == "annotator":
            bear = annotator()
            large = ((name, of_words(value).encode()) for name, value in TEXTS.items())
            small: Callable[[], bytes] = lambda: text(draw).encode("utf-8", "ignore")  # noqa: E731
        elif target == "codings":
            bear = coding(folder)
            bomb = f"{_CODING}more: 1\n{_bomb(12)}".encode()
            large = iter(
                [
                    ("YAML bomb", bomb),
                    ("events a bomb", f"{_bomb(12)}events: *a11\n".encode()),
                    ("6 MB", b"a: b\n" * 1_200_000),
                ]
            )
            small = lambda: mutated(draw, _CODING.encode())  # noqa: E731
        else:
            bear = reader(target, folder)
            large = giants(target)
            valid = VALID[target] if target in VALID else table([ENGLISH, SPANISH])
            small = lambda: mutated(draw, valid)  # noqa: E731
        if giants_too:
            for name, content in large:
                result.throw(name, content, bear, keep)
        for number in range(times):
            result.throw(f"number {number}", small(), bear, keep)
    return result


TARGETS = (*(suffix for suffix in READERS if suffix not in (".htm", ".markdown", ".ndjson")), "codings", "annotator")


_HEAD = (
    "| reader | inputs tried | crashes | longest, CPU seconds | of | most memory, MB | of |\n"
    "| --- | ---: | ---: | ---: | --- | ---: | --- |\n"
)


def main() -> int:
    """Throws, and prints the table; 1 if anything crashed."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--times", type=int, default=2_000, help="mutated inputs a target (a seventh for the annotator)")
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--only", nargs="*", default=TARGETS, choices=TARGETS)
    asked.add_argument("--keep", type=Path, help="folder for inputs that crash")
    given = asked.parse_args()
    sys.stdout.write(_HEAD)
    crashed = 0
    for target in given.only:
        done = run(target, given.times // 7 if target == "annotator" else given.times, given.seed, given.keep)
        crashed += done.crashes
        longest, most = f"{done.longest:.2f} | {done.slowest}", f"{done.memory:,.0f} | {done.largest}"
        sys.stdout.write(f"| {target} | {done.tried:,} | {done.crashes} | {longest} | {most} |\n")
        sys.stdout.flush()
    return 1 if crashed else 0


if __name__ == "__main__":
    sys.exit(main())
