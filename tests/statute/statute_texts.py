"""Texts made up for these tests."""

from dutybound.statute.model import Statute
from dutybound.statute.parsing import parse
from dutybound.statute.reading import read_bytes

LAMPS = """# 路灯管理条例

2001年2月3日 某市第一次会议通过

<!-- INFO END -->

## 第一章 总则

第一条（目的）为了点亮路灯，制定本条例。

第二条 路灯分为下列各类：

（一）高灯；

（二）矮灯，包括：

1.柱灯；

2.墙灯；

（三）其他灯。

前款第（二）项的灯由街道负责。

## 第二章 罚则

### 第一节 一般规定

第三条 打碎路灯的，处罚款。依照本条例
第十三条规定处理的除外。

第三条之一 有下列行为之一的，予以警告：（一）涂画；（二）攀爬。

## 第三章 附则

第四条 本条例自公布之日起施行。
"""


def read(text: str, name: str = "text.md") -> Statute:
    """The statute that `text` spells."""
    return parse(read_bytes(text.encode(), name))


def shape(statute: Statute) -> list[tuple[tuple[int, int], list[list[int]]]]:
    """For every article of the main part its number, and for every paragraph the sub-items of each item."""
    return [
        (article.key, [[len(item.subitems) for item in paragraph.items] for paragraph in article.paragraphs])
        for article in statute.articles
    ]
