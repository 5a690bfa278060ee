"""Two versions of a text, and the files that rest on what changed."""

from pathlib import Path

from attrs import evolve
from statute_texts import LAMPS, read

from dutybound.statute.comparing import Change, changed_provisions, compare
from dutybound.statute.mentions import mentions

OLD = evolve(read(LAMPS), id="lamp-2001")


def changes(text: str) -> list[tuple[Change, str, str]]:
    return [(d.change, str(d.old or ""), str(d.new or "")) for d in compare(OLD, evolve(read(text), id="lamp-2001"))]


def test_equal_texts_have_no_differences() -> None:
    assert changes(LAMPS) == []
    assert changes(LAMPS.replace("（一）高灯；", "(一) 高灯;")) == []


def test_a_changed_item_is_named_with_its_words() -> None:
    new = read(LAMPS.replace("（一）高灯", "（一）高高的灯"))
    (difference,) = compare(OLD, new)
    assert (difference.change, str(difference.old)) == (Change.CHANGED, "lamp-2001/2.1.1")
    assert [(piece.mark, piece.text) for piece in difference.words] == [("=", "高"), ("+", "高的"), ("=", "灯；")]


def test_an_inserted_article_renumbers_those_after_it() -> None:
    new = LAMPS.replace("第四条 本", "第五条 本").replace("## 第三章", "第四条 夜间巡查由街道负责，每夜两次。\n\n## 第三章")
    assert changes(new) == [(Change.ADDED, "", "lamp-2001/4.1"), (Change.RENUMBERED, "lamp-2001/4.1", "lamp-2001/5.1")]


def test_a_removed_paragraph_is_named() -> None:
    assert changes(LAMPS.replace("前款第（二）项的灯由街道负责。\n", "")) == [(Change.REMOVED, "lamp-2001/2.2", "")]


def test_files_that_cite_a_changed_provision_are_found(tmp_path: Path) -> None:
    new = evolve(read(LAMPS.replace("高灯", "低灯")), id="lamp-2001")
    changed = changed_provisions(OLD, new)
    assert [str(place) for place in changed] == ["lamp-2001/2.1.1"]
    policy = tmp_path / "a.yaml"
    policy.write_text(
        "rules:\n  - provision: lamp-2001/2.1.1\n  - provision: lamp-2001/2.1.11\n  - 见 lamp-2001/2。\n  - lamp-2001/4\n", "utf-8"
    )
    (tmp_path / "b.bin").write_bytes(b"\xff\xfe lamp-2001/2.1.1")
    places = [(str(mention.place), str(mention.cited)) for mention in mentions([tmp_path], changed)]
    assert places == [(f"{policy}:2:16", "lamp-2001/2.1.1"), (f"{policy}:4:7", "lamp-2001/2")]
