"""Codes of duty items: regions write them differently, so each scheme is a named validator, and a plugin may add its own."""

import re
from collections.abc import Mapping

from attrs import frozen

from dutybound.text import Text


@frozen
class CodeScheme:
    """A way to write item codes; `pattern` must match the whole code. `source` names the standard or list it was read from."""

    id: str
    title: Text
    pattern: str
    source: str

    def fits(self, code: str) -> bool:
        """Whether a code is written by this scheme."""
        return re.fullmatch(self.pattern, code) is not None


SCHEMES: Mapping[str, CodeScheme] = {
    scheme.id: scheme
    for scheme in (
        CodeScheme("any", Text("任意非空编码", "any code"), r"\S+", "no scheme prescribed"),
        CodeScheme(
            "hubei",
            Text("十六位：区划6、部门3、类别2、事项3、子项2", "16 digits: region 6, department 3, type 2, item 3, sub-item 2"),
            r"\d{16}",
            "Hubei draft scheme of power codes",
        ),
        CodeScheme(
            "guizhou",
            Text(
                "基本码十位：类别字母2、主项5、子项3；可加实施码",
                "10 characters: two type letters, item 5, sub-item 3; implementation code may follow",
            ),
            r"[A-Z]{2}\d{8}(?:\d{7}\w+)?",
            "DB52/T 1264-2018",
        ),
        CodeScheme(
            "sichuan",
            Text("基本码14位-区划12位-000-信用代码18位-层级-办理项", "basic 14 - region 12 - 000 - credit code 18 - level - handling item"),
            r"[0-9A-Z]{14}-\d{12}-\d{3}-[0-9A-Z]{18}-\d-\d{2}",
            "a published service list of Sichuan",
        ),
    )
}
