"""What a server and its model may answer, and what becomes of the article.

``python -m tests.mentions.llm.faults`` writes the table of docs/llm.md anew; a test compares it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riobravo import generated
from riobravo.errors import RioBravoError
from riobravo.records import Mention
from tests.mentions.llm.make import ARREST, DEPLOYMENT, GOOD, HANDOVER, KEY, coded, model, reply
from tests.mentions.llm.server import Answer, failed, in_turn, said, serving

PAGE = Path(__file__).parents[3] / "docs" / "llm.md"
MADE_BY = "python -m tests.mentions.llm.faults"
HEAD = ("answer", "requests", "mentions", "left out", "the article")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is answered, in words and in turn (the last for ever), and what is expected: mentions, and codes of quarantine."""

    words: str
    answers: Sequence[Answer]
    n_requests: int
    n_mentions: int
    codes: Sequence[str] = ()


def _but(event: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {**event, **changed}


_FINE = said(reply(*GOOD))
_MANY = said(reply(*(_but(HANDOVER, attribution_quote=None, n=n) for n in range(10_000))))
_NO_CHOICE = said("", body={"choices": []})
_HTML = Answer(body=b"<html>busy</html>", headers={"content-type": "text/html"})

FAULTS: dict[str, Fault] = {
    # ── valid ────────────────────────────────────────────────────────────────────────────────────────────────────────
    "valid": Fault("three events, as asked", [_FINE], 1, 3),
    "no_event": Fault("no event", [said(reply())], 1, 0),
    "fenced": Fault(
        "the JSON in a code fence, with talk around it", [said(f"Sure:\n```json\n{reply(*GOOD)}\n```\nDone.")], 1, 3
    ),
    "fields_missing": Fault(
        "fields left out, all unknown ones null", [said(reply(_but(ARREST, target_quote=None), DEPLOYMENT))], 1, 2
    ),
    "no_usage": Fault("no token counts", [said(reply(*GOOD), body={"usage": None})], 1, 3),
    "wrong_usage": Fault(
        "token counts that are none",
        [said(reply(*GOOD), body={"usage": {"prompt_tokens": -5, "completion_tokens": "x"}})],
        1,
        3,
    ),
    "no_form": Fault(
        "the server refuses the schema (HTTP 400), not the plain request", [failed(400, "response_format"), _FINE], 2, 3
    ),
    # ── invalid ──────────────────────────────────────────────────────────────────────────────────────────────────────
    "broken_once": Fault("broken JSON, then as asked", [said('{"events": ['), _FINE], 2, 3),
    "broken": Fault("broken JSON twice", [said('{"events": [')], 2, 0, ["RB-423"]),
    "talk": Fault("talk instead of JSON, twice", [said("I found three events.")], 2, 0, ["RB-423"]),
    "empty_once": Fault("nothing, then as asked", [said(""), _FINE], 2, 3),
    "empty": Fault("nothing, twice", [said("")], 2, 0, ["RB-423"]),
    "bare_list": Fault("a list in place of the object, then as asked", [said("[1, 2]"), _FINE], 2, 3),
    "nested": Fault(
        "100,000 nested brackets, twice", [said('{"events":' + "[" * 100_000 + "]" * 100_000 + "}")], 2, 0, ["RB-423"]
    ),
    "no_list_once": Fault(
        "a text in place of the list of events, then as asked",
        [said('{"events": "none"}'), _FINE],
        2,
        3,
    ),
    "wrong_type_of_one": Fault(
        "a number for a quote in one event of two, twice",
        [said(reply(HANDOVER, _but(ARREST, trigger_quote=5)))],
        2,
        1,
        ["RB-427"],
    ),
    "worse": Fault(
        "a number for a quote in one event of two, then broken JSON",
        [said(reply(HANDOVER, _but(ARREST, trigger_quote=5))), said("{")],
        2,
        1,
        ["RB-427"],
    ),
    "worse_and_cut_off": Fault(
        "a number for a quote in one event of two, then a reply that was cut off",
        [said(reply(HANDOVER, _but(ARREST, trigger_quote=5))), said("{", finish="length")],
        2,
        1,
        ["RB-427"],
    ),
    "not_an_object": Fault(
        "a text among the events, twice", [said(reply(HANDOVER, "and an arrest"))], 2, 1, ["RB-427"]
    ),
    "no_status": Fault(
        "an event without a status and of no known type, twice",
        [said(reply(HANDOVER, _but(ARREST, status=None, event_type="invasion")))],
        2,
        1,
        ["RB-427"],
    ),
    # ── lying ────────────────────────────────────────────────────────────────────────────────────────────────────────
    "invented_evidence": Fault(
        "evidence that the article does not hold",
        [
            said(
                reply(
                    HANDOVER,
                    _but(ARREST, evidence="Mexico declared war on the United States.", trigger_quote="declared"),
                )
            )
        ],
        1,
        1,
        ["RB-426"],
    ),
    "one_letter": Fault(
        "evidence with one letter changed",
        [said(reply(_but(ARREST, evidence=ARREST["evidence"].replace("2022", "2023"))))],
        1,
        0,
        ["RB-426"],
    ),
    "other_case": Fault(
        "evidence in capitals", [said(reply(_but(ARREST, evidence=ARREST["evidence"].upper())))], 1, 0, ["RB-426"]
    ),
    "no_accent": Fault(
        "evidence without an accent",
        [said(reply(_but(ARREST, evidence=ARREST["evidence"].replace("ó", "o"))))],
        1,
        0,
        ["RB-426"],
    ),
    "shortened": Fault(
        "evidence with words left out inside",
        [said(reply(_but(ARREST, evidence="Caro Quintero was captured in 2022.")))],
        1,
        0,
        ["RB-426"],
    ),
    "two_sentences": Fault(
        "evidence over two sentences",
        [said(reply(_but(DEPLOYMENT, evidence=f"{DEPLOYMENT['evidence']} {ARREST['evidence']}")))],
        1,
        0,
        ["RB-426"],
    ),
    "one_word": Fault(
        "evidence of one word", [said(reply(_but(ARREST, evidence="Mexico", trigger_quote=None)))], 1, 0, ["RB-426"]
    ),
    "invented_name": Fault(
        "a name that the article does not hold",
        [said(reply(HANDOVER, _but(ARREST, target_quote="Joaquín Guzmán")))],
        1,
        1,
        ["RB-426"],
    ),
    "invented_number": Fault(
        "a number that the article does not hold",
        [said(reply(HANDOVER, _but(DEPLOYMENT, quantity_quote="10,00")))],
        1,
        1,
        ["RB-426"],
    ),
    "trigger_elsewhere": Fault(
        "a trigger from another sentence", [said(reply(_but(ARREST, trigger_quote="deploy")))], 1, 0, ["RB-426"]
    ),
    "invented_type": Fault(
        "a type that the codebook does not have, twice",
        [said(reply(HANDOVER, _but(ARREST, event_type="invasion")))],
        2,
        1,
        ["RB-427"],
    ),
    "type_mended": Fault(
        "a type that the codebook does not have, then one it has",
        [said(reply(HANDOVER, _but(ARREST, event_type="invasion"))), said(reply(HANDOVER, ARREST))],
        2,
        2,
    ),
    "other_subtype": Fault(
        "a subtype of another type, twice",
        [said(reply(HANDOVER, _but(ARREST, event_subtype="guard")))],
        2,
        1,
        ["RB-427"],
    ),
    "own_offsets": Fault(
        "offsets, dates, ids and a confidence of its own, which nobody asked for",
        [
            said(
                reply(
                    _but(
                        ARREST, evidence_start=0, evidence_end=9, date_start="1999-01-01", mention_id="x", confidence=1
                    )
                )
            )
        ],
        1,
        1,
    ),
    "many": Fault("10,000 events", [_MANY], 2, 0, ["RB-423"]),
    "the_same": Fault("one event 150 times", [said(reply(*[HANDOVER] * 150))], 1, 1),
    # ── cut off, refused ─────────────────────────────────────────────────────────────────────────────────────────────
    "cut_off": Fault("a reply that was cut off", [said(reply(*GOOD)[:200], finish="length")], 1, 0, ["RB-424"]),
    "refusal": Fault("a refusal", [said("", refusal="I cannot help with that.")], 1, 0, ["RB-425"]),
    "filtered": Fault(
        "a reply that the server's filter stopped", [said("", finish="content_filter")], 1, 0, ["RB-425"]
    ),
    "too_long": Fault(
        "HTTP 400 to both requests (the article is too long for it)", [failed(400, "context length")], 2, 0, ["RB-429"]
    ),
    # ── slow, failing ────────────────────────────────────────────────────────────────────────────────────────────────
    "slow_once": Fault("no answer in time, then as asked", [Answer(delay=20), _FINE], 2, 3),
    "slow": Fault("no answer in time", [Answer(delay=20)], 2, 0, ["RB-422"]),
    "busy_once": Fault(
        "HTTP 429 with Retry-After, then as asked", [failed(429, "busy", retry_after="0.05"), _FINE], 2, 3
    ),
    "failing_once": Fault("HTTP 500, then as asked", [failed(500, retry_after_ms="10"), _FINE], 2, 3),
    "failing": Fault("HTTP 500 for ever", [failed(500, retry_after_ms="10")], 2, 0, ["RB-422"]),
    "hanging_up": Fault("the connection closed without an answer", [Answer(body=None)], 2, 0, ["RB-422"]),
    "html": Fault("a page in place of JSON", [_HTML], 1, 0, ["RB-422"]),
    "no_choice": Fault("no choice", [_NO_CHOICE], 1, 0, ["RB-422"]),
    "no_message": Fault("a message that is none", [said("", body={"choices": [{"message": 5}]})], 1, 0, ["RB-422"]),
    "key_in_reply": Fault(
        "the key sent back, as a quote",
        [said(reply(HANDOVER, _but(ARREST, evidence=f"The key is {KEY}.")))],
        1,
        1,
        ["RB-426"],
    ),
    # ── the end of the run ───────────────────────────────────────────────────────────────────────────────────────────
    "wrong_key": Fault("HTTP 401 (a wrong key)", [failed(401, f"wrong key {KEY}")], 1, 0, ["the run ends: RB-421"]),
    "no_model": Fault("HTTP 404 (no such model or address)", [failed(404)], 1, 0, ["the run ends: RB-421"]),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the article: requests that were sent, mentions, codes of what is in quarantine."""

    n_requests: int
    mentions: Sequence[Mention]
    codes: Sequence[str]
    told: str


def outcome(fault: Fault) -> Outcome:
    """Has the article coded by a model that answers so."""
    with serving(in_turn(fault.answers)) as server:
        asked = model(server.url, timeout=0.4 if any(answer.delay for answer in fault.answers) else 10.0)
        try:
            (found,) = coded(asked)
        except RioBravoError as error:
            return Outcome(len(server.requests), (), [f"the run ends: {error.code}"], str(error))
        mentions = [item for item in found if isinstance(item, Mention)]
        left_out = [item for item in found if not isinstance(item, Mention)]
        return Outcome(len(server.requests), mentions, [item.reason for item in left_out], str(left_out))


def row_of(fault: Fault) -> str:
    """The row of the page."""
    whole = [code for code in fault.codes if fault.n_mentions == 0 and code not in ("RB-426", "RB-427")]
    parts = Counter(code for code in fault.codes if code not in whole)
    left_out = ", ".join(f"{n} ({code})" for code, n in parts.items())
    became = f"quarantined ({whole[0]})" if whole and whole[0].startswith("RB-") else (whole[0] if whole else "coded")
    return generated.table(HEAD, [(fault.words, fault.n_requests, fault.n_mentions, left_out, became)])[-1]


def table() -> str:
    """The table of the page."""
    return "\n".join([*generated.table(HEAD, [])[:2], *(row_of(fault) for fault in FAULTS.values())])


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(generated.replaced(page, "faults", MADE_BY, table(), where=str(PAGE)), encoding="utf-8")
