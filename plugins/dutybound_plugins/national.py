"""National law for every office: the regulation, the law of sanctions, the laws on penalty, licensing and coercion, complaints."""

from collections.abc import Iterable
from importlib.resources import files

from dutybound.hookspecs import hookimpl
from dutybound.policy import PolicyFile

INSTRUMENTS = (
    "samr-2020",
    "sanctions-2020",
    "discipline-2007",
    "civil-service-2018",
    "decisions-2019",
    "penalty-2021",
    "licensing-2019",
    "coercion-2011",
    "complaints-2022",
)


@hookimpl
def policy_files() -> Iterable[PolicyFile]:
    """The policy files of the national instruments."""
    folder = files("dutybound_policies")
    return [folder / f"{name}.yaml" for name in INSTRUMENTS]
