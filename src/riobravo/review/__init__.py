"""Review: people go through mentions on a local page, the most doubtful first, and what they decide becomes codings.

    tables, codings ─ material ─▶ drafts ─ doubt ─▶ queue ─ decide ─▶ journal ─▶ codings

A `draft` is a coding in the making: what stands in the coding of an article, and what machines propose. `journal` is the log of
decisions, written before anything else and never rewritten; drafts follow from it, and codings from them. `session` holds these
together, `server` puts them on a page.
"""
