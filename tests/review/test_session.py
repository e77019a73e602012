"""The review without its page: the queue, the decisions, the log, the codings."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from riobravo.errors import RioBravoError
from riobravo.mentions.people import annotate, coding
from riobravo.release import derived, write
from riobravo.review import doubt, journal
from riobravo.review import draft as drafts
from riobravo.review.doubt import Signs
from riobravo.review.session import Session
from tests.review import make

TRANSFER, GUARDS = make.TRANSFER.article_id, make.GUARDS.article_id
READ: list[dict[str, Any]] = [
    {
        "event_type": "extradition", "event_subtype": "transferred", "status": "actual", "source_country": "MEX",
        "target_country": "USA", "date_precision": "unknown", "event_key": "hand-over",
        "evidence": [{"title": "Mexico extradited 29.", "status": "planned"}, {"text": "Mexico extradited 29 men."}],
    },
]  # fmt: skip


def _file(root: Path, article_id: str) -> Path:
    return root / "annotations" / "2025" / f"{article_id}.yaml"


def _of(session: Session, article_id: str, words: str) -> str:
    return next(line_id for line_id, own in make.lines(session, article_id).items() if words in own)


def _log(root: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (root / "annotations" / journal.FILE).read_text("utf-8").splitlines()]


# ── doubt ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("signs", "is_headline", "score"),
    [
        (Signs(confidence=1.0), False, 0.0),
        (Signs(confidence=1.0), True, 0.0),
        (Signs(confidence=0.6), False, 0.4),
        (Signs(confidence=0.6), True, 1.4),
        (Signs(), False, 0.5),
        (Signs(confidence=1.0, others={"rules": None}), False, 0.9),
        (Signs(confidence=1.0, others={"rules": {}}), False, 0.0),
        (Signs(confidence=1.0, others={"rules": {"status": "planned"}}), False, 0.45),
        (Signs(confidence=1.0, others={"rules": {"status": "planned", "date_start": ""}}), False, 0.675),
        (Signs(confidence=1.0, others={"rules": {}, "llm": None}), False, 0.9),
        (Signs(confidence=1.0, contradictions={"status": ["actual", "planned"]}), False, 0.5),
        (Signs(confidence=0.5, others={"llm": None}, contradictions={"status": []}), False, 0.975),
    ],
)
def test_the_score_of_doubt(signs: Signs, is_headline: bool, score: float) -> None:
    """Low confidence, disagreement and contradiction each raise it, and a headline type in doubt stands before all others."""
    assert score == doubt.score(signs, is_headline=is_headline)


def test_the_queue_is_ordered_by_doubt(tmp_path: Path) -> None:
    """Article by article, the most doubtful first; or mention by mention."""
    make.coded(tmp_path / "annotations", READ)
    with make.begin(tmp_path) as session:
        assert [item.article_id for item in session.queue] == [TRANSFER] * 3 + [GUARDS] * 3
        first, *others = session.queue
        assert make.lines(session, TRANSFER)[first.line_id] == " Mexico deployed 500 guards."
        assert [item.line_id for item in others[:2]] == ["e1.1", "e1.2"]
        signs = session.signs[TRANSFER]["e1.1"]
        assert signs.others == {
            "rules": {"event_subtype": "extradited", "date_start": "2025-02-27", "quantity_best": "29"}
        }
        scores = [item.score for item in session.queue[3:]]
    with make.begin(tmp_path, by_mention=True) as session:
        assert [item.score for item in session.queue] == sorted((item.score for item in session.queue), reverse=True)
    assert scores == sorted(scores, reverse=True)


# ── decisions become codings ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_article_gets_its_coding_with_its_last_decision(tmp_path: Path) -> None:
    """Until then a build is better off with the machine's; undone, the coding goes again."""
    with make.begin(tmp_path) as session:
        ids = list(make.lines(session, GUARDS))
        make.ask(session, GUARDS, ids[0], "accept")
        make.ask(session, GUARDS, ids[1], "reject")
        assert not _file(tmp_path, GUARDS).exists()
        make.ask(session, GUARDS, ids[2], "accept")
        found = coding.read(_file(tmp_path, GUARDS))
        assert (found.coder, len(found.events)) == ("ana", 2)
        assert len(annotate.mentions(found, make.GUARDS).mentions) == 2
        session.undo()
        assert not _file(tmp_path, GUARDS).exists()
    assert [(one["kind"], one["who"], one["when"]) for one in _log(tmp_path)] == [
        ("accept", "ana", "1970-01-01T00:00:00Z"),
        ("reject", "ana", "1970-01-01T00:00:00Z"),
        ("accept", "ana", "1970-01-01T00:00:00Z"),
        ("undo", "ana", "1970-01-01T00:00:00Z"),
    ]


