"""Outside gold: reading each set's form, mending text, the mapping of labels, scores, and the command."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from riobravo import resources
from riobravo.cli import main
from riobravo.errors import RioBravoError
from riobravo.evaluate import shown
from riobravo.evaluate.outside import chapter, clean, declared, figures, labels, measure
from riobravo.evaluate.outside.units import Document, Unit
from riobravo.mentions import annotators
from riobravo.records import Article, Mention

Captured = pytest.CaptureFixture[str]

# ── small files in each set's form; their words are this project's own ───────────────────────────────────────────────────

PLOVER = [
    {"id": "D-1", "event": "DOCUMENT"},
    {"id": "A-1", "event": "FIGHT", "date": "2001-02-03", "text": "Rebels attacked a fort."},
    {"id": "I-1", "event": "INVESTIGATE", "date": "2001-02-03", "text": "A panel looked into the ferry."},
]

INDIA = [
    {"doc_id": 7, "sent_id": 0, "sent_labels": [], "sent_text": "the square was empty."},
    {"doc_id": 7, "sent_id": 1, "sent_labels": ["ARREST", "ANY_ACTION"], "sent_text": "police arrested 9 men."},
    {"doc_id": 8, "sent_id": 0, "sent_labels": ["FORCE", "KILL"], "sent_text": "police shot a man dead."},
]

MESSAGES = """
TST9-MUC4-0001

   SOMEWHERE, 5 FEB 90 (OUR AGENCY) -- [TEXT] REBELS KIDNAPPED THREE
TEACHERS.

   NOBODY WAS HURT.

TST9-MUC4-0002

   SOMEWHERE, 6 FEB 90 (OUR AGENCY) -- [TEXT] IT RAINED.
"""

KEYS = """;;; a remark
0.  MESSAGE: ID                     TST9-MUC4-0001
1.  MESSAGE: TEMPLATE               1
4.  INCIDENT: TYPE                  KIDNAPPING
5.  INCIDENT: STAGE OF EXECUTION    ACCOMPLISHED
21. HUM TGT: NUMBER                 3: "TEACHERS"
23. HUM TGT: EFFECT OF INCIDENT     -

0.  MESSAGE: ID                     TST9-MUC4-0001
1.  MESSAGE: TEMPLATE               2 (OPTIONAL)
4.  INCIDENT: TYPE                  BOMBING / ATTACK
5.  INCIDENT: STAGE OF EXECUTION    THREATENED
21. HUM TGT: NUMBER                 2: "GUARDS"
                                    PLURAL: "CLERKS"

