"""The page's server: who may ask, and what is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from riobravo import ontology
from riobravo.errors import RioBravoError
from riobravo.review import server
from riobravo.review.session import Session
from riobravo.tables import model
from tests.review import make
from tests.source import ROOT

ORIGIN = "http://127.0.0.1:4711"
TOKEN = "secret"
JSON = {"origin": ORIGIN, "content-type": "application/json"}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A review that the tests here decide nothing of but one mention."""
    with make.begin(tmp_path_factory.mktemp("review")) as found:
        yield found


@pytest.fixture
def client(session: Session) -> TestClient:
    """A browser at the page's own address."""
    return TestClient(server.app(session, token=TOKEN, origin=ORIGIN), base_url=ORIGIN)


STRANGERS = {
    "another path": ("GET", "/", {}, 404),
    "another token": ("GET", "/guess/api/queue", {}, 404),
    "a name that was bound to loopback": ("GET", f"/{TOKEN}/", {"host": "evil.example:4711"}, 403),
    "localhost": ("GET", f"/{TOKEN}/", {"host": "localhost:4711"}, 403),
    "another port": ("GET", f"/{TOKEN}/", {"host": "127.0.0.1:80"}, 403),
    "a page of another site": ("GET", f"/{TOKEN}/api/queue", {"sec-fetch-site": "cross-site"}, 403),
    "a page of another port": ("GET", f"/{TOKEN}/api/queue", {"sec-fetch-site": "same-site"}, 403),
    "a form of another site": ("POST", f"/{TOKEN}/api/undo", {**JSON, "origin": "https://evil.example"}, 403),
    "a form in a sandbox": ("POST", f"/{TOKEN}/api/undo", {**JSON, "origin": "null"}, 403),
    "no origin": ("POST", f"/{TOKEN}/api/undo", {"content-type": "application/json"}, 403),
    "a plain form": ("POST", f"/{TOKEN}/api/undo", {"origin": ORIGIN, "content-type": "text/plain"}, 403),
    "a file outside of the page": ("GET", f"/{TOKEN}/page/..%2fserver.py", {}, 404),
    "a decision by GET": ("GET", f"/{TOKEN}/api/decisions", {}, 405),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_are_refused(name: str, client: TestClient, session: Session) -> None:
    """Whoever lacks the token, comes by another name or from another page gets nothing and decides nothing."""
    method, path, headers, status = STRANGERS[name]
    content = b"{}" if method == "POST" else None
    answer = client.request(method, path, headers=headers, content=content)
    assert (answer.status_code, session.versions) == (status, {})
    assert "transfer" not in answer.text


def test_every_answer_forbids_what_the_page_does_not_need(client: TestClient) -> None:
    """No other host, no script but its own, no frame, nothing kept, nothing told to where a link leads."""
    for path in ("/", f"/{TOKEN}/", f"/{TOKEN}/page/app.js", f"/{TOKEN}/api/queue"):
        headers = client.get(path).headers
        assert headers["content-security-policy"] == server.POLICY
        assert (headers["referrer-policy"], headers["cache-control"]) == ("no-referrer", "no-store")
        assert "access-control-allow-origin" not in headers
    assert "unsafe" not in server.POLICY
    assert "http" not in server.POLICY


def test_the_page_names_no_other_host_and_makes_no_markup_of_texts() -> None:
    """Its files ask for nothing elsewhere and never parse a string as HTML."""
    for path in sorted(server.PAGE.rglob("*")):
        text = path.read_text("utf-8") if path.is_file() else ""
        assert re.findall(r"(?:https?:)?//(?!www\.w3\.org)[a-z0-9-]+\.[a-z]+", text) == [], path.name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text), path.name


