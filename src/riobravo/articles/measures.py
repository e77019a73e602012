"""What is told of a text beside itself: its hash and its number of words."""

from __future__ import annotations

import hashlib


def sha256(text: str) -> str:
    """The ``text_sha256`` of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def n_words(text: str) -> int:
    """The ``n_words`` of a text."""
    return len(text.split())
