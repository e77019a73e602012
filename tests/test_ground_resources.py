"""Where things lie, and the strict reading of YAML."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from riobravo import resources
from riobravo.errors import RioBravoError
from tests.source import ROOT


def test_a_checkout_is_told_and_its_folders_found() -> None:
    """In a clone everything lies beside src/."""
    assert resources.is_checkout()
    assert ROOT / "schemas" == resources.schemas_dir()
    assert ROOT / "sql" == resources.sql_dir()
    assert ROOT / "dataset" == resources.dataset_dir()
    assert ROOT / "dataset/tables" == resources.tables_dir()
    assert (resources.lexicon_dir() / "en").is_dir()


def test_an_installed_package_has_a_bundle_or_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is neither clone nor wheel is told of; nothing is looked for elsewhere."""
    monkeypatch.setattr(resources, "PACKAGE", tmp_path)
    for call, code in ((resources.schemas_dir, "RB-101"), (resources.dataset_dir, "RB-102")):
        with pytest.raises(RioBravoError) as caught:
            call()
        assert code == caught.value.code
    (tmp_path / "_bundle/schemas").mkdir(parents=True)
    assert tmp_path / "_bundle/schemas" == resources.schemas_dir()


def test_yaml_gives_plain_values(tmp_path: Path) -> None:
    """Texts, numbers, days, lists and keys; aliases are allowed in our own files."""
    path = tmp_path / "a.yaml"
    path.write_text("a: &x [1, 2.5, é]\nb: *x\nc: 2025-01-31\n", encoding="utf-8")
    assert {"a": [1, 2.5, "é"], "b": [1, 2.5, "é"], "c": date(2025, 1, 31)} == resources.load_yaml(path)


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        (b"a: 1\nb:\n  c: 1\n  c: 2\n", "RB-104", "line 4"),
        (b"a: [1\n", "RB-103", "line 2"),
        (b"a: \xff\n", "RB-103", ""),
        (b"a: 2025-02-31\n", "RB-103", ""),
        (b"a: !!python/object:os.system x\n", "RB-103", "line 1"),
        (b"a: " + b"[" * 5_000, "RB-103", "line 1"),
    ],
)
def test_broken_yaml_is_told_with_its_line(tmp_path: Path, text: bytes, code: str, where: str) -> None:
    """Of the two values of a key none is dropped in silence; every fault names file and, where there is one, line."""
    path = tmp_path / "a.yaml"
    path.write_bytes(text)
    with pytest.raises(RioBravoError) as caught:
        resources.load_yaml(path)
    assert code == caught.value.code
    assert str(path) in caught.value.where
    assert where in caught.value.where


def test_aliases_are_refused_where_others_write() -> None:
    """Ten lines of aliases can stand for gigabytes."""
    with pytest.raises(RioBravoError) as caught:
        resources.parse_yaml("a: &a [x]\nb: *a\n", where="brief", first_line=2, aliases=False)
    assert ("RB-103", "brief, line 3") == (caught.value.code, caught.value.where)