def test_a_coded_article_is_written_at_every_decision(tmp_path: Path) -> None:
    """What the machine proposes enters its coding when it is accepted; who decided is named beside who coded."""
    path = make.coded(tmp_path / "annotations", READ)
    before = path.read_text("utf-8")
    with make.begin(tmp_path) as session:
        assert path.read_text("utf-8") == before
        make.ask(session, TRANSFER, _of(session, TRANSFER, "500 guards"), "accept")
        found = coding.read(path)
        assert (found.coder, [event.columns["event_type"] for event in found.events]) == (
            "luis, ana",
            ["extradition", "deployment"],
        )
        assert found.events[0] == coding.parse({**_head(), "events": READ}, "-").events[0]
        session.undo()
        assert path.read_text("utf-8") == before
        with pytest.raises(RioBravoError) as caught:
            session.undo()
        assert caught.value.code == "RB-906"


def _head() -> dict[str, str]:
    return {"article_id": TRANSFER, "sha256": coding.digest(make.TRANSFER), "coder": "luis"}


def test_a_correction_is_of_the_event_but_status_and_hedging_of_the_line(tmp_path: Path) -> None:
    """The other lines of the event keep theirs."""
    path = make.coded(tmp_path / "annotations", READ)
    with make.begin(tmp_path) as session:
        entry, line = session.drafts[TRANSFER].find("e1.2")
        columns = {**entry.of_line(line), "status": "negated", "is_hedged": True, "object_name": "29 men"}
        make.ask(session, TRANSFER, "e1.2", "correct", columns=columns)
        event = coding.read(path).events[0]
        assert (event.columns["object_name"], event.columns["status"]) == ("29 men", "actual")
        assert [dict(line.columns) for line in event.evidence] == [
            {"status": "planned"},
            {"status": "negated", "is_hedged": True},
        ]
        change = _log(tmp_path)[0]["changes"][0]
        assert "object_name" not in change["before"]["e1"]["columns"]
        assert change["after"]["e1"]["columns"]["object_name"] == "29 men"


def test_an_event_is_added_from_selected_words(tmp_path: Path) -> None:
    """Offsets count code points, here behind an emoji."""
    path = make.coded(tmp_path / "annotations", READ)
    start = make.TRANSFER.text.index("Nothing else")
    columns = {"event_type": "other", "event_subtype": "statement", "status": "actual"}
    with make.begin(tmp_path) as session:
        make.ask(session, TRANSFER, None, "add", part="text", start=start, end=len(make.TRANSFER.text), columns=columns)
        assert coding.read(path).events[-1].evidence[0].quote == "Nothing else was known of the 12 men."


def test_a_mention_is_merged_with_an_event_of_its_article(tmp_path: Path) -> None:
    """It becomes a line of that event, and fills what was empty there, group by group."""
    with make.begin(tmp_path) as session:
        ids = [_of(session, GUARDS, words) for words in ("500", "60", "deployed 7")]
        for line_id in ids[:2]:
            make.ask(session, GUARDS, line_id, "accept")
        into = session.drafts[GUARDS].find(ids[0])[0].entry_id
        make.ask(session, GUARDS, ids[2], "merge", into=into)
        first, second = coding.read(_file(tmp_path, GUARDS)).events
        start = make.GUARDS.text.index(" Mexico deployed 7.")  # with the space before it, so not quoted by its words
        assert [line.quote for line in first.evidence] == ["Mexico deployed 500 guards.", (start, start + 19)]
        assert (first.columns["quantity_best"], second.columns["quantity_best"]) == (500, 60)
        session.undo()
        assert session.drafts[GUARDS].find(ids[2])[0].entry_id != into
        assert [entry.entry_id for entry in session.drafts[GUARDS].entries] == [
            session.drafts[GUARDS].find(line_id)[0].entry_id for line_id in ids
        ]


