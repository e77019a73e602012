"""Files of other datasets, in the layouts that they have, with rows made up for these tests (tests/peers/files)."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riobravo import peers
from riobravo.errors import RioBravoError
from riobravo.peers import Scope, declared
from riobravo.tables import as_polars

FILES = Path(__file__).with_name("files")
TABLES = declared.load().tables
NAMES = {"gdelt": "gdelt-2.0.tsv", "polecat": "polecat.tsv", "acled": "acled.csv", "ucdp": "ucdp.csv"}


def _events(name: str, *columns: str) -> list[tuple[object, ...]]:
    found = peers.read(name, FILES / NAMES[name], scope="world").events
    return found.sort("peer_event_id").select("peer_event_id", *columns).rows()


@pytest.mark.parametrize("name", NAMES)
def test_frames_are_of_the_declared_tables(name: str) -> None:
    """Columns, order and types; what is required is there, and bounds hold."""
    found = peers.read(name, FILES / NAMES[name], scope="world")
    for table, frame in (
        (declared.EVENTS, found.events),
        (declared.QUARANTINE, found.quarantine),
        (declared.SOURCES, found.source),
    ):
        assert as_polars.schema(TABLES[table]) == frame.schema
        assert frame.select(sorted(TABLES[table].required)).null_count().sum_horizontal().sum() == 0
        for field in TABLES[table].fields:
            assert set(frame[field.name].explode().drop_nulls()) <= set(field.allowed) or not field.one_of
    typed = pl.col("event_type").is_not_null()
    assert found.events.filter(typed == pl.col("no_type_because").is_not_null()).is_empty()


def test_gdelt() -> None:
    """Actors, codes, dates (of the happening, not of the day it was found), reports and places stand where they belong."""
    assert _events("gdelt", "event_type", "source_country", "target_country", "date_start", "n_reports") == [
        ("900000001", "extradition", "MEX", "USA", date(2025, 3, 1), 12),
        ("900000002", "threat", "USA", "MEX", date(2025, 3, 1), 40),
        ("900000003", "threat", "USA", "MEX", date(2025, 3, 2), 9),
        ("900000004", "arrest", "MEX", None, date(2025, 3, 2), 3),
        ("900000005", "consultation", "FRA", "DEU", date(2025, 3, 2), 3),
        ("900000006", "threat", "USA", "MEX", date(2024, 3, 2), 2),
        ("900000007", None, "MEX", "USA", date(2025, 3, 2), 7),
        ("900000008", None, "MEX", "USA", date(2025, 3, 2), 2),
    ]
    assert _events("gdelt", "peer_code", "cameo_code", "goldstein", "quad_class", "place_country", "place_lat")[
        2:6
    ] == [
        ("900000003", "1383", "1383", -7.0, 3, "MEX", 23.0),
        ("900000004", "173", "173", -5.0, 4, "MEX", 24.79),
        ("900000005", "042", "042", 1.9, 1, None, 48.86),
        ("900000006", "130", "130", -4.4, 3, "MEX", 23.0),
    ]


@pytest.mark.parametrize(
    ("file", "covers"),
    [
        ("gdelt-1.0.tsv", (date(2025, 3, 2), date(2025, 3, 2))),
        ("gdelt-1.0-old.tsv", (date(2025, 3, 1), date(2025, 3, 2))),
    ],
)
def test_older_layouts_of_gdelt(file: str, covers: tuple[date, date]) -> None:
    """58 and 57 columns are told by their number; files that hold events by their dates cover these dates."""
    columns = ("peer_event_id", "event_type", "date_start", "place_name", "n_reports", "reported_on")
    older = peers.read("gdelt", FILES / file)
    newer = peers.read("gdelt", FILES / "gdelt-2.0.tsv").events.filter(
        pl.col("peer_event_id").is_in(older.events["peer_event_id"].to_list())
    )
    assert older.events.height == 3
    assert newer.select(columns).rows() == older.events.select(columns).rows()
    assert older.source.select("peer_covers_from", "peer_covers_to").row(0) == covers


def test_polecat() -> None:
    """Type and mode are one code, of several values the first is taken, and None is nothing."""
    assert _events("polecat", "peer_code", "event_type", "source_country", "target_country", "quad_class") == [
        ("20250301-0001-abc_THREATEN", "THREATEN/restrict", "threat", "USA", "MEX", 3),
        ("20250301-0002-abd_CONSULT", "CONSULT/phone", "consultation", "USA", "MEX", 1),
        ("20250301-0002-abd_COOPERATE", "COOPERATE", None, "MEX", "USA", 2),
        ("20250301-0003-abe_MOBILIZE", "MOBILIZE/troops", "deployment", "MEX", None, 4),
    ]
    assert _events("polecat", "source_name", "plover_mode")[3][1:] == ('Mexican Army, "the green ones"', "troops")


def test_a_header_with_a_name_too_many_is_seen_through() -> None:
    """Some files of POLECAT name a column that their rows do not have."""
    found = peers.read("polecat", FILES / "polecat-long-header.tsv").events
    assert found["event_type"].to_list() == ["threat", "consultation"]


def test_acled() -> None:
    """Both ways of writing the date; a note may have commas and line breaks; actors have no country; deaths are persons."""
    assert _events("acled", "event_type", "event_subtype", "date_start", "date_precision", "quantity_best") == [
        ("GTM1", "protest", "demonstration", date(2025, 3, 6), "day", 0.0),
        ("MEX1", "assault", "clash", date(2025, 3, 3), "day", 3.0),
        ("MEX2", "assault", "clash", date(2025, 3, 4), "day", 0.0),
        ("MEX3", "arrest", "captured", date(2025, 3, 5), "week", 0.0),
        ("MEX4", None, None, date(2025, 3, 6), "day", 0.0),
    ]


def test_ucdp() -> None:
    """Estimates low, best, high; precision of dates; an event of low clarity is a total; a government has a country."""
    columns = ("date_precision", "is_aggregate", "quantity_low", "quantity_best", "quantity_high", "source_country")
    assert _events("ucdp", *columns, "n_reports") == [
        ("1", "day", False, 3.0, 4.0, 6.0, None, 2),
        ("2", "week", False, 7.0, 7.0, 7.0, "MEX", 2),
        ("3", "month", True, 55.0, 60.0, 90.0, None, 2),
        ("4", "year", False, 5.0, 5.0, 5.0, None, None),
        ("5", "day", False, 2.0, 2.0, 2.0, None, 2),
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "gdelt",
            [
                (11, None, "RB-624", "Found: 40"),
                (None, "900000009", "RB-625", "SQLDATE 20251399"),
                (None, "900000010", "RB-625", "ActionGeo_Lat 91.5"),
            ],
        ),
        ("polecat", [(None, "20250301-0004-abf_ARREST", "RB-625", "no date_start")]),
        ("acled", [(None, "MEX2", "RB-626", "earlier row"), (None, "MEX5", "RB-625", "fatalities many")]),
        ("ucdp", []),
    ],
)
def test_ill_formed_rows_are_told(name: str, told: list[tuple[int | None, str | None, str, str]]) -> None:
    """Each row that is kept out stands in the quarantine with its reason, and rows add up."""
    found = peers.read(name, FILES / NAMES[name])
    rows = found.quarantine.select("position", "peer_event_id", "reason", "detail").rows()
    assert [row[:3] for row in rows] == [row[:3] for row in told]
    assert all(words in row[3] for row, (*_, words) in zip(rows, told, strict=True))
    counted = found.source.row(0, named=True)
    assert counted["n_rows"] == found.events.height + len(rows) + counted["n_out_of_scope"]


@pytest.mark.parametrize(
    ("name", "scope", "kept"),
    [
        ("gdelt", "world", 8),
        ("gdelt", "actors", 7),
        ("gdelt", "dyads", 6),
        ("polecat", "dyads", 3),
        ("acled", "world", 5),
        ("acled", "actors", 4),
        ("ucdp", "dyads", 0),
    ],
)
def test_scope(name: str, scope: Scope, kept: int) -> None:
    """The scope actors is the rule of our own dataset; dyads asks for one actor on each side."""
    assert peers.read(name, FILES / NAMES[name], scope=scope).events.height == kept


def test_a_scope_that_cannot_be_had_is_told() -> None:
    """ACLED gives its actors no country, and there are three scopes."""
    with pytest.raises(RioBravoError, match=r"RB-623.*acled"):
        peers.read("acled", FILES / "acled.csv", scope="dyads")
    with pytest.raises(RioBravoError, match=r"RB-607.*actors, dyads, world"):
        peers.read("acled", FILES / "acled.csv", scope="mexico")  # type: ignore[arg-type]


def _zipped(path: Path) -> Path:
    with zipfile.ZipFile(path.with_suffix(".zip"), "w") as archive:
        archive.write(path, path.name)
    return path.with_suffix(".zip")


def _gzipped(path: Path) -> Path:
    packed = path.with_suffix(".gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    return packed


def _with_mark(path: Path) -> Path:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    return path


def _with_crlf(path: Path) -> Path:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    return path


def _with_brackets(path: Path) -> Path:
    return path.rename(path.with_name("ged [1]*.csv"))


def _with_columns_again(path: Path) -> Path:
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([f"{header},ID,", *(f"{row},9," for row in rows)]), encoding="utf-8")
    return path


@pytest.mark.parametrize("packed", [_zipped, _gzipped, _with_mark, _with_crlf, _with_brackets, _with_columns_again])
def test_files_as_they_are_handed_on(tmp_path: Path, packed: Callable[[Path], Path]) -> None:
    """Zip and gzip archives, a byte order mark, line ends of Windows, odd file names, columns that somebody added."""
    path = tmp_path / "ucdp.csv"
    path.write_bytes((FILES / "ucdp.csv").read_bytes())
    assert peers.read("ucdp", packed(path)).events.equals(peers.read("ucdp", FILES / "ucdp.csv").events)


def test_a_folder_is_all_its_files_and_an_event_in_two_is_one(tmp_path: Path) -> None:
    """Of an event that stands in two files the first is kept, and the other told with its file."""
    for name in ("gdelt-1.0.tsv", "gdelt-2.0.tsv"):
        (tmp_path / name).write_bytes((FILES / name).read_bytes())
    found = peers.read("gdelt", tmp_path)
    again = found.quarantine.filter(pl.col("reason") == "RB-626")
    assert (7, {"gdelt-2.0.tsv"}, 3) == (found.events.height, set(again["origin"]), again.height)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("gdelt", "", r"an empty file"),
        ("gdelt", "a\tb\tc\n", r"3 columns.*61 \(GDELT 2\.0\) or 58"),
        ("gdelt", "\t".join(["x"] * 61) + "\n", r"no sound row.*SQLDATE x"),
        ("acled", "id,relid\n1,2\n", r"no column event_id_cnty, event_type.*among id, relid"),
        ("ucdp", "\x00\x01\x02", r"no column"),
    ],
)
def test_a_wrong_file_is_told_with_what_was_expected(tmp_path: Path, name: str, content: str, found: str) -> None:
    """The message says what was found and which columns the file should have."""
    path = tmp_path / "file"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RioBravoError, match=rf"RB-622.*{found}"):
        peers.read(name, path)


ROW = (FILES / "gdelt-2.0.tsv").read_bytes().splitlines(keepends=True)[0]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.integers(0, len(ROW)))
def test_garbage_in_a_file_never_crashes(tmp_path: Path, garbage: bytes, position: int) -> None:
    """Bytes thrown into a row: a coded error, or the other row read and the rest told; rows are never made up."""
    path = tmp_path / "file"
    path.write_bytes(ROW + ROW[:position] + garbage + ROW[position:])
    try:
        found = peers.read("gdelt", path, scope="world")
    except RioBravoError:
        return
    assert found.events.height >= 1
    assert found.source["n_rows"][0] == found.events.height + found.quarantine.height


@pytest.mark.parametrize("name", ["missing", "folder"])
def test_nothing_to_read_is_told(tmp_path: Path, name: str) -> None:
    """A path that leads nowhere and an empty folder."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(RioBravoError, match="RB-201"):
        peers.read("gdelt", tmp_path / name)


def test_a_broken_archive_is_told(tmp_path: Path) -> None:
    """Half a zip file, and one of two files."""
    two = tmp_path / "two.zip"
    with zipfile.ZipFile(two, "w") as archive:
        archive.writestr("a", "1")
        archive.writestr("b", "2")
    with pytest.raises(RioBravoError, match=r"RB-622.*2 files in the archive"):
        peers.read("gdelt", two)


def test_a_file_that_holds_only_a_header_has_no_events(tmp_path: Path) -> None:
    """An export without a hit is no error."""
    path = tmp_path / "ucdp.csv"
    path.write_text((FILES / "ucdp.csv").read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    found = peers.read("ucdp", path)
    assert (0, 0, None) == (found.events.height, found.source["n_rows"][0], found.source["peer_covers_from"][0])
