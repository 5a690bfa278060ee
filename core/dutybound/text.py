"""A short text in the two languages the house speaks, and the choice between them."""

from enum import StrEnum

from attrs import frozen


class Language(StrEnum):
    """The language of words meant for people."""

    ZH = "zh"
    EN = "en"


@frozen
class Text:
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def into(self, language: Language) -> str:
        """The text in `language`."""
        return self.zh if language is Language.ZH else self.en
