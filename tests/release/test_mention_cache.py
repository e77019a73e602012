"""The cache of mentions: the same tables with it, without it and after a change; never a stale or a broken coding."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import partial
from importlib import metadata
from pathlib import Path

import pytest

from riobravo import models, resources
from riobravo.mentions import annotators
from riobravo.records import Article, Mention, Quantity, Quarantined, Source
from riobravo.release import build, coder_state, mention_cache, stages
from riobravo.tables import as_expectations
from tests.release import fakes
from tests.test_layers import LAYERS

NEW = "2026/2026-05-02-more.md"
NOT_COMPARED = {".build.lock", "riobravo.duckdb"}


ARTICLE = Article(
    article_id="a", title="T", text="X", language="en", published_on=date(2025, 1, 1), publisher="P", url="u",
    sources=(Source("P", "u", date(2025, 1, 1), "en"),), licence="L",
)  # fmt: skip


class Coder:
    """The annotator of `fakes`, which remembers what it was asked to code."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, article: Article) -> Sequence[Mention]:
        self.asked.append(article.article_id)
        if "uncodable" in article.text:
            raise ValueError("uncodable")
        return fakes.annotate(article)


@pytest.fixture
def coder(monkeypatch: pytest.MonkeyPatch) -> Coder:
    """In place of the rule annotator; and nothing is expected of the shares of so small a dataset."""
    made = Coder()
    monkeypatch.setattr(annotators, "by_rules", partial(annotators.annotate_all, annotator=made))
    monkeypatch.setattr(coder_state, "fingerprint", lambda *_: "state")
    for name in ("load", "load_derived"):
        monkeypatch.setattr(as_expectations, name, list)
    return made


def _dataset(folder: Path, *, more: bool) -> Path:
    fakes.write_dataset(folder)
    if more:
        brief = (folder / "articles" / "2026" / "2026-05-02-guards.md").read_text(encoding="utf-8")
        path = folder / "articles" / NEW
        path.write_text(brief.replace("2026-05-02-guards", path.stem).replace("500", "700"), encoding="utf-8")
    return folder


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in NOT_COMPARED
    }


def test_a_build_gives_the_same_bytes_with_and_without_a_cache(tmp_path: Path, coder: Coder) -> None:
    """No cache, an empty one, a full one, and one that knows all but the last brief: the same files, bit for bit."""
    cache = tmp_path / "cache"
    plain = _dataset(tmp_path / "plain", more=True)
    build.build(plain)
    grown = _dataset(tmp_path / "grown", more=False)
    done = build.build(grown, cache=cache)
    assert (done.n_coded, done.trouble) == (3, ())
    _dataset(grown, more=True)
    coder.asked.clear()
    assert build.build(grown, cache=cache).n_coded == 1
    assert coder.asked == [Path(NEW).stem]
    assert _contents(grown) == _contents(plain)
    assert build.build(grown, cache=cache).n_coded == 0
    assert _contents(grown) == _contents(plain)
    fresh = _dataset(tmp_path / "fresh", more=True)
    assert build.build(fresh, cache=tmp_path / "empty").n_coded == 4
    assert _contents(fresh) == _contents(plain)


def test_what_cannot_be_coded_is_not_kept(tmp_path: Path, coder: Coder) -> None:
    """It is coded again each time: the reason may have been want of memory."""
    dataset = _dataset(tmp_path / "dataset", more=False)
    path = dataset / "articles" / "2026" / "2026-05-02-guards.md"
    path.write_text(path.read_text(encoding="utf-8") + "uncodable", encoding="utf-8")
    for times in (3, 1):
        coder.asked.clear()
        assert build.build(dataset, cache=tmp_path / "cache").n_quarantined == 1
        assert len(coder.asked) == times


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "emptied": lambda path: path.write_bytes(b""),
    "one bit turned": lambda path: path.write_bytes(bytes([*path.read_bytes()[:-9], *b"123456789"])),
    "another table": lambda path: shutil.copyfile(resources.tables_dir() / "places.parquet", path),
    "a folder": _a_folder,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_file_is_noticed_and_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    """Nothing of it is taken, and it is told by name."""
    monkeypatch.setattr(coder_state, "fingerprint", lambda *_: "state")
    cache = mention_cache.opened(tmp_path, "rules")
    cache.put("a", fakes.annotate(replace(ARTICLE, text="Mexico extradited 29 men.")))
    cache.close()
    [kept] = tmp_path.rglob("*.parquet")
    DAMAGES[damage](kept)
    again = mention_cache.opened(tmp_path, "rules")
    assert again.get("a") is None
    assert kept.name in again.trouble[0]
    assert not kept.exists()


