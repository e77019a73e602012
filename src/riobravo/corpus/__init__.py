"""Coding a corpus of any size: articles in batches to parts, on one machine or many.

Each batch of articles is coded by itself (`coding.code_batch`, Arrow in, Arrow out) and becomes one Parquet file, a part. Parts
know nothing of each other, so any number of processes can make them, in any order, and a run that was cut goes on with
those that are missing. What needs all mentions at once, which of them are one event, begins where the parts are complete:
`riobravo.release.annotate`.
"""
