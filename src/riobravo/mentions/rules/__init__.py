"""The rule annotator: components over a parsed sentence, and the words they work with in ``riobravo.lexicon``."""
