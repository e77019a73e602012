"""A small server on loopback that speaks OpenAI's chat protocol, and says what a test wants it to say."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

READ, WRITTEN = 20_000, 100
"""The tokens that every reply says it read and wrote."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the server: status, body (None: the connection is closed without one), headers, after how many seconds."""

    status: int = 200
    body: bytes | None = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0


Request = Mapping[str, Any]
Script = Callable[[Request], Answer]


def said(text: str, finish: str = "stop", **more: Any) -> Answer:
    """A chat completion whose message is that text; ``more`` goes into the message, or over the body under ``body``."""
    over = more.pop("body", {})
    content = {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "small",
        "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **more}}],
        "usage": {"prompt_tokens": READ, "completion_tokens": WRITTEN, "total_tokens": READ + WRITTEN},
    }
    return Answer(body=json.dumps({**content, **over}).encode(), headers={"content-type": "application/json"})


def failed(status: int, told: str = "no", **headers: str) -> Answer:
    """An answer of that status with an error in it."""
    body = json.dumps({"error": {"message": told, "type": "test"}}).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, body, {"content-type": "application/json", **named})


def in_turn(answers: Sequence[Answer]) -> Script:
    """A script that gives the answers in their order; the last one for ever."""
    left = list(answers)
    return lambda request: left.pop(0) if len(left) > 1 else left[0]


@dataclass(slots=True)
class Server:
    """A running server: its address, and the requests that it was sent, with their keys and all their headers."""

    url: str
    requests: list[Request] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0


@contextmanager
def serving(script: Script) -> Iterator[Server]:
    """A server on a free port of loopback, gone afterwards."""
    lock = threading.Lock()
    stopped = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with lock:
                server.requests.append(request)
                server.keys.append(self.headers["authorization"])
                server.headers.append(str(self.headers))
                server.at_once += 1
                server.most_at_once = max(server.most_at_once, server.at_once)
                answer = script(request)
            stopped.wait(answer.delay)
            with lock:
                server.at_once -= 1
            if answer.body is None:
                self.connection.close()
                return
            self._send(answer, answer.body)

        def _send(self, answer: Answer, body: bytes) -> None:
            try:
                self.send_response(answer.status)
                for name, value in {**answer.headers, "content-length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):  # the client has waited long enough
                pass

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Says nothing."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    server = Server(f"http://127.0.0.1:{httpd.server_port}/v1")
    thread = threading.Thread(target=lambda: httpd.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        stopped.set()
        httpd.shutdown()
        httpd.server_close()
