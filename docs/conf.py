"""How Sphinx builds the pages (`make docs`). They stay where git keep them: the source is the repository."""

import sys
from pathlib import Path

from pygments.lexers.special import TextLexer

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

import pages

project = "Río Bravo"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "docs/index"
include_patterns = ["docs/**.md", "dataset/*.md", "bench/*.md", "CONTRIBUTING.md", "CHANGELOG.md"]
exclude_patterns = [".*", "build", "dist", "site", "dataset/articles", "dataset/annotations"]

myst_heading_anchors = 4
smartquotes = False  # it takes the two hyphens of an option for a dash
default_role = "py:obj"
autodoc_typehints = "none"
autodoc_preserve_defaults = True
napoleon_numpy_docstring = False

html_theme = "furo"
html_title = "Río Bravo"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_additional_pages = {"index": "start.html"}
templates_path = ["_templates"]


def setup(app):
    """Fills the marks in the pages with what is declared elsewhere; CSV has no colours."""
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", _fill)


def _fill(app, name, source):
    source[0] = pages.fill(pages.without_links_to_folders(source[0], Path(app.env.doc2path(name)).parent))
