"""Citations as officials write them: the instrument's title and the place in it."""

from collections.abc import Mapping

from attrs import field, frozen

from dutybound.citing import cited
from dutybound.provision import Provision
from dutybound.rulebook import Content
from dutybound.rules import Instrument
from dutybound.text import Language, Text


@frozen
class Citations:
    """The instruments of a rulebook, and for each article the greatest paragraph that the rulebook names in it."""

    instruments: Mapping[str, Instrument]
    paragraphs: Mapping[tuple[str, int, int], int]
    _written: dict[Provision, Text] = field(factory=dict, init=False, eq=False, repr=False)
    """Citations are asked for again and again, so each is written once."""

    @classmethod
    def of(cls, content: Content) -> "Citations":
        """Read off everything the content cites."""
        greatest: dict[tuple[str, int, int], int] = {}
        for provision, _ in cited(content):
            article = (provision.instrument, provision.article, provision.inserted)
            greatest[article] = max(greatest.get(article, 0), provision.paragraph)
        return cls({each.id: each for each in content.instruments}, greatest)

    def place(self, provision: Provision) -> Text:
        """The place alone: 第二十一条第（四）项; the paragraph only where the rulebook knows more than one in the article."""
        paragraphs = self.paragraphs.get((provision.instrument, provision.article, provision.inserted), provision.paragraph)
        return Text(provision.numbered(Language.ZH, paragraphs=paragraphs), provision.numbered(Language.EN))

    def title(self, instrument: str) -> Text:
        """An instrument's title, marked where it is a sample and not law; its id where it is unknown."""
        found = self.instruments.get(instrument)
        if found is None:
            return Text(f"《{instrument}》", instrument)
        zh = found.title.zh if found.title.zh.startswith("《") else f"《{found.title.zh}》"
        return Text(f"{zh}（样例）", f"{found.title.en} (sample)") if found.sample else Text(zh, found.title.en)

    def written(self, provision: Provision) -> Text:
        """The whole citation: 《…》第二十一条第（四）项."""
        found = self._written.get(provision)
        if found is None:
            place, title = self.place(provision), self.title(provision.instrument)
            found = self._written[provision] = Text(f"{title.zh}{place.zh}", f"{title.en}, {place.en}")
        return found
