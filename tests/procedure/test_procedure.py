"""The procedure review over the shipped steps: missing, late, out of order, aggravated, and the remedies that are open."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dutybound.engine import Engine
from dutybound.procedure import FLAWS, ProcedureReview, Standing, review
from dutybound.proceeding import Event, Proceeding

ENGINE = Engine.installed()

STEPS = (
    ("preliminary-inquiry", date(2021, 3, 1)),
    ("filing", date(2021, 4, 1)),
    ("investigation", date(2021, 5, 1)),
    ("notice-and-hearing", date(2021, 6, 1)),
    ("collective-discussion", date(2021, 7, 1)),
    ("sanction-decision", date(2021, 8, 1)),
    ("written-notice", date(2021, 8, 5)),
    ("filed-in-dossier", date(2021, 8, 10)),
)


def _events(**changes: date | None) -> tuple[Event, ...]:
    found = []
    for step, usual in STEPS:
        day = changes.get(step.replace("-", "_"), usual)
        if day is not None:
            numbers = {"investigators": 2} if step == "investigation" else {}
            sanction = "demerit" if step in ("notice-and-hearing", "sanction-decision") else ""
            found.append(Event(step, day, numbers, sanction))
    return tuple(found)


def _review(events: tuple[Event, ...], as_of: date = date(2021, 9, 1), track: str = "appointing") -> ProcedureReview:
    return review(Proceeding(track, events, as_of), ENGINE.rulebook)


def _standings(found: ProcedureReview) -> dict[str, Standing]:
    return {each.step: each.standing for each in found.findings}


def test_a_complete_proceeding_is_executable() -> None:
    found = _review(_events())
    assert found.executable
    assert not [each for each in found.findings if each.standing in FLAWS]
    assert {each.remedy: each.last_day for each in found.remedies} == {
        "review-by-the-organ": date(2021, 9, 4),
        "direct-appeal": date(2021, 9, 4),
        "appeal-after-review": None,
    }


def test_a_sanction_without_a_hearing_is_not_executable() -> None:
    found = _review(_events(notice_and_hearing=None))
    assert not found.executable
    assert _standings(found)["notice-and-hearing"] is Standing.MISSING


def test_one_investigator_is_not_enough() -> None:
    events = tuple(Event("investigation", each.day, {"investigators": 1}) if each.step == "investigation" else each for each in _events())
    found = _review(events)
    assert not found.executable
    [defect] = [each for each in found.findings if each.standing is Standing.DEFECTIVE]
    assert (defect.step, str(defect.provision)) == ("investigation", "discipline-2007/41.1")


def test_six_months_from_filing_and_no_day_more() -> None:
    after = {"written_notice": date(2021, 10, 5), "filed_in_dossier": date(2021, 10, 6)}
    assert _review(_events(sanction_decision=date(2021, 10, 1), **after)).executable
    late = _review(_events(sanction_decision=date(2021, 10, 2), **after))
    assert not late.executable
    assert _standings(late)["sanction-decision"] is Standing.LATE


def test_twelve_months_with_an_extension_and_no_day_more() -> None:
    def extended(day: date) -> ProcedureReview:
        events = _events(sanction_decision=None, written_notice=day, filed_in_dossier=day)
        return _review((*events, Event("sanction-decision", day, sanction="demerit", extended=True)), as_of=date(2022, 6, 1))

    assert extended(date(2022, 4, 1)).executable
    assert not extended(date(2022, 4, 2)).executable


def test_hearing_before_the_investigation_is_out_of_order() -> None:
    found = _review(_events(notice_and_hearing=date(2021, 4, 15)))
    assert _standings(found)["notice-and-hearing"] is Standing.OUT_OF_ORDER
    assert not found.executable


def test_a_heavier_sanction_after_the_defence_is_flagged() -> None:
    events = tuple(
        Event("sanction-decision", each.day, sanction="demotion") if each.step == "sanction-decision" else each for each in _events()
    )
    found = _review(events)
    assert _standings(found)["sanction-decision"] is Standing.AGGRAVATED
    assert not found.executable


def test_a_decision_not_yet_due_is_pending_and_later_late() -> None:
    events = _events(sanction_decision=None, written_notice=None, filed_in_dossier=None)
    assert _standings(_review(events, date(2021, 10, 1)))["sanction-decision"] is Standing.PENDING
    assert _standings(_review(events, date(2021, 10, 2)))["sanction-decision"] is Standing.LATE
    assert not _review(events, date(2021, 10, 1)).executable


def test_post_and_pay_change_only_from_demotion_upwards() -> None:
    def steps(sanction: str) -> dict[str, Standing]:
        return _standings(_review((Event("supervisory-decision", date(2021, 8, 1), sanction=sanction),), date(2021, 9, 2), "supervisory"))

    assert "pay-and-post-changed" not in steps("major_demerit")
    assert steps("demotion")["pay-and-post-changed"] is Standing.LATE


def test_a_record_with_a_procedure_carries_it_into_the_decision() -> None:
    events = [{"step": each.step, "date": each.day.isoformat(), **each.numbers} for each in _events()]
    person = {"person_id": "1", "procedure": {"track": "appointing", "as_of": "2021-09-01", "events": events}}
    [decision] = ENGINE.decide({"case_id": "1", "persons": [person]})
    assert decision.procedure is not None
    assert decision.procedure.executable


@given(st.integers(0, 400), st.integers(0, 400))
def test_deadlines_are_monotone(first: int, later: int) -> None:
    start, days = date(2021, 1, 1), sorted((first, later))
    found = [_review((Event("filing", start + timedelta(days=each)),), date(2030, 1, 1)) for each in days]
    dues = [next(each.due for each in review_.findings if each.step == "sanction-decision") for review_ in found]
    assert dues[0] is not None
    assert dues[1] is not None
    assert dues[0] <= dues[1]
