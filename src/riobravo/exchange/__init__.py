"""Codings out to the tools that coders use, and back, with nothing lost.

`spans` is what all tools have in common: an article as one text, and marked stretches of it with a type and fields. A module a
tool writes these into the tool's files and reads them back from what the tool exports; `files` knows which is which.
"""
