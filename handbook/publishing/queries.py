"""What other rooms may ask of the draft."""

from handbook.publishing.consulting import in_words as consulted_words
from handbook.publishing.waiting import DraftNews, news_for

__all__ = ["DraftNews", "consulted_words", "news_for"]
