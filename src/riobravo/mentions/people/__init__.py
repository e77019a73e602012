"""People as annotators: a coding of one article in YAML, read and turned into mentions like any annotator's.

`coding` is the file, `annotate` makes mentions of it. What must hold of a coding as a whole is asked in ``release.codings``,
where the tables are.
"""
