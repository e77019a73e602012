"""From mentions to events: one event out of all mentions of it, with a stable id, and links between events.

`same` answers whether two mentions are one event and why; `cluster` makes groups; `merge` makes one row of a group; `ids`
keeps identifiers stable; `links` joins events of one story; `resolve` runs them all. What they go by is declared in
``schemas/identity.yaml``. Nothing here reads an article's text again, and no mention is dropped.
"""
