"""Out to each tool and in again: nothing is lost, and what was changed there is what comes back."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from riobravo import ontology
from riobravo.articles.read import read_articles
from riobravo.cli import main
from riobravo.errors import RioBravoError
from riobravo.exchange import brat, files, jsonl, label_studio, sheet, spans
from riobravo.exchange.spans import Document
from riobravo.mentions.people import coding
from riobravo.mentions.people.coding import Coding
from riobravo.records import Article
from tests.exchange import make

ARTICLE = Article(
    article_id="2025-02-28-hand-over",
    title="🐍 Mexico hands over 29",
    text="Mexico 🇲🇽 sent 29 inmates to the\nUnited States on Thursday. They flew from Toluca.",
    language="en",
    published_on=date(2025, 2, 28),
)
EVENTS: list[dict[str, Any]] = [
    {
        "event_type": "extradition",
        "event_subtype": "transferred",
        "status": "actual",
        "source_name": "=Mexico",
        "evidence": [
            {"title": "Mexico hands over 29", "status": "planned"},
            {"text": "Mexico 🇲🇽 sent 29 inmates to the\nUnited States on Thursday."},
        ],
    },
    {"event_type": "deployment", "status": "actual", "evidence": [{"text": "sent 29 inmates"}]},
]


def coding_of_article(events: list[dict[str, Any]] = EVENTS) -> Coding:
    head = {"article_id": ARTICLE.article_id, "sha256": coding.digest(ARTICLE), "coder": "ana"}
    return coding.parse({**head, "events": events}, "made")


def _write(tool: str, found: Coding, article: Article, folder: Path) -> None:
    for name, text in files.tool(tool).files([spans.document(found, article)]).items():
        (folder / name).write_bytes(text.encode("utf-8"))
    if tool == "label-studio":
        _submit(folder / label_studio.TASKS)


def _submit(path: Path) -> None:
    """What Label Studio exports when somebody submits the pre-annotations as they are."""
    tasks = json.loads(path.read_text("utf-8"))
    for task in tasks:
        task["annotations"] = [{"was_cancelled": False, "result": task.pop("predictions")[0]["result"]}]
    path.write_text(json.dumps(tasks), encoding="utf-8")


def _read(tool: str, folder: Path, article: Article) -> Coding:
    (found,) = files.tool(tool).read(folder)
    assert isinstance(found, Document), found
    return spans.coding_of(found, article)


@pytest.mark.parametrize("tool", files.TOOLS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_out_and_in_again_is_the_same_coding(tool: str, data: st.DataObject) -> None:
    """Whatever is in text, fields and names: emoji, line breaks of every kind, formulas, spans over one another."""
    article = data.draw(make.articles())
    found = data.draw(make.codings(article))
    with tempfile.TemporaryDirectory() as folder:
        _write(tool, found, article, Path(folder))
        assert _read(tool, Path(folder), article) == found


@pytest.mark.parametrize("tool", files.TOOLS)
def test_committed_codings_come_back(tool: str, tmp_path: Path) -> None:
    """Codings of the dataset with their briefs."""
    root = Path(__file__).parents[2] / "dataset"
    for path in sorted((root / "annotations" / "2025").glob("*.yaml"))[:3]:
        (article,) = read_articles(root / "articles" / "2025" / f"{path.stem}.md")
        assert isinstance(article, Article)
        _write(tool, coding.read(path), article, tmp_path)
        assert _read(tool, tmp_path, article) == coding.read(path)


# ── each tool's own form ─────────────────────────────────────────────────────────────────────────────────────────────


def _span_of(words: str) -> tuple[int, int]:
    text = spans.text_of(ARTICLE)
    return text.index(words), text.index(words) + len(words)


def test_label_studio_counts_code_points_and_older_exports_units(tmp_path: Path) -> None:
    """An export of before October 2021 counts an emoji twice; the words beside the offsets tell which it is."""
    _write("label-studio", coding_of_article(), ARTICLE, tmp_path)
    path = tmp_path / label_studio.TASKS
    tasks = json.loads(path.read_text("utf-8"))
    text = tasks[0]["data"]["text"]
    for one in tasks[0]["annotations"][0]["result"]:
        if "value" in one:
            for bound in ("start", "end"):
                one["value"][bound] = spans.to_utf16(text, one["value"][bound])
    path.write_text(json.dumps(tasks), encoding="utf-8")
    assert _read("label-studio", tmp_path, ARTICLE) == coding_of_article()


def test_label_studio_regions_may_be_added_moved_and_taken_out(tmp_path: Path) -> None:
    """What a person did in the tool is what comes back; a subtype of the type that was left is gone."""
    _write("label-studio", coding_of_article(), ARTICLE, tmp_path)
    path = tmp_path / label_studio.TASKS
    tasks = json.loads(path.read_text("utf-8"))
    result = tasks[0]["annotations"][0]["result"]
    start, end = _span_of("They flew from Toluca.")
    kept = [one for one in result if one.get("id") != "span-3"]
    for one in kept:
        if one.get("type") == "labels":
            one["value"]["labels"] = ["judicial"]
    place = {"start": start, "end": end}
    kept += [
        {"id": "x1", "from_name": "event_type", "type": "labels", "value": {**place, "labels": ["deployment"]}},
        {"id": "x1", "from_name": "status", "type": "choices", "value": {**place, "choices": ["planned"]}},
    ]
    tasks[0]["annotations"][0]["result"] = kept
    path.write_text(json.dumps(tasks), encoding="utf-8")
    first, added = _read("label-studio", tmp_path, ARTICLE).events
    assert (first.columns["event_type"], first.columns.get("event_subtype"), len(first.evidence)) == (
        "judicial",
        None,
        2,
    )
    assert (added.columns["status"], added.evidence[0].quote) == ("planned", "They flew from Toluca.")


def test_label_studio_knows_every_type_and_column() -> None:
    """The interface has a label for each type, and a control for each column."""
    interface = label_studio.interface()
    assert [name for name in ontology.load().types if f'<Label value="{name}"/>' not in interface] == []
    controls = [name for name in spans.field_names() if f'name="{name}"' not in interface]
    assert controls == ["event_subtype"]  # one for each type instead


def test_brat_cuts_at_line_breaks_and_quotes_what_it_marks(tmp_path: Path) -> None:
    """The text of each annotation is what its pieces mark, one annotation a line, as brat's parser asks."""
    _write("brat", coding_of_article(), ARTICLE, tmp_path)
    name = ARTICLE.article_id
    text = (tmp_path / f"{name}.txt").read_text("utf-8")
    lines = (tmp_path / f"{name}.ann").read_text("utf-8").splitlines()
    bound = [line.split("\t") for line in lines if line.startswith("T")]
    for _, data, words in bound:
        pieces = [tuple(map(int, piece.split())) for piece in data.split(" ", 1)[1].split(";")]
        assert " ".join(text[start:end] for start, end in pieces) == words
    assert ";" in bound[1][1]
    assert "*\tEquiv T1 T2" in lines
    assert any(line.startswith("A") and line.endswith("\tevent_subtype T1 transferred") for line in lines)