def test_a_decision_is_taken_and_an_old_state_refused(client: TestClient, session: Session) -> None:
    """The second page that decides on a state that is gone is told so, and sees how it is now."""
    found = client.get(f"/{TOKEN}/api/queue?from=0").json()
    item = found["items"][0]
    article = next(one for one in found["articles"] if one["article_id"] == item["article_id"])
    asked = {
        "kind": "accept",
        "article_id": item["article_id"],
        "line_id": item["line_id"],
        "version": article["version"],
    }
    first, second = (client.post(f"/{TOKEN}/api/decisions", headers=JSON, json=asked) for _ in range(2))
    assert (first.status_code, first.json()["n_decided"], first.json()["article"]["version"]) == (200, 1, 1)
    assert (second.status_code, second.json()["code"]) == (409, "RB-904")
    undone = client.post(f"/{TOKEN}/api/undo", headers=JSON, json={})
    assert (undone.json()["n_decided"], undone.json()["line_id"]) == (0, item["line_id"])
    assert client.post(f"/{TOKEN}/api/undo", headers=JSON, json={}).status_code == 409
    session.versions.clear()


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"{", 400), (b"[]", 400), (b"\xff", 400), (b"{}", 400), (b" " * 1_000_001, 400), (b'{"article_id": {}}', 400)],
)
def test_what_is_no_decision_is_told(content: bytes, status: int, client: TestClient) -> None:
    """In words, with a code; the server goes on."""
    answer = client.post(f"/{TOKEN}/api/decisions", headers=JSON, content=content)
    assert (answer.status_code, answer.json()["code"]) == (status, "RB-903")


def test_candidates_for_a_merge_are_near_events_of_the_type(client: TestClient, session: Session) -> None:
    """Those of the article first; never of another type."""
    line = next(line.line_id for entry, line in session.drafts[make.GUARDS.article_id].lines())
    found = client.get(f"/{TOKEN}/api/events", params={"id": make.GUARDS.article_id, "line": line}).json()["events"]
    assert {one["columns"]["event_type"] for one in found} == {"deployment"}
    assert [one["article_id"] for one in found][:2] == [make.GUARDS.article_id] * 2
    assert make.TRANSFER.article_id in {one["article_id"] for one in found}


def test_a_taken_port_is_told() -> None:
    """In one line, before anything is read."""
    with server.listen(0) as taken:
        taken.listen()
        with pytest.raises(RioBravoError) as caught:
            server.listen(taken.getsockname()[1])
    assert caught.value.code == "RB-907"


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _messages(language: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((server.PAGE / "messages" / f"{language}.json").read_text("utf-8"))
    return found


def test_both_languages_say_the_same() -> None:
    """Each key in both, with the same blanks; and every key that the page asks for is there."""
    english, spanish = _messages("en")["page"], _messages("es")["page"]
    assert english.keys() == spanish.keys()
    blanks = re.compile(r"\{(\w+)\}")
    assert [k for k in english if sorted(blanks.findall(english[k])) != sorted(blanks.findall(spanish[k]))] == []
    code = "".join(path.read_text("utf-8") for path in server.PAGE.glob("*.js"))
    asked = set(re.findall(r"""\bt\("([a-z.]+)\"""", code))
    assert asked
    assert asked - english.keys() == set()


@pytest.mark.parametrize("language", ["en", "es"])
def test_columns_and_codes_have_names(language: str) -> None:
    """Every coded column in both languages, every code in Spanish, as the project's own page names it."""
    found = _messages(language)
    assert set(model.load().coded_columns) <= found["fields"].keys()
    on_the_site = json.loads((ROOT / f"site/src/messages/{language}.json").read_text("utf-8"))["codes"]
    assert {name: on_the_site[name] for name in found["codes"]} == found["codes"]
    if language == "es":
        lists = {field.codes for name in model.load().coded_columns if (field := model.load_fields()[name]).codes}
        missing = {name: set(ontology.load().codes(name)) - set(found["codes"].get(name, {})) for name in lists}
        assert {name: codes for name, codes in missing.items() if codes} == {}


def test_the_page_is_all_in_the_package() -> None:
    """What the page loads is there."""
    html = (server.PAGE / "index.html").read_text("utf-8")
    files = re.findall(r'(?:href|src)="page/([^"]+)"', html)
    files += [
        name for path in server.PAGE.glob("*.js") for name in re.findall(r'from "\./([^"]+)"', path.read_text("utf-8"))
    ]
    assert files
    assert [name for name in files if not (Path(server.PAGE) / name).is_file()] == []
