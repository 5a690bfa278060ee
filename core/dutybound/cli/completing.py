"""What a shell offers while a word is being typed: the ids of facts, rules and plugins."""

from collections.abc import Callable
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from dutybound.cli.words import language
from dutybound.problems import Refused
from dutybound.text import Text

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _offered(context: click.Context, choose: str, incomplete: str) -> list[CompletionItem]:
    """The ids that begin with what was typed; nothing where the rules cannot be loaded, for a shell can show no error."""
    from dutybound import host  # noqa: PLC0415  # only when the shell asks
    from dutybound.linking import link  # noqa: PLC0415  # as above

    try:
        folders = [Path(each) for each in context.params.get("policies") or ()]
        content = link(host.gather(host.installed(context.params.get("without") or ()), folders)).content
    except (Refused, OSError):
        return []
    titles: dict[str, Text] = {each.id: each.label for each in content.facts}
    if choose == "instruments":
        titles = {each.id: each.title for each in content.instruments}
    if choose == "rules":
        titles = {each.id: each.title for each in content.rules()}
    return [CompletionItem(name, help=title.into(language())) for name, title in titles.items() if name.startswith(incomplete)]


def facts(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of facts."""
    return _offered(context, "facts", incomplete)


def rules(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of rules."""
    return _offered(context, "rules", incomplete)


def instruments(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of instruments."""
    return _offered(context, "instruments", incomplete)


def plugins(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names of installed plugins."""
    from importlib.metadata import entry_points  # noqa: PLC0415  # only when the shell asks

    names = sorted({point.name for point in entry_points(group="dutybound")})
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]
