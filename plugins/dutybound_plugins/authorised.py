"""Authorised and entrusted bodies (Art. 27): in whose name they act, who answers for the act, and what a sanction means for their staff."""

from collections.abc import Iterable
from importlib.resources import files

from dutybound.hookspecs import hookimpl
from dutybound.policy import PolicyFile

INSTRUMENTS = ("supervision-2018",)


@hookimpl
def policy_files() -> Iterable[PolicyFile]:
    """The policy file on bodies that act for the market regulator."""
    folder = files("dutybound_policies")
    return [folder / f"{name}.yaml" for name in INSTRUMENTS]
