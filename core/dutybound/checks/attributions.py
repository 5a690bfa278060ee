"""Who answers for an act taken together."""

from dutybound.checks.names import check_names
from dutybound.problems import Problems
from dutybound.rulebook import Content


def check_attributions(content: Content, problems: Problems) -> None:
    """Each rule of attribution names known roles, and at least one."""
    role = next((fact for fact in content.facts if fact.origin == "person.role"), None)
    for rule in content.attributions:
        check_names(rule.bears, role.value_ids if role else (), (rule.place, "bears"), ("角色", "role"), problems)
        if not rule.bears:
            problems.add(rule.place.of("bears"), "没有写由谁承担", "this names nobody who answers")
