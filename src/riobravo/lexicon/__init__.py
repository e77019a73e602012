"""The words of each language, and the frames that say which grammatical function fills which role; data, no code."""

from riobravo.lexicon.load import Lexicon, load

__all__ = ["Lexicon", "load"]