def test_brat_attributes_and_ties_may_be_changed(tmp_path: Path) -> None:
    """As a person does there."""
    _write("brat", coding_of_article(), ARTICLE, tmp_path)
    path = tmp_path / f"{ARTICLE.article_id}.ann"
    changed = path.read_text("utf-8").replace("event_subtype T1 transferred", "event_subtype T1 extradited")
    path.write_text(changed.replace("*\tEquiv T1 T2\n", "A9\tstatus T2 negated\n"), encoding="utf-8")
    first, second, third = _read("brat", tmp_path, ARTICLE).events
    assert (first.columns["event_subtype"], second.columns["status"]) == ("extradited", "negated")
    assert third.columns["event_type"] == "deployment"


def test_doccano_counts_utf16_units_and_finds_fields_again(tmp_path: Path) -> None:
    """An emoji before a span moves it by two; a span that was moved keeps its fields; the older form without ids is read."""
    _write("doccano", coding_of_article(), ARTICLE, tmp_path)
    path = tmp_path / jsonl.DOCCANO
    row = json.loads(path.read_text("utf-8"))
    units = row["text"].encode("utf-16-le")
    first = row["entities"][0]
    marked = units[2 * first["start_offset"] : 2 * first["end_offset"]].decode("utf-16-le")
    assert marked == "Mexico hands over 29"
    first["end_offset"] -= 3
    path.write_text(json.dumps(row), encoding="utf-8")
    moved = _read("doccano", tmp_path, ARTICLE).events[0]
    assert (moved.evidence[0].quote, moved.columns["source_name"]) == ("Mexico hands over", "=Mexico")
    listed = [[one["start_offset"], one["end_offset"], one["label"]] for one in row["entities"][2:]]
    meta = {name: row[name] for name in ("article_id", "sha256", "coder", "riobravo_spans")}
    path.write_text(json.dumps({"text": row["text"], "label": listed, "metadata": meta}), encoding="utf-8")
    (only,) = _read("doccano", tmp_path, ARTICLE).events
    assert only == coding_of_article().events[1]


def test_spacy_takes_the_spans() -> None:
    """Each is a stretch of characters of spaCy's own, and goes through a DocBin."""
    row = json.loads(jsonl.spacy_files([spans.document(coding_of_article(), ARTICLE)])[jsonl.SPACY])
    doc = Doc(Vocab(), words=list(row["text"]), spaces=[False] * len(row["text"]))
    marked = [doc.char_span(one["start"], one["end"], label=one["label"]) for one in row["spans"]]
    doc.spans["events"] = [span for span in marked if span is not None]
    (back,) = DocBin().from_bytes(DocBin(docs=[doc], store_user_data=True).to_bytes()).get_docs(Vocab())
    found = [(span.text, span.label_) for span in back.spans["events"]]
    assert found[0] == ("Mexico hands over 29", "extradition")
    assert len(found) == 3