0.  MESSAGE: ID                     TST9-MUC4-0002
1.  MESSAGE: TEMPLATE               *
4.  INCIDENT: TYPE                  *
"""

PETRARCH = """<?xml version="1.0" encoding="utf-8"?>
<Validation><Sentences>
<Sentence date="20000102" id="a" evaluate="true"><EventCoding eventcode="190_use_force"/><EventCoding eventcode=""/>
<Text>
20000102	n_1 | Unos hombres atacaron un puesto .
</Text></Sentence>
<Sentence date="20000103" id="b" evaluate="false"><EventCoding eventcode="14"/><Text>Marcharon.</Text></Sentence>
<Sentence date="20000104" id="c" evaluate="true"><EventCoding eventcode="1411"/><Text>Marcharon ayer.</Text></Sentence>
</Sentences></Validation>
"""


def _plover(folder: Path) -> Path:
    path = folder / "gold.json"
    path.write_text(json.dumps(PLOVER), encoding="utf-8")
    return path


def _india(folder: Path) -> Path:
    path = folder / "dev.jsonl"
    path.write_text("\n".join(map(json.dumps, INDIA)) + "\n", encoding="utf-8")
    return path


def _muc(folder: Path) -> Path:
    (folder / "tst9-muc4").write_text(MESSAGES, encoding="utf-8")
    (folder / "key-tst9").write_text(KEYS, encoding="utf-8")
    return folder


def _petrarch(folder: Path) -> Path:
    path = folder / "gold.xml"
    path.write_text(PETRARCH, encoding="utf-8")
    return path


def _unrelated(folder: Path) -> Path:
    (folder / "one.txt").write_text("Stir the soup slowly and add a pinch of salt at the end.\n", encoding="utf-8")
    return folder


FILES: dict[str, Callable[[Path], Path]] = {
    "plover": _plover, "india-police": _india, "muc": _muc, "petrarch-es": _petrarch, "unrelated": _unrelated,
}  # fmt: skip


def _read(key: str, folder: Path) -> list[Document]:
    return list(declared.one(key).read()(FILES[key](folder)))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("plover", [("A-1", {"FIGHT"}), ("I-1", {"INVESTIGATE"})]),
        ("india-police", [("7.0", set()), ("7.1", {"ARREST", "ANY_ACTION"}), ("8.0", {"FORCE", "KILL"})]),
        ("muc", [("TST9-MUC4-0001", {"KIDNAPPING", "KIDNAPPING/ACCOMPLISHED"}), ("TST9-MUC4-0002", set())]),
        ("petrarch-es", [("a", {"18/19/20"}), ("c", {"14"})]),
        ("unrelated", [("one", set())]),
    ],
)
def test_readers_give_units_with_their_labels(tmp_path: Path, key: str, expected: list[tuple[str, set[str]]]) -> None:
    """Each set's form comes to units with the set's own labels."""
    units = [unit for document in _read(key, tmp_path) for unit in document.units]
    assert expected == [(unit.unit_id, set(unit.labels)) for unit in units]


def test_every_set_that_is_declared_is_tried_here() -> None:
    """A new set comes with a small file of its form, and its reader can be imported."""
    assert set(FILES) == set(declared.load())
    assert all(callable(kind.read()) for kind in declared.load().values())


def test_sentences_of_one_document_stay_together(tmp_path: Path) -> None:
    """IndiaPoliceEvents gives sentences; they are coded document by document."""
    assert [("7", 2), ("8", 1)] == [(d.document_id, len(d.units)) for d in _read("india-police", tmp_path)]


def test_a_message_is_its_text_with_what_its_key_says(tmp_path: Path) -> None:
    """The head goes, lines are joined, the day of the dateline is taken, optional templates are optional, a number is one."""
    first, second = _read("muc", tmp_path)
    (unit,) = first.units
    assert "REBELS KIDNAPPED THREE TEACHERS.\n\nNOBODY WAS HURT." == unit.text
    assert {"BOMBING", "ATTACK", "BOMBING/THREATENED", "ATTACK/THREATENED"} == unit.optional
    assert {"KIDNAPPING": (3,)} == dict(unit.numbers)
    assert (date(1990, 2, 5), date(1990, 2, 6)) == (first.published_on, second.published_on)


def test_a_message_that_stands_in_two_files_is_read_once(tmp_path: Path) -> None:
    """MUC's fourth test set is there twice, in capitals and in mixed case."""
    _muc(tmp_path)
    (tmp_path / "tst9-muc4.mixed-case").write_text(MESSAGES, encoding="utf-8")
    assert ["TST9-MUC4-0001", "TST9-MUC4-0002"] == [document.document_id for document in _read("muc", tmp_path)]


def test_the_head_of_a_note_is_no_text(tmp_path: Path) -> None:
    """One of the Spanish files writes a date and the note's name before each sentence."""
    assert "Unos hombres atacaron un puesto ." == _read("petrarch-es", tmp_path)[0].units[0].text


