"""Which model is asked, where, and within which bounds: from the environment and from whoever calls. The key is never shown."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from riobravo.errors import RioBravoError

URL: Final = "RIOBRAVO_LLM_URL"
MODEL: Final = "RIOBRAVO_LLM_MODEL"
KEY: Final = "RIOBRAVO_LLM_KEY"
PARAMETERS: Final = "RIOBRAVO_LLM_PARAMETERS"
"""Names of variables of the environment: address of the server, name of the model, key, further parameters as JSON."""

_DEFAULTS: Final[Mapping[str, Any]] = MappingProxyType({"temperature": 0, "max_tokens": 8192})
_OURS: Final = ("model", "messages", "response_format", "stream", "n")
_LENGTHS: Final = ("max_tokens", "max_completion_tokens")


class Key:
    """A secret: whatever shows it shows a mark instead."""

    def __init__(self, value: str) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "[key]"

    def __reduce__(self) -> tuple[type[Key], tuple[str]]:
        return Key, ("",)  # it is written to no file

    def hidden(self, text: str) -> str:
        """The text without the key: a server may send back what it was sent."""
        return text.replace(self.value, repr(self)) if self.value else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The model and the bounds of a run.

    ``prices`` are of a million tokens read and a million written, in any currency, as is ``max_cost``. ``rate`` is in requests
    a minute. ``confidence`` is that of every mention: the precision that `riobravo evaluate` found of the model, else a half.
    """

    model: str
    url: str | None = None
    key: Key = field(default_factory=lambda: Key(""))
    parameters: Mapping[str, Any] = field(default_factory=lambda: _DEFAULTS)
    rate: float | None = None
    max_articles: int | None = None
    max_cost: float | None = None
    prices: tuple[float, float] | None = None
    concurrency: int = 1
    retries: int = 4
    timeout: float = 300.0
    confidence: float = 0.5

    def __post_init__(self) -> None:
        """Raises RB-420 for what cannot be meant."""
        if self.key.value and not (
            self.key.value.isascii() and self.key.value.isprintable() and " " not in self.key.value
        ):
            raise _wrong(
                "a key with spaces or other than printable ASCII", KEY
            )  # such a header would be told with its value
        if self.max_cost is not None and self.prices is None:
            raise _wrong("a highest cost without prices", "--max-cost", todo="give --prices as well")
        if not self.model:
            raise _wrong("no model", MODEL)
        for name in ("rate", "concurrency", "timeout"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise _wrong(f"{name} {value}", "the options", allowed="more than 0")
        if not 0 <= self.confidence <= 1:
            raise _wrong(f"confidence {self.confidence}", "the options", allowed="0 to 1")

    @property
    def most_written(self) -> int:
        """The most tokens that a reply may have; 0 where no parameter bounds it."""
        return max((int(self.parameters[name]) for name in _LENGTHS if self.parameters.get(name)), default=0)

    @property
    def shown_url(self) -> str | None:
        """The address without what may be secret in it."""
        if self.url is None:
            return None
        parts = urlsplit(self.url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def from_environment(**given: Any) -> Settings:
    """The settings of the environment, with what else is given (None: not given).

    Raises:
        RioBravoError: RB-420 without a model or for parameters that are none.
    """
    known = {item.name for item in fields(Settings)}
    asked = {name: value for name, value in given.items() if name in known and value is not None}
    found = Settings(
        model=asked.pop("model", None) or os.environ.get(MODEL, ""),
        url=asked.pop("url", None) or os.environ.get(URL) or None,
        key=Key(os.environ.get(KEY, "")),
        parameters=_parameters(os.environ.get(PARAMETERS, "")),
    )
    return replace(found, **asked)


def _parameters(text: str) -> Mapping[str, Any]:
    """The defaults with those of the environment over them; a null takes one out."""
    if not text:
        return _DEFAULTS
    try:
        own = json.loads(text)
    except ValueError as error:
        raise _wrong(error, PARAMETERS, allowed="a JSON object") from error
    if not isinstance(own, dict) or any(name in _OURS for name in own):
        raise _wrong(text, PARAMETERS, allowed=f"a JSON object without {', '.join(_OURS)}")
    merged = {**_DEFAULTS, **own}
    return MappingProxyType({name: merged[name] for name in sorted(merged) if merged[name] is not None})


def _wrong(found: object, where: str, **told: object) -> RioBravoError:
    return RioBravoError(code="RB-420", found=found, where=where, **told)
