"""Ratios measured side by side: each way takes its turn on each batch, so that what slows the machine slows them all alike."""

import gc
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import process_time
from typing import Any

Way = Callable[[Any], object]

Ways = Mapping[str, tuple[Way, Sequence[Any]]]


def per_item(ways: Ways, batch: int, together: Ways | None = None) -> dict[str, float]:
    """Microseconds of this process for one item by each way: the median over the batches, each item seen once by each way.

    The ways of `together` are given all items of a batch at once.
    """
    together = together or {}
    gc.collect()
    gc.freeze()  # what the engine is made of would be looked through again and again, in the midst of one way or another
    count = min(len(items) for _, items in (*ways.values(), *together.values()))
    taken: dict[str, list[float]] = {name: [] for name in (*ways, *together)}
    for start in range(0, count - batch + 1, batch):
        for name, (way, items) in ways.items():
            part = items[start : start + batch]
            begun = process_time()
            for item in part:
                way(item)
            taken[name].append((process_time() - begun) / batch * 1e6)
        for name, (way, items) in together.items():
            part = items[start : start + batch]
            begun = process_time()
            way(part)
            taken[name].append((process_time() - begun) / batch * 1e6)
    return {name: median(each) for name, each in taken.items()}