def test_a_mention_is_merged_with_an_event_of_another_article(tmp_path: Path) -> None:
    """Both get one key, which the next build follows; undone, neither has it."""
    with make.begin(tmp_path) as session:
        mine, theirs = _of(session, TRANSFER, "500 guards"), _of(session, GUARDS, "500 guards")
        into = session.drafts[GUARDS].find(theirs)[0].entry_id
        make.ask(session, TRANSFER, mine, "merge", with_article=GUARDS, into=into)
        keys = {session.drafts[name].find(line)[0].event_key for name, line in ((TRANSFER, mine), (GUARDS, theirs))}
        assert keys == {f"deployment-{GUARDS}-{into}"}
        assert [change["article_id"] for change in _log(tmp_path)[0]["changes"]] == [TRANSFER, GUARDS]
        session.undo()
        assert session.drafts[GUARDS].find(theirs)[0].event_key is None


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "an older state": ({"kind": "accept", "line_id": "e1.1", "version": 7}, "RB-904"),
    "no kind": ({"kind": "praise", "line_id": "e1.1"}, "RB-903"),
    "no line": ({"kind": "accept", "line_id": "e9.9"}, "RB-903"),
    "no text": ({"kind": "accept", "line_id": 5}, "RB-903"),
    "no article": ({"kind": "accept", "article_id": "../../etc"}, "RB-903"),
    "a column that is none": ({"kind": "correct", "line_id": "e1.1", "columns": {"mention_id": "x"}}, "RB-903"),
    "a code that is none": (
        {"kind": "correct", "line_id": "e1.1", "columns": {"event_type": "threat", "status": "maybe"}},
        "RB-905",
    ),
    "no status": ({"kind": "correct", "line_id": "e1.1", "columns": {"event_type": "threat"}}, "RB-905"),
    "a day that is none": (
        {
            "kind": "correct",
            "line_id": "e1.1",
            "columns": {"event_type": "threat", "status": "actual", "date_start": "soon"},
        },
        "RB-905",
    ),
    "words across sentences": (
        {"kind": "add", "part": "text", "start": 0, "end": 30, "columns": {"event_type": "threat", "status": "actual"}},
        "RB-905",
    ),
    "words that are not there": (
        {
            "kind": "add",
            "part": "text",
            "start": 9,
            "end": 9999,
            "columns": {"event_type": "threat", "status": "actual"},
        },
        "RB-905",
    ),
    "a part that is none": (
        {
            "kind": "add",
            "part": "footer",
            "start": 0,
            "end": 3,
            "columns": {"event_type": "threat", "status": "actual"},
        },
        "RB-903",
    ),
    "a merge with itself": ({"kind": "merge", "line_id": "e1.1", "into": "e1"}, "RB-903"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_decision_is_refused_and_nothing_is_saved(name: str, tmp_path: Path) -> None:
    """Neither in the log nor in the coding."""
    path = make.coded(tmp_path / "annotations", READ)
    before = path.read_text("utf-8")
    asked, code = REFUSED[name]
    with make.begin(tmp_path) as session:
        with pytest.raises(RioBravoError) as caught:
            session.decide({"article_id": TRANSFER, "version": 0, **asked})
        assert caught.value.code == code
    assert _log(tmp_path) == []
    assert path.read_text("utf-8") == before


def test_an_event_that_a_link_leads_to_is_not_taken_out(tmp_path: Path) -> None:
    """Else the next build would stop at a link to nowhere."""
    make.coded(tmp_path / "annotations", READ)
    follower = {
        "event_type": "deployment", "status": "actual", "date_precision": "unknown",
        "evidence": [{"text": "Mexico deployed 500 guards."}],
        "event_key": "later", "links": [{"to": "hand-over", "relation": "answers"}],
    }  # fmt: skip
    make.coded(tmp_path / "annotations", [follower], make.GUARDS)
    with make.begin(tmp_path) as session:
        make.ask(session, TRANSFER, "e1.1", "reject")
        with pytest.raises(RioBravoError) as caught:
            make.ask(session, TRANSFER, "e1.2", "reject")
        assert "hand-over" in caught.value.detail


def test_an_event_of_a_key_keeps_its_type(tmp_path: Path) -> None:
    """Else one event would be of two types, and the next build would stop."""
    make.coded(tmp_path / "annotations", READ)
    same = {**READ[0], "evidence": [{"text": "Honduras deployed 60 men."}]}
    make.coded(tmp_path / "annotations", [same], make.GUARDS)
    with make.begin(tmp_path) as session:
        columns = {"event_type": "other", "status": "actual"}
        with pytest.raises(RioBravoError) as caught:
            make.ask(session, GUARDS, "e1.1", "correct", columns=columns)
        assert "hand-over is extradition" in caught.value.detail


# ── where an earlier review ended ────────────────────────────────────────────────────────────────────────────────────


def test_a_review_goes_on_where_it_ended(tmp_path: Path) -> None:
    """Decisions, half-done articles and undo are as they were."""
    with make.begin(tmp_path) as session:
        first, second, third = make.lines(session, GUARDS)
        make.ask(session, GUARDS, first, "reject")
        make.ask(session, GUARDS, second, "accept")
    with make.begin(tmp_path, coder="eva") as session:
        assert (session.n_decided, session.problems) == (2, [])
        session.undo()
        make.ask(session, GUARDS, second, "accept")
        make.ask(session, GUARDS, third, "accept")
        assert coding.read(_file(tmp_path, GUARDS)).coder == "ana, eva"


def test_killed_between_log_and_coding_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The coding is written when the review is next begun."""
    path = make.coded(tmp_path / "annotations", READ)
    with make.begin(tmp_path) as session:
        monkeypatch.setattr(Session, "_write", lambda *_: None)
        make.ask(session, TRANSFER, "e1.1", "reject")
        monkeypatch.undo()
    assert len(coding.read(path).events[0].evidence) == 2
    with make.begin(tmp_path) as session:
        assert session.problems == []
        assert len(coding.read(path).events[0].evidence) == 1


def test_a_line_cut_in_the_middle_is_set_aside(tmp_path: Path) -> None:
    """It was not acknowledged; what was, holds."""
    with make.begin(tmp_path) as session:
        first, second, _ = make.lines(session, GUARDS)
        make.ask(session, GUARDS, first, "accept")
    log = tmp_path / "annotations" / journal.FILE
    whole = log.read_bytes()
    log.write_bytes(whole + b'{"n":2,"kind":"acc')
    with make.begin(tmp_path) as session:
        assert session.n_decided == 1
        make.ask(session, GUARDS, second, "accept")
    assert [one["n"] for one in _log(tmp_path)] == [1, 2]
    assert (tmp_path / "annotations" / journal.TORN).read_bytes() == b'{"n":2,"kind":"acc\n'


def test_a_broken_log_is_told(tmp_path: Path) -> None:
    """With its line."""
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / journal.FILE).write_text("{}\n", encoding="utf-8")
    with pytest.raises(RioBravoError) as caught:
        make.begin(tmp_path)
    assert (caught.value.code, caught.value.where.endswith("line 1")) == ("RB-902", True)


def test_a_coding_that_was_edited_elsewhere_holds(tmp_path: Path) -> None:
    """The file is right; what was decided of lines that are still there stays decided."""
    path = make.coded(tmp_path / "annotations", READ)
    with make.begin(tmp_path) as session:
        make.ask(session, TRANSFER, "e1.1", "accept")
    path.write_text(path.read_text("utf-8").replace("transferred", "deported"), encoding="utf-8")
    with make.begin(tmp_path) as session:
        assert "edited elsewhere" in session.problems[0]
        entry, line = session.drafts[TRANSFER].find("e1.1")
        assert (entry.columns["event_subtype"], line.decision) == ("deported", "accept")
        make.ask(session, TRANSFER, "e1.2", "accept")
        assert coding.read(path).events[0].columns["event_subtype"] == "deported"


def test_an_edited_article_is_asked_anew(tmp_path: Path) -> None:
    """Its decisions stay in the log; its coding does not hold, so the machine's mentions are proposed."""
    make.coded(tmp_path / "annotations", READ)
    with make.begin(tmp_path) as session:
        make.ask(session, TRANSFER, "e1.1", "accept")
    table = derived.articles(
        [make.GUARDS, replace(make.TRANSFER, text=make.TRANSFER.text + " More.")],
        {name: name for name in make.ARTICLES}, make.TABLES["articles"],
    )  # fmt: skip
    write.write_tables({"articles": table}, make.TABLES, tmp_path / "tables")
    with make.begin(tmp_path) as session:
        assert "edited" in session.problems[0]
        assert session.n_decided == 0
        assert [line.by for _, line in session.drafts[TRANSFER].lines()] == ["rules"] * 3


def test_two_corpora_may_be_reviewed_into_one_folder(tmp_path: Path) -> None:
    """Decisions on articles that are not of this one are neither shown nor undone, and stay."""
    with make.begin(tmp_path) as session:
        first, *_ = make.lines(session, GUARDS)
        make.ask(session, GUARDS, first, "accept")
    given = replace(session.material, articles={TRANSFER: make.TRANSFER})
    with Session(given, tmp_path / "annotations", "eva") as session:
        assert session.drafts.keys() == {TRANSFER}
        with pytest.raises(RioBravoError):
            session.undo()
        make.ask(session, TRANSFER, next(iter(make.lines(session, TRANSFER))), "accept")
    with make.begin(tmp_path) as session:
        assert session.n_decided == 2


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    """Two reviews would not see each other's decisions; when the first has ended, the second may begin."""
    code = "import sys, pathlib; from riobravo.review.journal import Journal; Journal(pathlib.Path(sys.argv[1]))"

    def begin() -> str:
        command = [sys.executable, "-c", code, str(tmp_path)]
        return subprocess.run(command, capture_output=True, text=True, check=False).stderr

    with journal.Journal(tmp_path):
        assert "RB-901" in begin()
    assert begin() == ""


def test_drafts_of_codings_are_those_codings(tmp_path: Path) -> None:
    """Nothing is lost between a coding, its draft and its draft in the log."""
    path = make.coded(tmp_path, READ)
    found = coding.read(path)
    draft = drafts.of_coding(found, make.TRANSFER)
    assert drafts.to_coding(drafts.of_json(json.loads(json.dumps(drafts.as_json(draft)))), make.TRANSFER) == found
