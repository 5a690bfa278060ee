"""What upholds the articles that are not executed."""

from dutybound.problems import Problems
from dutybound.rulebook import Content


def check_principles(content: Content, problems: Problems) -> None:
    """Each principle names what upholds it: one that names nothing only looks as if it were kept."""
    for principle in content.principles:
        if not principle.upheld_by:
            problems.add(
                principle.place.of("upheld_by"),
                f"原则 `{principle.id}` 没有写由什么保证",
                f"the principle `{principle.id}` names nothing that upholds it",
            )
