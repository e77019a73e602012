"""A language model as an annotator: it quotes and chooses codes; whatever it quotes is looked for, and our own code reads it.

`settings` says which model, `prompt` and `schema` what it is asked, `client` asks, `replies` keeps what came back, `ledger`
counts and stops, `reply` reads, `ground` finds quotes, `fields` reads them, `annotator` is the whole of it.
"""
