"""Files of many kinds to articles, one reader a kind; the language of a text; texts that are nearly the same.

No reader edits a text: offsets into it are evidence. Whatever cannot be read becomes a `Quarantined` with its reason, and
the articles beside it are read all the same.
"""
