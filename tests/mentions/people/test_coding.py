"""The file of a coding, and the mentions made of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from riobravo.errors import RioBravoError
from riobravo.mentions.people import annotate, coding
from riobravo.records import Article

ARTICLE = Article(
    article_id="2025-02-28-hand-over",
    title="Mexico hands over 29",
    text="Mexico sent 29 inmates to the United States on Thursday. They flew from Toluca. Trump praised it; Trump praised it.",
    language="en",
    published_on=date(2025, 2, 28),
)

EVENT = """\
  - event_type: extradition
    event_subtype: transferred
    status: actual
    evidence:
      - title: Mexico hands over 29
        status: planned
      - text: Mexico sent 29 inmates to the United States on Thursday.
    source_name: Mexico
    source_country: MEX
    date_start: 2025-02-27
    date_end: 2025-02-27
    date_precision: day
    date_basis: relative
    place_name: Toluca
    place_country: MEX
"""


def _write(folder: Path, events: str, *, sha256: str | None = None) -> Path:
    path = folder / f"{ARTICLE.article_id}.yaml"
    head = coding.skeleton(ARTICLE, "ana").removesuffix("events: []\n")
    if sha256 is not None:
        head = head.replace(coding.digest(ARTICLE), sha256)
    path.write_text(f"{head}events:\n{events}", encoding="utf-8")
    return path


def test_a_coding_becomes_mentions(tmp_path: Path) -> None:
    """A line of evidence is a mention, with its offsets, what is coded of the event, and what of this sentence alone."""
    found = annotate.mentions(coding.read(_write(tmp_path, EVENT)), ARTICLE)
    title, text = found.mentions
    assert (title.evidence_in, title.status, text.status) == ("title", "planned", "actual")
    assert ARTICLE.text[text.evidence_start : text.evidence_end] == text.evidence
    assert (text.sentence_index, text.annotator, text.source_country) == (0, "people", "MEX")
    assert (text.source_actor_id, text.place_admin1) == ("state-mex", "Estado de México")
    assert text.place_lat is not None
    assert set(found.entries.values()) == {f"{ARTICLE.article_id}#1"}
    assert found.keys == {}


def test_keys_and_links_are_handed_on(tmp_path: Path) -> None:
    """What people decided of identity goes with the mentions."""
    keyed = EVENT + "    event_key: hand-over-29\n    links:\n      - {to: pledge, relation: fulfils}\n"
    found = annotate.mentions(coding.read(_write(tmp_path, keyed)), ARTICLE)
    assert set(found.keys.values()) == {"hand-over-29"}
    assert [(key, link.to, link.relation) for key, link in found.links] == [("hand-over-29", "pledge", "fulfils")]


def test_no_event_is_a_coding_too(tmp_path: Path) -> None:
    """An article that tells no event is coded as such."""
    assert coding.read(_write(tmp_path, "  []\n")).events == ()


FAULTS: dict[str, tuple[str, str]] = {
    "not in the text": (EVENT.replace("sent 29", "sent 30"), "RB-412"),
    "there twice": (
        EVENT.replace("Mexico sent 29 inmates to the United States on Thursday.", "Trump praised it"),
        "RB-412",
    ),
    "two sentences": (EVENT.replace("on Thursday.", "on Thursday. They flew from Toluca."), "RB-412"),
    "a column that is not coded": (EVENT + "    place_lat: 19.3\n", "RB-411"),
    "no evidence": (EVENT[: EVENT.index("    evidence")] + "    evidence: []\n", "RB-411"),
    "no status": (EVENT.replace("    status: actual\n", ""), "RB-411"),
    "an unknown relation": (EVENT + "    event_key: a\n    links: [{to: b, relation: causes}]\n", "RB-411"),
    "links without a key": (EVENT + "    links: [{to: b, relation: fulfils}]\n", "RB-411"),
    "a quantity of another form": (EVENT + "    quantities: [{best: 3}]\n", "RB-411"),
    "events left out": ("", "RB-411"),
    "a key given twice": (EVENT + "    place_name: Toluca\n", "RB-104"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_told(tmp_path: Path, name: str) -> None:
    """Each names the file and the event."""
    events, code = FAULTS[name]
    with pytest.raises(RioBravoError) as raised:
        annotate.mentions(coding.read(_write(tmp_path, events)), ARTICLE)
    assert raised.value.code == code
    assert ARTICLE.article_id in str(raised.value)


def test_an_edited_article_is_told(tmp_path: Path) -> None:
    """Offsets into another text are worth nothing."""
    with pytest.raises(RioBravoError) as raised:
        annotate.mentions(coding.read(_write(tmp_path, EVENT, sha256="a" * 64)), ARTICLE)
    assert raised.value.code == "RB-413"


def test_one_coding_an_article(tmp_path: Path) -> None:
    """Two files of one article in a folder are a mistake."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        _write(tmp_path / name, EVENT)
    with pytest.raises(RioBravoError) as raised:
        coding.read_folder(tmp_path)
    assert raised.value.code == "RB-411"
