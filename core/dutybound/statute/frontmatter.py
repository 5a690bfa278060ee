"""Front matter between two lines of hyphens, which publishing tools put before a Markdown text."""

import re

_MATTER = re.compile(r"\s*---[ \t]*\r?\n(?P<matter>(?:[ \t]*(?:[\w-]+[ \t]*:.*|- .*|#.*)?\r?\n){1,60}?)---[ \t]*(?=\r?\n|\Z)")
_TITLE = re.compile(r"^(?:title|标题|名称)[ \t]*:[ \t]*[\"']?(.+?)[\"']?[ \t]*\r?$", re.MULTILINE)


def without_front_matter(text: str) -> tuple[str, str]:
    """The title that front matter names, if any, and the text with empty lines in its place."""
    match = _MATTER.match(text)
    if match is None:
        return "", text
    title = _TITLE.search(match["matter"])
    return title[1] if title else "", "\n" * match[0].count("\n") + text[match.end() :]
