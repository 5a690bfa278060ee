"""The legend of an output's masks, carried in the output itself."""

from collections.abc import Mapping
from typing import Any

from dutybound.batch.flags import KNOWN, TRUE, flag_legend
from dutybound.batch.verdicts import ASKED, HOLDING, UNKNOWN, mask_columns
from dutybound.engine import Engine
from dutybound.engines.masks import BITS, Legend, fact_legend, rule_legend


def legend_record(engine: Engine) -> Mapping[str, Any]:
    """What every bit of every mask column stands for, and the rulebook it belongs to."""
    rulebook = engine.rulebook
    rules, facts = rule_legend(engine.program), fact_legend(engine.program)
    flags = flag_legend(rulebook.content.facts)
    return {
        "rulebook": {
            "digest": rulebook.digest,
            "plugins": list(rulebook.plugins),
            "instruments": [each.id for each in rulebook.content.instruments],
        },
        "bits": BITS,
        "masks": {
            **_spelt(HOLDING, rules),
            **_spelt(UNKNOWN, rules),
            **_spelt(ASKED, facts),
            **_spelt(TRUE, flags),
            **_spelt(KNOWN, flags),
        },
    }


def _spelt(name: str, legend: Legend) -> dict[str, list[str]]:
    columns = mask_columns(name, legend)
    return {column: [each for each, _ in legend.bits(word)] for word, column in enumerate(columns)}
