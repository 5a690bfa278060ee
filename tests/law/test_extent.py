"""Every shipped text says how many articles it has, and nothing can be rested on an article that there is not."""

from pathlib import Path

import pytest

from dutybound import Engine, Refused
from dutybound.host import gather, installed
from dutybound.linking import link

ARTICLES = {
    "attribution-sample": 1,
    "civil-service-2018": 113,
    "coercion-2011": 71,
    "complaints-2022": 40,
    "decisions-2019": 44,
    "discipline-2007": 55,
    "drug-2019": 155,
    "equipment-2013": 101,
    "food-2021": 154,
    "licensing-2019": 83,
    "patent-2020": 82,
    "penalty-2021": 86,
    "samr-2020": 28,
    "sanctions-2020": 68,
    "supervision-2018": 69,
    "vaccine-2019": 100,
}
"""Counted in the official texts, whose articles run from 1 to the last without a gap and without an inserted one."""
EXAMPLE = Path(__file__).parents[2] / "examples" / "guangzhou-urgent" / "guangzhou-urgent.yaml"


def test_every_shipped_text_says_how_many_articles_it_has() -> None:
    found = {each.id: (each.articles, each.inserted) for each in Engine.installed().rulebook.content.instruments}
    assert found == {name: (articles, ()) for name, articles in ARTICLES.items()}


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        (
            "basis: [coercion-2011/19]",
            "basis: [coercion-2011/72]",
            "14:11: there is no `coercion-2011/72` in Administrative Coercion Law, which has 71 articles",
        ),
        (
            "provision: guangzhou-urgent/5\n",
            "provision: guangzhou-urgent/7\n",
            "46:16: there is no `guangzhou-urgent/7` in Guangzhou provisions on coercion on the spot in an emergency (made up), "
            "which has 6 articles",
        ),
        (
            "    basis: coercion-2011/19\n",
            "    basis: sanctions-2020/99\n",
            "70:12: there is no `sanctions-2020/99` in Law on Administrative Sanctions for Public Officials, which has 68 articles",
        ),
    ],
    ids=["the document's basis", "an article of the pack", "a rule's basis"],
)
def test_a_pack_that_cites_beyond_the_last_article_is_refused(written: str, instead: str, told: str, tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert written in text
    pack = tmp_path / "pack.yaml"
    pack.write_text(text.replace(written, instead, 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        link(gather(installed(), (pack,)))
    assert str(refused.value) == f"{pack}:{told}"
