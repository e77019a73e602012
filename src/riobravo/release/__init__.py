"""From events to what is published: filtered, validated, written, counted, packed, described.

Stages are functions of frames; files are read and written at the edge (`build`, `annotate`, `write`). No module here codes
events, and none is imported by a stage before it.
"""
