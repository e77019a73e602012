"""The lexicon's files load; what they name that is not declared is refused, with file and place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from riobravo import ontology, resources
from riobravo.errors import RioBravoError
from riobravo.lexicon import load

LANGUAGES = ("en", "es")


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the lexicon that a test may spoil; what was read of it is forgotten afterwards."""
    folder = tmp_path / "lexicon"
    shutil.copytree(resources.lexicon_dir(), folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    monkeypatch.setattr(resources, "lexicon_dir", lambda: folder)
    load.cache_clear()
    yield folder
    load.cache_clear()


def _spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["grammar", "terms", "triggers", "status", "numbers", "dates", "countries"])
def test_every_file_is_yaml_of_its_language(language: str, name: str) -> None:
    """It says its language, and holds something beside it."""
    body = resources.load_yaml(resources.lexicon_dir() / language / f"{name}.yaml")
    assert language == body["language"]
    assert len(body) > 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lexicon_loads_once(language: str) -> None:
    """All parts are there, every rule has its own name, and it is read once."""
    lexicon = load(language)
    assert language == lexicon.language
    assert lexicon.terms
    rules = [trigger.rule for trigger in lexicon.triggers]
    assert len(rules) == len(set(rules))
    assert all(rule.startswith(f"{language}.") for rule in rules)
    assert {t.event_type for t in lexicon.triggers} <= set(ontology.load().types)
    assert load(language) is lexicon


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("old", "new", "found", "allowed"),
    [
        ("type: extradition", "type: extraditon", "type extraditon", "extradition"),
        ("subtype: extradited", "subtype: exported", "subtype exported", "transferred"),
        ("frame: hand_over", "frame: hand_under", "frame hand_under", "hand_over"),
    ],
)
def test_what_is_not_declared_is_refused(
    copy: Path, language: str, old: str, new: str, found: str, allowed: str
) -> None:
    """The message names what stands there, what may stand there, and the group of the file."""
    _spoil(copy / language / "triggers.yaml", old, new)
    with pytest.raises(RioBravoError) as caught:
        load(language)
    assert ("RB-302", found) == (caught.value.code, caught.value.found)
    assert allowed in caught.value.allowed
    assert f"lexicon/{language}/triggers.yaml, group 1" == caught.value.where


def test_a_misspelt_flag_is_refused(copy: Path) -> None:
    """A condition that is not read would make its group match everywhere."""
    _spoil(copy / "en" / "triggers.yaml", "abroad: true", "abrod: true")
    with pytest.raises(RioBravoError, match="abrod"):
        load("en")


def test_a_key_given_twice_is_refused(copy: Path) -> None:
    """The loader of all declarations reads the lexicon too."""
    path = copy / "en" / "status.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "negation: []\n", encoding="utf-8")
    with pytest.raises(RioBravoError) as caught:
        load("en")
    assert "RB-104" == caught.value.code


def test_a_file_that_is_missing_is_named(copy: Path) -> None:
    """Not a traceback: the file's path."""
    (copy / "es" / "dates.yaml").unlink()
    with pytest.raises(RioBravoError) as caught:
        load("es")
    assert "RB-103" == caught.value.code
    assert "dates.yaml" in str(caught.value)