def test_what_a_broken_file_held_is_coded_again(tmp_path: Path, coder: Coder) -> None:
    """The tables are the same, and the cache is whole again."""
    dataset, cache = _dataset(tmp_path / "dataset", more=False), tmp_path / "cache"
    build.build(dataset, cache=cache)
    before = _contents(dataset)
    [kept] = (cache / "mentions").rglob("*.parquet")
    DAMAGES["cut"](kept)
    assert build.build(dataset, cache=cache).n_coded == 3
    assert _contents(dataset) == before
    assert mention_cache.opened(cache, stages.RULES).trouble == []


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path: Path, coder: Coder) -> None:
    """The dataset is built, and it is told that nothing was kept."""
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    done = build.build(_dataset(tmp_path / "dataset", more=False), cache=tmp_path / "cache")
    assert done.n_coded == 3
    assert done.trouble


def test_what_was_coded_while_words_were_edited_is_not_kept(
    tmp_path: Path, coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows which words coded it."""
    states = iter(["one"] * 3)  # each of the caches asks as it is opened
    monkeypatch.setattr(coder_state, "fingerprint", lambda *_: next(states, "another"))
    done = build.build(_dataset(tmp_path / "dataset", more=False), cache=tmp_path / "cache")
    assert "edited" in done.trouble[0]
    assert list((tmp_path / "cache").rglob("*.parquet")) == []


def test_many_files_become_one_of_what_is_asked_for(
    tmp_path: Path, coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Codings of articles that are gone do not stay for ever."""
    monkeypatch.setattr(mention_cache, "AT_ONCE", 1)
    monkeypatch.setattr(mention_cache, "MOST_FILES", 4)
    dataset, cache = _dataset(tmp_path / "dataset", more=True), tmp_path / "cache"
    build.build(dataset, cache=cache)
    assert len(list((cache / "mentions").rglob("*.parquet"))) == 4
    path = dataset / "articles" / NEW
    path.write_text(path.read_text(encoding="utf-8").replace("700", "800"), encoding="utf-8")
    assert build.build(dataset, cache=cache).n_coded == 1
    assert len(list((cache / "mentions").rglob("*.parquet"))) == 1
    assert build.build(dataset, cache=cache).n_coded == 0
    opened = mention_cache.opened(cache, stages.RULES)
    assert len(opened._kept) == 4


def test_only_the_last_states_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that were not used for longest go."""
    for number in range(5):
        monkeypatch.setattr(coder_state, "fingerprint", lambda number=number: f"state{number}")
        opened = mention_cache.opened(tmp_path, "rules")
        os.utime(opened.folder, (number, number))
    assert {path.name for path in (tmp_path / "mentions").iterdir()} == {"rules-state2", "rules-state3", "rules-state4"}


def test_mentions_come_back_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every column, nothing and none told apart, in order."""
    monkeypatch.setattr(coder_state, "fingerprint", lambda *_: "state")
    quantity = Quantity(low=1.0, best=None, high=2.5, unit="persons", modifier="exact", text="ñ 🐍")
    full = Mention(
        mention_id="a.1", article_id="a", event_type="threat", event_subtype=None, status="actual", is_hedged=True,
        date_start=date(2025, 1, 2), quantity_low=3.0, quantities=(quantity, quantity), geoname_id=7, place_lat=-1.5,
        evidence_start=4, sentence_index=0, evidence="x\n\u202e", confidence=0.25, annotator_version="v",
    )  # fmt: skip
    plain = Mention(mention_id="a.2", article_id="a", event_type="threat", event_subtype="s", status="actual")
    cache = mention_cache.opened(tmp_path, "rules")
    cache.put("two", [full, plain])
    cache.put("none", [])
    cache.close()
    again = mention_cache.opened(tmp_path, "rules")
    assert list(again.get("two") or ()) == [full, plain]
    assert again.get("none") is not None
    assert list(again.get("none") or ()) == []
    assert again.get("other") is None


# ── what decides a coding ────────────────────────────────────────────────────────────────────────────────────────────────

OTHER = {"published_on": date(2025, 1, 2), "sources": (Source("P", "u"),)}


@pytest.mark.parametrize("name", [field.name for field in fields(Article)])
def test_whatever_an_article_says_makes_its_key(name: str) -> None:
    """An annotator may read any of it, so no part may change under a coding that was kept."""
    changed = replace(ARTICLE, **{name: OTHER.get(name, "\ud800 other")})  # type: ignore[arg-type]
    assert mention_cache.key_of(changed) != mention_cache.key_of(ARTICLE)
    assert mention_cache.key_of(replace(ARTICLE)) == mention_cache.key_of(ARTICLE)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of all files that the fingerprint looks at, which the package takes for its own."""
    places = {"package": resources.PACKAGE, "schemas": resources.schemas_dir()}
    for name, folder in places.items():
        shutil.copytree(folder, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "_bundle"))
    (tmp_path / "gazetteer").mkdir()
    for name in ("actors.yaml", "places.yaml"):
        shutil.copyfile(resources.gazetteer_dir() / name, tmp_path / "gazetteer" / name)
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "package")
    monkeypatch.setattr(resources, "schemas_dir", lambda: tmp_path / "schemas")
    monkeypatch.setattr(resources, "gazetteer_dir", lambda: tmp_path / "gazetteer")
    return tmp_path


DECIDES = [
    "package/lexicon/en/triggers.yaml",
    "package/lexicon/es/triggers.yaml",
    "package/lexicon/frames.yaml",
    "package/mentions/rules/precision.json",
    "package/mentions/rules/date_choice.json",
    "package/mentions/rules/status.py",
    "package/mentions/annotators.py",
    "package/articles/language.py",
    "package/models.lock",
    "package/records.py",
    "schemas/ontology.yaml",
    "gazetteer/actors.yaml",
    "gazetteer/places.yaml",
]
DOES_NOT = ["package/events/links.py", "package/release/build.py", "package/cli/app.py", "package/plot/style.py"]


@pytest.mark.parametrize("name", [*DECIDES, *DOES_NOT])
def test_a_change_of_what_decides_a_coding_is_seen(checkout: Path, name: str) -> None:
    """One more letter in it and nothing that was kept is taken; what comes after coding does not matter."""
    before = coder_state.fingerprint()
    with (checkout / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert (coder_state.fingerprint() != before) == (name in DECIDES)


def test_a_new_file_of_words_or_code_is_seen(checkout: Path) -> None:
    """Nothing is listed by name."""
    before = coder_state.fingerprint()
    (checkout / "package" / "lexicon" / "en" / "more.yaml").write_text("a: 1\n", encoding="utf-8")
    between = coder_state.fingerprint()
    (checkout / "package" / "another.py").write_text("", encoding="utf-8")
    assert len({before, between, coder_state.fingerprint()}) == 3


def test_another_library_or_model_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library of another version, and a model whose version or files differ."""
    before = coder_state.fingerprint()
    with monkeypatch.context() as patch:
        patch.setattr(models, "installed", lambda language: models.Model("spacy", "0"))
        other_model = coder_state.fingerprint()
    real = list(metadata.distributions())
    with monkeypatch.context() as patch:
        patch.setattr(metadata, "distributions", lambda: real[1:])
        other_libraries = coder_state.fingerprint()
    assert len({before, other_model, other_libraries}) == 3
    assert coder_state.fingerprint() == before


def test_what_does_not_count_cannot_be_imported_by_an_annotator() -> None:
    """It lies in the layers after mentions (tests/test_layers.py holds these to their order), or is what a wheel carries."""
    later = set(LAYERS[LAYERS.index("mentions") + 1 :])
    assert {name.removesuffix(".py") for name in coder_state.LATER} - {"_bundle"} <= later


def test_a_coding_is_asked_in_runs_and_comes_in_order() -> None:
    """Known and unknown articles mixed come back in the order in which they were given."""
    cache = mention_cache.MentionCache(Path("nowhere"))
    cache._kept = {mention_cache.key_of(replace(ARTICLE, article_id=str(number))): [] for number in range(0, 9, 2)}
    given = [replace(ARTICLE, article_id=str(number)) for number in range(9)]
    asked: list[str] = []

    def annotate(articles):  # type: ignore[no-untyped-def]
        for article in articles:
            asked.append(article.article_id)
            yield article, Quarantined("o", None, article.article_id, "RB-410", "d")

    found = list(mention_cache.remembering(annotate, cache)(given))
    assert [article.article_id for article, _ in found] == [str(number) for number in range(9)]
    assert asked == ["1", "3", "5", "7"]
