"""Provisions on a command line: the type of `--provision`, and what it selects."""

from typing import Any

import click

from dutybound.cli.words import language, option
from dutybound.extent import lacking
from dutybound.problems import Place, Problem, Refused, did_you_mean
from dutybound.provision import Provision
from dutybound.rulebook import Rulebook
from dutybound.text import Text


class ProvisionType(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions of click only
    """A citation such as `samr-2020/21.1.4`; a whole article such as `samr-2020/21` selects everything in it."""

    name = "provision"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Provision:
        """The provision written; a usage error for anything else."""
        if isinstance(value, Provision):
            return value
        try:
            return Provision.parse(str(value))
        except ValueError:
            message = Text(f"`{value}` 不是条款引用，应如 samr-2020/21.1.4", f"`{value}` is not a citation such as samr-2020/21.1.4")
            self.fail(message.into(language()), param, ctx)


provision_option = option(
    "--provision",
    type=ProvisionType(),
    metavar="CITATION",
    words=Text("只列此条款及其下的，如 samr-2020/21", "only this provision and what lies in it, such as samr-2020/21"),
)


def check_instrument(named: Provision | str | None, rulebook: Rulebook) -> None:
    """What is named, an instrument or a place in one, is of the rulebook; raises `Refused`."""
    name = named.instrument if isinstance(named, Provision) else named
    known = [each.id for each in rulebook.content.instruments]
    if name is not None and name not in known:
        hint = did_you_mean(name, known)
        message = Text(f"没有法律文件 `{name}`{hint.zh}", f"there is no instrument `{name}`{hint.en}")
        raise Refused((Problem(Place("--provision"), message),))
    if isinstance(named, Provision):
        _check_place(named, rulebook)


def _check_place(named: Provision, rulebook: Rulebook) -> None:
    """The text has the place, as far as it tells; to list nothing of a place that there is not would pass for an answer."""
    said = lacking(rulebook.instrument(named.instrument), named)
    if said is not None:
        raise Refused((Problem(Place("--provision"), said),))


def within(wanted: Provision | None, found: Provision) -> bool:
    """Whether a provision is selected; everything is where none is wanted."""
    return wanted is None or wanted.contains(found)