def test_no_cell_of_the_sheet_is_a_formula(tmp_path: Path) -> None:
    """Whatever begins as one is marked, and the mark is taken away again."""
    text = files.tool("csv").files([spans.document(coding_of_article(), ARTICLE)])[sheet.FILE]
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert any("'=Mexico" in row for row in rows)
    _write("csv", coding_of_article(), ARTICLE, tmp_path)
    assert _read("csv", tmp_path, ARTICLE).events[0].columns["source_name"] == "=Mexico"


# ── what does not hold ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("tool", "file", "old", "new", "code"),
    [
        ("label-studio", label_studio.TASKS, '"annotations"', '"other"', "RB-912"),
        ("label-studio", label_studio.TASKS, '"result"', '"other"', "RB-910"),
        ("brat", f"{ARTICLE.article_id}.ann", "T1\t", "X1\t", "RB-910"),
        ("brat", brat.ABOUT, "sha256", "other", "RB-910"),
        ("doccano", jsonl.DOCCANO, '"text"', '"other"', "RB-910"),
        ("spacy", jsonl.SPACY, "{", "", "RB-910"),
        ("csv", sheet.FILE, '"1","extradition"', '"1","extradition","more"', "RB-910"),
    ],
)
def test_a_broken_article_is_told_and_the_others_are_read(
    tool: str, file: str, old: str, new: str, code: str, tmp_path: Path
) -> None:
    """One fault, one reason, nothing raised."""
    _write(tool, coding_of_article(), ARTICLE, tmp_path)
    path = tmp_path / file
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))
    (found,) = files.tool(tool).read(tmp_path)
    assert isinstance(found, RioBravoError), found
    assert found.code == code


@pytest.mark.parametrize("tool", files.TOOLS)
def test_what_is_no_export_is_told(tool: str, tmp_path: Path) -> None:
    """A file that is not there, or of another kind, ends with one line."""
    with pytest.raises(RioBravoError) as caught:
        list(files.tool(tool).read(tmp_path / "nothing"))
    assert caught.value.code == "RB-910"


EDITS: dict[str, tuple[dict[str, Any], str]] = {
    "a code that is none": ({"status": "maybe"}, "RB-905"),
    "a day that is none": ({"date_start": "2025-31-12"}, "RB-911"),
    "a subtype of another type": ({"event_subtype": "tariff"}, "RB-411"),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_does_not_hold_is_left_out_with_its_reason(name: str, tmp_path: Path) -> None:
    """The check of codings stands at the door."""
    fields, code = EDITS[name]
    _write("spacy", coding_of_article(), ARTICLE, tmp_path)
    path = tmp_path / jsonl.SPACY
    row = json.loads(path.read_text("utf-8"))
    row["spans"][0]["fields"] |= fields
    path.write_text(json.dumps(row), encoding="utf-8")
    done = files.take_in(path, {ARTICLE.article_id: ARTICLE}, "spacy", tmp_path / "into")
    assert done.n == 0
    assert code in done.problems[0]
    assert not (tmp_path / "into").exists()


def test_the_commands_carry_codings_out_and_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With an article of one's own; a coding that is there and says otherwise stays, unless it may be replaced."""
    events = [{**EVENTS[0], "evidence": [{"title": "Mexico hands over 29"}]}, EVENTS[1]]  # a line break ends a sentence
    corpus = tmp_path / "corpus.jsonl"
    row = {
        "id": ARTICLE.article_id,
        "title": ARTICLE.title,
        "text": ARTICLE.text,
        "published": "2025-02-28",
        "language": "en",
    }
    corpus.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "codings").mkdir()
    (tmp_path / "codings" / f"{ARTICLE.article_id}.yaml").write_text(
        coding.render(coding_of_article(events)), encoding="utf-8"
    )
    of = ["--articles", str(corpus)]
    out = ["--to", "brat", "--codings", str(tmp_path / "codings"), "--output", str(tmp_path / "out")]
    assert main(["export", *out, *of]) == 0
    into = ["--from", "brat", "--into", str(tmp_path / "into"), *of]
    assert main(["import", str(tmp_path / "out"), *into]) == 0
    path = tmp_path / "into" / "2025" / f"{ARTICLE.article_id}.yaml"
    assert coding.read(path) == coding_of_article(events)
    path.write_text(coding.render(coding_of_article(events[:1])), encoding="utf-8")
    assert main(["import", str(tmp_path / "out"), *into]) == 1
    assert "RB-914" in capsys.readouterr().err
    assert main(["import", str(tmp_path / "out"), *into, "--replace", "--coder", "luis"]) == 0
    assert (coding.read(path).coder, coding.read(path).events) == ("luis", coding_of_article(events).events)
    assert main(["export", "--to", "paper", "--output", str(tmp_path)]) == 2
    assert "RB-913" in capsys.readouterr().err
