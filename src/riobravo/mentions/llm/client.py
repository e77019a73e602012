"""One request to a server that speaks OpenAI's chat protocol, and what may come of it: a reply, or a coded reason.

The openai library sends, waits and tries again (it heeds Retry-After). The body is read here, since a server may send anything;
and no error of the library is handed on as a cause, for its request holds the key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from riobravo.errors import RioBravoError
from riobravo.mentions.llm import prompt, schema
from riobravo.mentions.llm.replies import Reply
from riobravo.mentions.llm.settings import URL, Settings

if TYPE_CHECKING:
    from openai import OpenAI

FATAL: Final = ("RB-105", "RB-420", "RB-421", "RB-606")
"""Reasons that hold for every article: the run ends."""

_REFUSES_US: Final = (401, 403, 404)
_REFUSES_THE_FORM: Final = (400, 415, 422, 501)
_REFUSES_THE_ARTICLE: Final = (400, 413, 415, 422)


class FormRefusedError(Exception):
    """The server does not take the schema of the reply."""


class Client:
    """A server and a model."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def request(self, messages: prompt.Messages, *, with_form: bool) -> dict[str, Any]:
        """All that is asked, but for where and with which key."""
        form = {"name": schema.NAME, "strict": True, "schema": schema.of_reply()}
        asked = {"model": self.settings.model, "messages": list(messages), **self.settings.parameters}
        return asked | ({"response_format": {"type": "json_schema", "json_schema": form}} if with_form else {})

    def send(self, request: Mapping[str, Any]) -> Reply:
        """The reply to the request.

        Raises:
            FormRefusedError: The server refuses the form of reply asked for.
            RioBravoError: RB-421 for a server that refuses us, RB-429 for one that refuses the article, RB-422 for one that
                gives no answer, RB-420 without its address, RB-105 without the library.
        """
        server = self._openai
        import openai

        try:
            raw: Any = server.chat.completions.with_raw_response.create(
                model=request["model"],
                messages=_sendable(request["messages"]),
                extra_body={name: value for name, value in request.items() if name not in ("model", "messages")},
            )
            body = raw.text if isinstance(raw.text, str) else raw.text()
        except openai.APIStatusError as error:
            raise self._refused(error.status_code, error.message, has_form="response_format" in request) from None
        except openai.OpenAIError as error:
            raise self._silent(f"{type(error).__name__}: {error}") from None
        return self._read(body)

    def _refused(self, status: int, told: str, *, has_form: bool) -> Exception:
        if has_form and status in _REFUSES_THE_FORM:
            return FormRefusedError()
        words = self.settings.key.hidden(f"HTTP {status}: {told}")
        code = "RB-421" if status in _REFUSES_US else "RB-429" if status in _REFUSES_THE_ARTICLE else None
        if code is not None:
            return RioBravoError(code=code, found=words, where=self.settings.shown_url)
        return self._silent(words)

    def _silent(self, found: str) -> RioBravoError:
        return RioBravoError(code="RB-422", found=self.settings.key.hidden(found), where=self.settings.shown_url)

    def _read(self, body: str) -> Reply:
        """The first choice of the body, whatever else it holds."""
        hidden = self.settings.key.hidden(body)
        try:
            content = json.loads(hidden)
            choice = content["choices"][0]
            message = choice["message"]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError):
            raise self._silent(f"a body that is no chat completion: {hidden}") from None
        if not isinstance(message, dict):
            raise self._silent(f"a body without a message: {hidden}")
        usage = content.get("usage")
        counted = usage if isinstance(usage, dict) else {}
        return Reply(
            text=_text(message.get("content")) or "",
            finish=_text(choice.get("finish_reason")),
            refusal=_text(message.get("refusal")),
            read=_count(counted.get("prompt_tokens")),
            written=_count(counted.get("completion_tokens")),
            model=_text(content.get("model")),
        )

    @cached_property
    def _openai(self) -> OpenAI:
        if self.settings.url is None:
            raise RioBravoError(code="RB-420", found="no address of a server", where=URL)
        try:
            from openai import OpenAI
        except ModuleNotFoundError as error:
            told = {"where": "the language model", "todo": "pip install 'riobravo[llm]'"}
            raise RioBravoError(code="RB-105", found=error.name, **told) from error
        made = OpenAI(
            base_url=self.settings.url,
            api_key=self.settings.key.value or "none",  # never that of OPENAI_API_KEY: this may be another server
            max_retries=self.settings.retries,
            timeout=self.settings.timeout,
        )
        made.organization = made.project = None
        return made


def _sendable(messages: list[Mapping[str, str]]) -> Any:
    """The messages without half surrogates, which no server could be sent."""
    return [{name: text.encode("utf-8", "replace").decode("utf-8") for name, text in item.items()} for item in messages]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