@pytest.mark.parametrize(
    ("key", "name", "content", "found"),
    [
        ("plover", "x.json", "[{", "line 1"),
        ("plover", "x.json", "{}", "a list of records"),
        ("plover", "x.json", '[{"id": "a"}]', "'event'"),
        ("plover", "x.json", '[{"id": "a", "event": "AID", "text": "T.", "date": "May"}]', "May"),
        (
            "india-police",
            "x.jsonl",
            '{"doc_id": 1, "sent_id": 0, "sent_labels": [], "sent_text": "a"}\n{"doc',
            "line 2",
        ),
        ("india-police", "x.jsonl", '{"doc_id": 1, "sent_labels": []}', "'sent_id'"),
        ("muc", "x", MESSAGES, "no file of keys"),
        ("muc", "key-x", "0.  MESSAGE: ID    TST9-MUC4-0001\nnonsense", "line 2"),
        ("muc", "key-x", "0.  MESSAGE: ID    SOMETHING", "SOMETHING"),
        ("petrarch-es", "x.xml", "<Validation>\n<Sentences>", "line 2"),
        ("petrarch-es", "x.xml", "<Validation/>", "Sentences/Sentence"),
        ("unrelated", "x.txt", "", "RB-207"),
    ],
)
def test_a_broken_file_is_told_with_file_and_line(
    tmp_path: Path, capsys: Captured, key: str, name: str, content: str, found: str
) -> None:
    """Whoever names the wrong file learns which, where, and what to do."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    path = tmp_path if key in ("muc", "unrelated") else tmp_path / name
    part = ["--part", next(iter(declared.one(key).parts))] if declared.one(key).parts else []
    assert 2 == main(["outside", key, str(path), *part])
    told = capsys.readouterr().err
    assert [] == [word for word in ("RB-703", str(tmp_path), found, "To do") if word not in told]


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: Captured) -> None:
    """A wrong path is one line, not a traceback."""
    assert 2 == main(["outside", "plover", str(tmp_path / "none.json")])
    assert "RB-703" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["none", "x"], ["muc", "x"], ["muc", "x", "--part", "train"], ["plover", "x", "--part", "dev"]],
)
def test_names_of_sets_and_parts_are_checked_first(capsys: Captured, arguments: list[str]) -> None:
    """Before anything is read: the set, and a part if and only if it has parts."""
    assert 2 == main(["outside", *arguments])
    assert "RB-704" in capsys.readouterr().err


def test_a_mapping_to_a_type_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """sets.yaml is held to the ontology: a renamed type cannot silently score 0."""
    text = declared.FILE.read_text(encoding="utf-8").replace("assault/kidnapping", "assault/borrowing")
    (tmp_path / "sets.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(declared, "FILE", tmp_path / "sets.yaml")
    with pytest.raises(RioBravoError, match=r"RB-302.*assault/borrowing"):
        declared.load.__wrapped__()


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("step", "language", "text", "expected"),
    [
        ("mojibake", "en", "the â€˜riverâ€™ rose", "the 'river' rose"),
        ("spacing", "es", "Llovió , dijo . Nada más", "Llovió, dijo. Nada más"),
        ("case", "en", "SOLDIERS LEFT EL SALVADOR. THEY WENT HOME.", "Soldiers left El Salvador. They went home."),
        ("case", "en", "he lives in new york", "He lives in New York"),
    ],
)
def test_steps_of_cleaning(step: str, language: str, text: str, expected: str) -> None:
    """Each declared step does what its name says."""
    assert [expected] == clean.clean([text], language, [step])


# ── labels and scores ────────────────────────────────────────────────────────────────────────────────────────────────────


def _mention(kind: str, start: int = 0, end: int = 5, **columns: object) -> Mention:
    event_type, subtype = kind.split("/")
    given = {"status": "actual", "annotator_version": "fake 1", "evidence_start": start, "evidence_end": end, **columns}
    return Mention(mention_id="m", article_id="a", event_type=event_type, event_subtype=subtype, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "name", "mention", "expected"),
    [
        (
            "india-police",
            "sentences, source police",
            _mention("assault/killed", source_sector="COP"),
            {"KILL", "FORCE"},
        ),
        ("india-police", "sentences, source police", _mention("assault/killed", source_sector="CVL"), set()),
        ("india-police", "sentences, any source", _mention("assault/killed"), {"KILL", "FORCE"}),
        ("india-police", "sentences, any source", _mention("arrest/captured", status="negated"), set()),
        ("india-police", "sentences, any source", _mention("arrest/released"), set()),
        ("plover", "type of event", _mention("demand/policy"), {"REQUEST"}),
        ("plover", "type of event", _mention("other/legislation"), set()),
        ("petrarch-es", "root of the CAMEO code", _mention("assault/clash"), {"18/19/20"}),
        ("muc", "stage of execution, our threats", _mention("threat/military"), {"THREATENED"}),
        ("muc", "stage of execution, our threats", _mention("threat/tariff"), set()),
    ],
)
def test_mentions_come_to_labels_as_declared(key: str, name: str, mention: Mention, expected: set[str]) -> None:
    """Type, subtype, crosswalk, status and source decide, and nothing else."""
    wanted = next(one for one in declared.one(key).measures if one.name == name)
    assert expected == labels.ours(wanted, mention)


def test_a_mention_belongs_to_the_unit_that_holds_most_of_it() -> None:
    """Sets cut sentences by machine, so evidence may reach over a cut."""
    units = (Unit(unit_id="1", text="a" * 10), Unit(unit_id="2", text="b" * 10))
    document = Document(document_id="d", units=units, language="en")
    first, second = labels.by_unit(document, [_mention("assault/killed", 0, 6), _mention("assault/clash", 8, 20)])
    assert (["killed"], ["clash"]) == ([m.event_subtype for m in first], [m.event_subtype for m in second])


def _coded(unit: Unit, *mentions: Mention) -> measure.Coded:
    document = Document(document_id=unit.unit_id, units=(unit,), language="en")
    return measure.Coded(document=document, mentions=[mentions], n_sentences=4)


def test_labels_are_counted_once_a_unit_and_optional_ones_not_at_all() -> None:
    """Twice the label is one label, an optional one is neither right nor wrong, and numbers are compared where we have it."""
    found = [
        _coded(
            Unit(unit_id="1", text="", labels=frozenset({"KIDNAPPING"}), numbers={"KIDNAPPING": (3, 4)}),
            _mention("assault/kidnapping", quantity_best=3.0),
            _mention("assault/kidnapping"),
        ),
        _coded(Unit(unit_id="2", text="", optional=frozenset({"ATTACK"})), _mention("assault/attack")),
        _coded(Unit(unit_id="3", text="", labels=frozenset({"BOMBING"})), _mention("assault/kidnapping")),
    ]
    of_type = measure.entry(declared.one("muc"), found)["measures"][0]
    counts = {row["label"]: (row["n_gold"], row["n_predicted"], row["n_matched"]) for row in of_type["labels"]}
    assert {"all": (2, 2, 1), "ATTACK, BOMBING, ARSON": (1, 0, 0), "KIDNAPPING": (1, 2, 1)} == counts
    assert (2, 1) == (of_type["numbers"]["n"], of_type["numbers"]["n_right"])


def test_units_of_left_out_types_are_not_scored() -> None:
    """A record whose only type has no twin counts neither way, and is counted as left out."""
    found = [_coded(Unit(unit_id="1", text="", labels=frozenset({"INVESTIGATE"})), _mention("assault/clash"))]
    entry = measure.entry(declared.one("plover"), found)
    assert (1, 1, 0) == (entry["n_units"], entry["n_units_left_out"], entry["measures"][0]["labels"][0]["n_predicted"])
    assert [] == list(measure.differences(declared.one("plover"), found))


def test_mentions_in_unrelated_text_are_a_rate() -> None:
    """Mentions of any status, in a thousand sentences of a language."""
    found = [
        _coded(Unit(unit_id="1", text=""), _mention("aid/training", status="negated")),
        _coded(Unit(unit_id="2", text="")),
    ]
    (rate,) = measure.entry(declared.one("unrelated"), found)["measures"][0]["rates"]
    assert (8, 1, 125.0, (0.0, 250.0)) == (rate["n_sentences"], rate["n_mentions"], rate["per_1000"], rate["interval"])


# ── the command and the page ─────────────────────────────────────────────────────────────────────────────────────────────


def _fake(article: Article) -> Sequence[Mention]:
    """An annotator that knows one word."""
    start = article.text.lower().find("arrested")
    return [] if start < 0 else [_mention("arrest/captured", start, start + 8, source_sector="COP", trigger="arrested")]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout's docs/ to write into, and an annotator that needs no model."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "set").mkdir()
    monkeypatch.setattr(resources, "dataset_dir", lambda: tmp_path / "dataset")
    monkeypatch.setattr(annotators, "get", lambda name: _fake)
    return tmp_path


def test_the_command_prints_saves_and_lists_misses(checkout: Path, capsys: Captured) -> None:
    """Figures go into docs/outside.json, twice the same bytes; text goes only where the user asks for misses."""
    path, misses, saved = _india(checkout / "set"), checkout / "misses.csv", checkout / "docs" / figures.FILE
    command = ["outside", "india-police", str(path), "--part", "dev", "--save", "--misses", str(misses)]
    assert 0 == main(command)
    assert "ARREST" in capsys.readouterr().out
    once = saved.read_bytes()
    assert 0 == main(command)
    assert once == saved.read_bytes()
    row = json.loads(once)["india-police"]["dev"]["measures"][0]["labels"][2]
    assert ("ARREST", 1, 1, 1) == (row["label"], row["n_gold"], row["n_predicted"], row["n_matched"])
    assert "square" not in once.decode()
    assert "8.0,KILL,True" in misses.read_text(encoding="utf-8")


def test_other_sets_stay_and_stand_in_the_declared_order() -> None:
    """One set is renewed at a time."""
    known = {"muc": {"test": {"n": 1}}, "unrelated": {"all": {"n": 2}}}
    found = figures.joined(known, declared.one("muc"), "dev", {"n": 3})
    assert '{"muc": {"dev": {"n": 3}, "test": {"n": 1}}, "unrelated": {"all": {"n": 2}}}' == json.dumps(found)


def test_figures_that_are_no_json_are_told(tmp_path: Path) -> None:
    """A half-written file does not pass for an empty one."""
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    with pytest.raises(RioBravoError, match="RB-603"):
        shown.read_json(tmp_path / "x.json")


def test_the_chapter_says_what_is_mapped_and_left_out(checkout: Path) -> None:
    """The reader of the page sees the mapping, the reasons, the caveats and the figures to compare."""
    for key in declared.load():
        folder = checkout / key
        folder.mkdir()
        part = ["--part", next(iter(declared.one(key).parts))] if declared.one(key).parts else []
        assert 0 == main(["outside", key, str(FILES[key](folder)), "--save", *part])
    text = "\n".join(chapter.lines(shown.read_json(checkout / "docs" / figures.FILE)))
    for kind in declared.load().values():
        parts = (kind.title, kind.citation, *kind.caveats, *(left.why for left in kind.left_out))
        assert [] == [part for part in parts if part not in text]
    assert "F1 0.23" in text
    assert "F1 0.63" not in text  # its part was not measured
