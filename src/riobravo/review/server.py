"""The page of a review, on loopback: what it may ask for, and who may ask.

The address holds a random token, so that no other user of the machine and no page of the web knows it; the host of every
request must be loopback (no name that someone rebinds to it will do), and whoever writes must say that it comes from the page
itself. Starlette, with uvicorn to serve it, is small, maintained and typed, and the notebooks bring both (BSD-3-Clause).
"""

from __future__ import annotations

import json
import secrets
import socket
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from riobravo.errors import RioBravoError
from riobravo.review import session as sessions
from riobravo.review import views
from riobravo.review.session import Session

HOST: Final = "127.0.0.1"
PAGE: Final = Path(__file__).parent / "page"
_AHEAD: Final = 40
"""Mentions that the page holds ready."""

_LARGEST: Final = 1_000_000
"""Bytes of a decision."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS: Final = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
_STATUS: Final = {"RB-903": 400, "RB-904": 409, "RB-905": 422, "RB-906": 409, "RB-606": 507}

Handler = Callable[[Request], Awaitable[Response]]


def listen(port: int) -> socket.socket:
    """A socket on loopback; port 0 takes any that is free.

    Raises:
        RioBravoError: RB-907 for a port that is taken.
    """
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((HOST, port))
    except OSError as error:
        sock.close()
        raise RioBravoError(code="RB-907", found=error.strerror, where=f"{HOST}:{port}") from error
    return sock


def serve(session: Session, sock: socket.socket, on_ready: Callable[[str], None]) -> None:
    """Serves the page until the process is told to end; ``on_ready`` gets its address."""
    token = secrets.token_urlsafe(24)
    origin = f"http://{HOST}:{sock.getsockname()[1]}"
    config = uvicorn.Config(
        app(session, token=token, origin=origin), log_level="warning", access_log=False, lifespan="off"
    )
    articles = [session.material.articles[name] for name in session.drafts]
    threading.Thread(target=sessions.warm_up, args=(articles,), daemon=True).start()
    sock.listen(64)
    on_ready(f"{origin}/{token}/")
    uvicorn.Server(config).run(sockets=[sock])


def app(session: Session, *, token: str, origin: str) -> ASGIApp:
    """The page and what it asks for, under ``/token/``, for requests to ``origin`` alone."""
    # Handlers are coroutines that wait for nothing, so that decisions come one after the other.
    routes = [
        Route("/", _page),
        Route("/api/start", _answering(lambda request: views.start(session, _language(request)))),
        Route("/api/queue", _answering(lambda request: views.queue(session, _number(request, "from"), _AHEAD))),
        Route("/api/articles", _answering(lambda request: views.article(session, request.query_params.get("id", "")))),
        Route(
            "/api/events",
            _answering(
                lambda r: views.candidates(session, r.query_params.get("id", ""), r.query_params.get("line", ""))
            ),
        ),
        Route("/api/decisions", _deciding(session), methods=["POST"]),
        Route("/api/undo", _undoing(session), methods=["POST"]),
        Mount("/page", StaticFiles(directory=PAGE)),
    ]
    return _Guard(Starlette(routes=[Mount(f"/{token}", routes=routes)]), origin)


class _Guard:
    """Lets through what the page itself asks, and sends its headers with every answer."""

    def __init__(self, inner: ASGIApp, origin: str) -> None:
        self._inner, self._origin = inner, origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                kept = [pair for pair in message["headers"] if pair[0].decode().lower() not in _HEADERS]
                message = {**message, "headers": [*kept, *own]}
            await send(message)

        refused = self._refused(Request(scope))
        answer = PlainTextResponse(refused, status_code=403) if refused else self._inner
        await answer(scope, receive, with_headers)

    def _refused(self, request: Request) -> str:
        if f"http://{request.headers.get('host', '')}" != self._origin:
            return "This page is served to its own address alone.\n"
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return "Another page asks for this one.\n"
        if request.method in ("GET", "HEAD"):
            return ""
        if request.headers.get("origin") != self._origin:
            return "Only the page itself decides.\n"
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return "A decision is JSON.\n"
        return ""


async def _page(request: Request) -> Response:
    return Response((PAGE / "index.html").read_bytes(), media_type="text/html; charset=utf-8")


def _answering(answer: Callable[[Request], object]) -> Handler:
    async def handler(request: Request) -> Response:
        try:
            return JSONResponse(answer(request))
        except RioBravoError as error:
            return _told(error)

    return handler


def _deciding(session: Session) -> Handler:
    async def handler(request: Request) -> Response:
        try:
            asked = await _body(request)
            session.decide(asked)
            return JSONResponse(views.decided(session, str(asked["article_id"])))
        except RioBravoError as error:
            return _told(error)

    return handler


def _undoing(session: Session) -> Handler:
    async def handler(_: Request) -> Response:
        try:
            article_id, line_id = session.undo()
            return JSONResponse({**views.decided(session, article_id), "line_id": line_id})
        except RioBravoError as error:
            return _told(error)

    return handler


async def _body(request: Request) -> dict[str, object]:
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > _LARGEST:
            raise RioBravoError(code="RB-903", found=f"more than {_LARGEST:,} bytes")
    try:
        asked = json.loads(content)
    except ValueError as error:
        raise RioBravoError(code="RB-903", found=error, allowed="JSON") from error
    if not isinstance(asked, dict):
        raise RioBravoError(code="RB-903", found=asked, allowed="an object")
    return asked


def _told(error: RioBravoError) -> Response:
    return JSONResponse({"code": error.code, "message": error.detail}, status_code=_STATUS.get(error.code, 400))


def _language(request: Request) -> str:
    return request.query_params.get("language", "")


def _number(request: Request, name: str) -> int:
    value = request.query_params.get(name, "0")
    return int(value) if value.isdigit() else 0
