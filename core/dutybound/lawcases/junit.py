"""The results of lawyers' cases as JUnit XML, which continuous integration reads."""

from collections.abc import Iterable
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from dutybound.lawcases.running import CaseResult
from dutybound.text import Language


def junit(results: Iterable[CaseResult], language: Language) -> bytes:
    """One suite a file, one test case a case; a case that misses an expectation is a failure. The same results, the same bytes."""
    root = Element("testsuites", name="dutybound")
    for source, group in groupby(results, key=lambda each: each.case.written.place.source):
        listed = list(group)
        failed = sum(not each.passed for each in listed)
        suite = SubElement(root, "testsuite", name=source, tests=str(len(listed)), failures=str(failed), errors="0")
        for each in listed:
            _case(suite, each, language)
    indent(root)
    told: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return told + b"\n"


def _case(suite: Element, result: CaseResult, language: Language) -> None:
    written = result.case.written
    attributes = {"classname": str(written.provision), "name": written.name, "file": written.place.source, "line": str(written.place.line)}
    case = SubElement(suite, "testcase", attributes)
    if not result.passed:
        told = [miss.into(language) for miss in result.misses]
        SubElement(case, "failure", message=told[0]).text = "\n".join([*told, written.why])
