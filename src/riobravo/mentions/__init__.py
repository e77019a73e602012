"""Annotators: articles in, mentions out. ``annotators.get`` gives one by its name."""
