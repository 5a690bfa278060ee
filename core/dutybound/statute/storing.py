"""Imported statutes: one canonical JSON file each, named by its id, with the SHA-256 of the source."""

import json
import os
import re
import sys
from pathlib import Path
from typing import cast

from attrs import evolve

from dutybound.presence import is_file
from dutybound.problems import Place, Problem, Refused, system_words
from dutybound.statute.model import Article, Form, Heading, Item, Level, Origin, Paragraph, Part, Passage, Statute, Subitem
from dutybound.text import Text

SCHEMA = 1
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

_SPOILT = (KeyError, TypeError, ValueError, IndexError)


def folder(into: Path | None = None) -> Path:
    """Where statutes are kept: `into`, else `$DUTYBOUND_STATUTES`, else the folder for a user's data."""
    if into is not None:
        return into
    named = os.environ.get("DUTYBOUND_STATUTES")
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "dutybound" / "statutes"


def is_id(written: str) -> bool:
    """Whether `written` can name an instrument: ASCII words joined by hyphens."""
    return len(written) <= 100 and _ID.fullmatch(written) is not None


def is_kept(identifier: str, kept: Path) -> bool:
    """Whether a statute was imported into `kept` under that id."""
    return is_file(kept / f"{identifier}.json")


def store(statute: Statute, into: Path) -> Path:
    """Write the canonical copy; the same statute always gives the same bytes."""
    path = into / f"{statute.id}.json"
    try:
        into.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(as_json(statute), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8", newline="\n")
    except OSError as error:
        raise _refused(str(path), f"无法写入（{system_words(error).zh}）", f"cannot be written ({system_words(error).en})") from error
    return path


def load(identifier: str, kept: Path) -> Statute:
    """The statute imported as `identifier`; raises `Refused` if there is none or its file was spoilt."""
    path = kept / f"{identifier}.json"
    try:
        read: object = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise _refused(str(kept), f"没有导入过 `{identifier}`", f"there is no imported statute `{identifier}`") from None
    except (OSError, ValueError, RecursionError) as error:
        raise _refused(str(path), "文件无法读取，请重新导入", "cannot be read, import the text again") from error
    try:
        return evolve(_statute(cast("dict[str, object]", read)), id=identifier)
    except _SPOILT as error:
        raise _refused(str(path), "不是导入的法律文本，请重新导入", "is no imported statute, import the text again") from error


def as_json(statute: Statute) -> dict[str, object]:
    """The statute as JSON values."""
    return {
        "schema": SCHEMA,
        "id": statute.id,
        "title": statute.title,
        "source": {"name": statute.origin.name, "encoding": statute.origin.encoding, "sha256": statute.origin.sha256},
        "notes": [_passage_json(note) for note in statute.notes],
        "parts": [_part_json(part) for part in statute.parts],
    }


def _part_json(part: Part) -> dict[str, object]:
    numbers = {heading: number for number, heading in enumerate(part.headings)}
    return {
        "title": part.title,
        "form": part.form.value,
        "headings": [
            {"level": h.level.value, "number": h.number, "inserted": h.inserted, "title": h.title, "line": h.line, "column": h.column}
            for h in part.headings
        ],
        "articles": [article_json(article) | {"under": [numbers[h] for h in article.under if h in numbers]} for article in part.articles],
        "outside": [_passage_json(passage) for passage in part.outside],
    }


def article_json(article: Article) -> dict[str, object]:
    """An article as JSON values, without its headings."""
    return {
        "number": article.number,
        "inserted": article.inserted,
        "caption": article.caption,
        "line": article.line,
        "column": article.column,
        "paragraphs": [
            {
                "number": paragraph.number,
                "text": paragraph.text,
                "line": paragraph.line,
                "items": [_item_json(item) | {"subitems": [_item_json(sub) for sub in item.subitems]} for item in paragraph.items],
            }
            for paragraph in article.paragraphs
        ],
    }


def _item_json(item: Item | Subitem) -> dict[str, object]:
    return {"number": item.number, "label": item.label, "text": item.text, "line": item.line, "column": item.column}


def _passage_json(passage: Passage) -> dict[str, object]:
    return {"text": passage.text, "line": passage.line}


def _statute(read: dict[str, object]) -> Statute:
    if read["schema"] != SCHEMA:
        raise ValueError("another schema")
    source = _table(read["source"])
    origin = Origin(_text(source["name"]), _text(source["encoding"]), _text(source["sha256"]))
    parts = tuple(_part(part) for part in _tables(read["parts"]))
    if not parts:
        raise ValueError("no parts")
    return Statute(_text(read["title"]), parts, origin, tuple(_passage(note) for note in _tables(read["notes"])), id=_text(read["id"]))


def _part(read: dict[str, object]) -> Part:
    headings = tuple(
        Heading(Level(_text(h["level"])), _int(h["number"]), _text(h["title"]), _int(h["line"]), _int(h["column"]), _int(h["inserted"]))
        for h in _tables(read["headings"])
    )
    articles = tuple(_article(article, headings) for article in _tables(read["articles"]))
    outside = tuple(_passage(passage) for passage in _tables(read["outside"]))
    return Part(_text(read["title"]), Form(_text(read["form"])), headings, articles, outside)


def _article(read: dict[str, object], headings: tuple[Heading, ...]) -> Article:
    paragraphs = tuple(
        Paragraph(_int(p["number"]), _text(p["text"]), _int(p["line"]), tuple(_item(item) for item in _tables(p["items"])))
        for p in _tables(read["paragraphs"])
    )
    under = tuple(headings[_int(number)] for number in cast("list[object]", read["under"]))
    place = (_int(read["line"]), _int(read["column"]))
    return Article(_int(read["number"]), paragraphs, *place, _int(read["inserted"]), _text(read["caption"]), under)


def _item(read: dict[str, object]) -> Item:
    subitems = tuple(
        Subitem(_int(s["number"]), _text(s["label"]), _text(s["text"]), _int(s["line"]), _int(s["column"]))
        for s in _tables(read["subitems"])
    )
    return Item(_int(read["number"]), _text(read["label"]), _text(read["text"]), _int(read["line"]), _int(read["column"]), subitems)


def _passage(read: dict[str, object]) -> Passage:
    return Passage(_text(read["text"]), _int(read["line"]))


def _table(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return cast("dict[str, object]", value)


def _tables(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return [_table(entry) for entry in cast("list[object]", value)]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _int(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("not a number")
    return value


def _refused(name: str, zh: str, en: str) -> Refused:
    return Refused([Problem(Place(name), Text(zh, en))])
