"""Parts of the text of local packs, and what is proved of a pack."""

from typing import Any

from dutybound.building import build
from dutybound.proof.questions import Seeker
from dutybound.proof.statements import judge
from dutybound.proof.weakening import weakenings
from dutybound.rulebook import Rulebook

T = "title: {zh: 地方, en: local}"
FACTS = """facts:
  - {id: local_help, type: flag, label: {zh: 地, en: l}, question: {zh: 问？, en: q}, provision: local-one/1, source: {zh: 源, en: s}}
  - {id: local_slip, type: flag, label: {zh: 地, en: l}, question: {zh: 问？, en: q}, provision: local-one/1, source: {zh: 源, en: s}}
"""
EXEMPT = "under: nation/21.1.11, basis: upper/3"
FAULT = "under: nation/14.1.5, basis: upper/3"


def proved(rulebook: Rulebook, seeker: Seeker) -> dict[str, Any]:
    return {each.id: judge(each, seeker) for each in weakenings(rulebook, build(rulebook), seeker)}
