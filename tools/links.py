"""Checks built pages, without a network: internal links and anchors lead somewhere, and nothing is loaded from another host.

    python tools/links.py build/docs

Prints what is wrong, one fault a line, and exits with 1 if there is any. Links that lead out are not followed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LOADED = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
}
"""Element → attributes whose address a browser loads by itself."""


class Page(HTMLParser):
    """The addresses and anchors of one page: ``links`` to follow, ``loaded`` by the browser, ``anchors`` to come to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Keeps what the tag names."""
        for name, value in attrs:
            if name == "id" or (tag == "a" and name == "name"):
                self.anchors.add(value or "")
            elif name in _LOADED.get(tag, ()):
                self.loaded.append(value or "")
            elif tag == "a" and name == "href":
                self.links.append(value or "")


def faults(folder: Path) -> Iterator[str]:
    """Each broken link and foreign address of the pages and style sheets in the folder, as one line."""
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}
    if not pages:
        yield f"{folder}: no page"
    for path, page in pages.items():
        here = path.relative_to(folder)
        for address in page.loaded:
            if _is_foreign(address):
                yield f"{here}: loads {address}"
        for address in dict.fromkeys([*page.links, *page.loaded]):
            if not _leads_out(address) and not _is_there(address, path, pages):
                yield f"{here}: leads nowhere: {address}"
    for sheet in sorted(folder.rglob("*.css")):
        text = sheet.read_text(encoding="utf-8")
        if any(sign in text for sign in ("url(http", "url(//", 'url("http', "url('http", "@import")):
            yield f"{sheet.relative_to(folder)}: loads from elsewhere"


def _is_foreign(address: str) -> bool:
    return bool(urlsplit(address).netloc)


def _leads_out(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc)


def _is_there(address: str, path: Path, pages: dict[Path, Page]) -> bool:
    parts = urlsplit(address)
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
    if not target.is_file():
        return False
    page = next((page for known, page in pages.items() if known.resolve() == target), None)
    return page is None or parts.fragment in ("", "top") or unquote(parts.fragment) in page.anchors


if __name__ == "__main__":
    found = list(faults(Path(sys.argv[1])))
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    sys.exit(bool(found))
