"""The tables as declared in ``schemas/``, and one module for each form in which other tools want them.

`model` reads the declarations; ``as_polars``, ``as_arrow``, ``as_duckdb``, ``as_pandera``, ``as_expectations``,
``as_datapackage`` and ``as_markdown`` each render one table; `frames` makes typed frames from records. None of them knows a
table by name, and none but the one that wraps it imports a heavy library.
"""
