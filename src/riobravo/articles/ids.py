"""The ids of articles: kept as they were given, checked, and made safe where a file is named after one."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

from riobravo.articles import limits
from riobravo.errors import RioBravoError

_SAFE: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
"""Names that Windows keeps for devices."""

_MADE: Final = re.compile(r".*-[0-9a-f]{12}")
"""The form of the names made below: an id of that form is hashed as well, so that no two ids share a name."""


def checked(value: object) -> str:
    """``value`` as an id, unchanged; a whole number becomes its digits.

    Raises:
        RioBravoError: RB-210 for a missing or blank id, RB-211 for one that is too long or holds control characters,
            RB-214 for a value that is no text.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        raise RioBravoError(code="RB-210", found="none" if value is None else "a blank")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise RioBravoError(
            code="RB-214", found=f"id {value!r} ({type(value).__name__})", allowed="a text or a whole number"
        )
    if len(value) > limits.ID:
        raise RioBravoError(
            code="RB-211", found=f"{len(value):,} characters", allowed=f"at most {limits.ID} characters"
        )
    odd = next((char for char in value if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")), None)
    if odd is not None:
        raise RioBravoError(
            code="RB-211", found=f"the character U+{ord(odd):04X}", allowed="no control characters or line breaks"
        )
    return value


def safe_file_name(article_id: str) -> str:
    """A name for a file about this article, the same on every system; no two ids share one.

    A plain id (lower-case ASCII letters, digits, dot, hyphen, underscore) is its own name. Any other gets its plain
    characters and a hash: ``../../etc/passwd`` becomes ``etc-passwd-3f9d…``. The name holds no separator and does not begin
    with a dot.
    """
    plain = _SAFE.fullmatch(article_id) and not article_id.endswith(".")
    if plain and not _DEVICES.fullmatch(article_id) and not _MADE.fullmatch(article_id):
        return article_id
    ascii_only = unicodedata.normalize("NFKD", article_id).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:60].rstrip("-")
    digest = hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{slug or 'article'}-{digest}"
