"""The words of each language, and the frames that say which grammatical function fills which role; data, no code."""

from riobravo.lexicon.load import Lexicon, cue_groups, cue_words, gazetteer_rules, load

__all__ = ["Lexicon", "cue_groups", "cue_words", "gazetteer_rules", "load"]
