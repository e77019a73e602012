"""Bytes to text: UTF-8 or a coded refusal that names the encoding it looks like. It changes no character."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from riobravo.articles import limits
from riobravo.errors import RioBravoError

_OTHER_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_CONTROLS: Final = bytes(sorted(set(range(32)) - set(b"\t\n\r\f\x1b")))
_MOST_CONTROLS: Final = 0.01
"""Share of control bytes above which a file is binary: text has none, images and archives some ten per cent."""

_GUESSES: Final = ["cp1252", "mac_roman", "cp850"]
"""Encodings in which English and Spanish texts of older systems come (Latin-1 text is cp1252 text as well)."""

_SAMPLE: Final = 20_000


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that holds one article.

    Raises:
        RioBravoError: RB-204 when it is larger than `limits.FILE_BYTES`; it is then not read at all.
    """
    size = path.stat().st_size
    if size > limits.FILE_BYTES:
        raise RioBravoError(code="RB-204", found=f"{size:,} bytes", allowed=f"at most {limits.FILE_BYTES:,} bytes")
    return path.read_bytes()


def text_of(data: bytes, *, declared: str | None = None) -> str:
    """``data`` as text, without its byte order mark. ``declared`` is an encoding that the data itself names (HTML does).

    Raises:
        RioBravoError: RB-205 for binary data, RB-206 for another encoding than UTF-8.
    """
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            raise RioBravoError(code="RB-206", found=f"{name} (by its byte order mark)")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if b"\0" in data or controls > _MOST_CONTROLS * len(data):
        raise RioBravoError(code="RB-205", found=f"{controls:,} control characters in {len(data):,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if declared is not None:
            text = _decoded(data, declared)
            if text is not None:
                return text
        found = f"byte 0x{data[error.start]:02x} at {error.start:,}; it looks like {_looks_like(data, error.start)}"
        raise RioBravoError(code="RB-206", found=found) from error


def check_characters(text: str) -> None:
    """Refuse what no Parquet file or terminal should hold: NUL and halves of surrogate pairs.

    Raises:
        RioBravoError: RB-205 or RB-206.
    """
    if "\0" in text:
        raise RioBravoError(code="RB-205", found=f"the character NUL at {text.index(chr(0)):,}")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        found = f"half of a surrogate pair (U+{ord(text[error.start]):04X}) at {error.start:,}"
        raise RioBravoError(code="RB-206", found=found) from error


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):  # a name that no codec has, or not that encoding either
        return None


def _looks_like(data: bytes, odd: int) -> str:
    from charset_normalizer import from_bytes  # only broken input pays for it

    sample = data[max(0, odd - _SAMPLE // 2) : odd + _SAMPLE // 2]
    best = from_bytes(sample, cp_isolation=_GUESSES).best()
    return best.encoding.replace("_", "-") if best is not None else "no encoding we know"
