"""Replies of language models as files, each named by the hash of all that was asked: what was asked once is not asked again.

A file is written beside its place and moved there, so that it is whole or not there; one that cannot be read counts as not
there and is written anew. No file holds a key or an address.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from riobravo.errors import RioBravoError
from riobravo.mentions.llm import schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a model answered: its words, why it stopped, a refusal if it gave one, and the tokens it says it read and wrote."""

    text: str
    finish: str | None = None
    refusal: str | None = None
    read: int | None = None
    written: int | None = None
    model: str | None = None


def key_of(request: Mapping[str, Any]) -> str:
    """The hash of a request: messages (prompt and article), form of the reply (schema), model and parameters."""
    return schema.digest(json.dumps(request, sort_keys=True, ensure_ascii=True))


@dataclass(frozen=True, slots=True)
class Replies:
    """The replies in a folder, or, without one, of none."""

    folder: Path | None = None

    def get(self, key: str) -> Reply | None:
        """The reply to that request, if it is there and whole."""
        if self.folder is None:
            return None
        try:
            content = json.loads(self._path(key).read_text(encoding="utf-8"))
            return Reply(**content["reply"]) if content["key"] == key else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, reply: Reply) -> None:
        """Keeps the reply.

        Raises:
            RioBravoError: RB-606 where it cannot be written.
        """
        if self.folder is None:
            return
        path = self._path(key)
        content = json.dumps({"key": key, "reply": asdict(reply)}, ensure_ascii=True, indent=1)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as part:
                part.write(f"{content}\n")
            Path(name).replace(path)
        except OSError as error:
            raise RioBravoError(code="RB-606", found=error.strerror or error, where=path) from error

    def _path(self, key: str) -> Path:
        return (self.folder or Path()) / key[:2] / f"{key}.json"
