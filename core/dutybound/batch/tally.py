"""What is counted and kept aside while a part is worked on: outcomes, and lines for the rejects file."""

from collections import Counter

from dutybound.batch.judging import Entry
from dutybound.batch.originals import reject_line
from dutybound.decision import Refusal
from dutybound.outputs.records import REFUSED
from dutybound.rules import Outcome
from dutybound.text import Language


class Tally:
    """Counts one part; `rejects` are the lines of what was refused, with reasons in `language`."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self.counts: Counter[str] = Counter()
        self.rejects: list[bytes] = []

    def note(self, entry: Entry) -> Entry:
        """The entry as it came, counted."""
        result = entry.result
        if isinstance(result, Refusal):
            self.counts[REFUSED] += 1
            self.rejects.append(reject_line(result, entry.original, self._language))
        else:
            self.decided(result.outcome)
        return entry

    def decided(self, outcome: Outcome) -> None:
        """One more decision with this outcome."""
        self.counts[outcome.value] += 1
