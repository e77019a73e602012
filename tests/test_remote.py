"""Tables of a published version over HTTP, from a host on this machine."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import riobravo
from riobravo import remote
from riobravo.errors import RioBravoError
from riobravo.release import layout
from riobravo.tables import model

VERSION = model.load().version


class Host:
    """A folder that is served, and what was asked of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        host = self

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append(self.path)
                super().do_GET()

            def log_message(self, *_: Any) -> None:
                """Nothing: pytest shows what fails."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def stop(self) -> None:
        """From now on nobody answers."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def host(small_release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    shutil.copytree(small_release.parents[1], tmp_path / "www")
    monkeypatch.setenv(remote.CACHE, str(tmp_path / "cache"))
    monkeypatch.setenv(remote.URL, "")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    served = Host(tmp_path / "www")
    yield served
    if served.thread.is_alive():
        served.stop()


def test_a_table_comes_as_it_was_published(host: Host, small_release: Path) -> None:
    """The latest version and a named one give the same table, in each form; tables of the release alone are there too."""
    events = riobravo.load("events", url=host.url)
    assert events.equals(riobravo.load("events", version=VERSION, url=host.url))
    assert events.height == pl.read_parquet(small_release / "tables" / "events.parquet").height
    assert riobravo.load("release", url=host.url)["version"].to_list() == [VERSION]
    assert isinstance(riobravo.load("events", "pandas", url=host.url)["status"].dtype, pd.CategoricalDtype)
    assert riobravo.load("events", "arrow", url=host.url).schema.metadata[b"version"] == VERSION.encode()
    assert riobravo.load("events", "duckdb", url=host.url).shape[0] == events.height


def test_a_view_comes_from_the_database_of_that_version(host: Host) -> None:
    """Views count as they did then: they are asked of the published file."""
    view = riobravo.load("extraditions_by_year", version=VERSION, url=f"{host.url}/")
    assert view.filter(pl.col("n_events") > 0).height == 1
    assert any(path.endswith(layout.DATABASE) for path in host.asked)


def test_each_file_is_fetched_once(host: Host) -> None:
    """The second time nobody is asked, so that a named version works without a network."""
    first = riobravo.load("events", version=VERSION, url=host.url)
    asked = list(host.asked)
    assert riobravo.load("events", version=VERSION, url=host.url).equals(first)
    assert host.asked == asked
    host.stop()
    assert riobravo.load("events", version=VERSION, url=host.url).equals(first)


def test_the_address_can_stand_in_the_environment(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version alone is enough then."""
    monkeypatch.setenv(remote.URL, host.url)
    assert riobravo.load("coverage", version="latest").height == 1


def test_no_network_is_told_kindly(host: Host) -> None:
    """What to do without one stands in the message."""
    host.stop()
    for version in ("latest", VERSION):
        with pytest.raises(RioBravoError, match=r"RB-643.*does not answer.*network"):
            riobravo.load("events", version=version, url=host.url)


def test_a_file_that_was_changed_is_refused(host: Host) -> None:
    """It is told, and not kept: with the right file the next try works."""
    path = host.folder / layout.FOLDER / VERSION / "tables" / "events.parquet"
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    with pytest.raises(RioBravoError, match=r"RB-645.*events\.parquet"):
        riobravo.load("events", url=host.url)
    path.write_bytes(content)
    assert riobravo.load("events", url=host.url).height > 0


def test_a_file_that_was_spoilt_here_is_fetched_again(host: Host, tmp_path: Path) -> None:
    """What is kept is checked each time."""
    first = riobravo.load("events", version=VERSION, url=host.url)
    (kept,) = (tmp_path / "cache").rglob("events.parquet")
    kept.write_bytes(b"PAR1")
    assert riobravo.load("events", version=VERSION, url=host.url).equals(first)


@pytest.mark.parametrize("version", ["2020.1.0", "newest", "../../etc", "2026.13.0"])
def test_an_unknown_version_is_answered_with_those_there_are(host: Host, version: str) -> None:
    """Also one that has no form of a version, which nobody is asked for."""
    with pytest.raises(RioBravoError, match=rf"RB-644.*latest, {VERSION}"):
        riobravo.load("events", version=version, url=host.url)
    assert not any("etc" in path for path in host.asked)


def test_a_half_published_version_is_none(host: Host) -> None:
    """Without SHA256SUMS there is no version."""
    (host.folder / layout.FOLDER / VERSION / layout.CHECKSUMS).unlink()
    with pytest.raises(RioBravoError, match="RB-644"):
        riobravo.load("events", url=host.url)


def test_a_host_without_releases_is_told(host: Host) -> None:
    """An address that answers but holds nothing of ours."""
    with pytest.raises(RioBravoError, match=r"RB-644.*no latest version"):
        riobravo.load("events", url=f"{host.url}/elsewhere")
    (host.folder / layout.FOLDER / layout.LATEST / layout.POINTER).write_text("<html>", encoding="utf-8")
    with pytest.raises(RioBravoError, match="RB-603"):
        riobravo.load("events", url=host.url)


def test_an_unknown_table_is_answered_with_near_ones(host: Host) -> None:
    """The names are those of that version."""
    with pytest.raises(RioBravoError, match=r"RB-601.*did you mean.*events_wide"):
        riobravo.load("events_wid", url=host.url)


@pytest.mark.parametrize("url", [None, "example.org", "file:///etc"])
def test_without_an_address_nothing_is_fetched(host: Host, url: str | None) -> None:
    """There is none to fall back on; an address is http or https."""
    with pytest.raises(RioBravoError, match=r"RB-646.*RIOBRAVO_URL"):
        riobravo.load("events", version="latest", url=url)


def test_a_path_and_a_version_are_one_too_many(host: Host, tmp_path: Path) -> None:
    """Which of the two is meant is not guessed."""
    with pytest.raises(RioBravoError, match="RB-647"):
        riobravo.load("events", path=tmp_path, url=host.url)
