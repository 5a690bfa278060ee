"""The procedure review over the shipped steps: missing, late, out of order, aggravated, and the remedies that are open."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybound.decision import Sanction
from dutybound.engine import Engine
from dutybound.outputs.steps import procedure_lines
from dutybound.problems import Refused
from dutybound.procedure import FLAWS, ProcedureReview, Standing, review
from dutybound.proceeding import Event, Proceeding
from dutybound.text import Language

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
        "none-against-a-measure": None,
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


def _with(*events: Event, as_of: date = date(2022, 3, 1)) -> ProcedureReview:
    return _review((*_events(), *events), as_of)


def test_a_review_is_decided_within_thirty_days_of_the_application() -> None:
    applied = Event("review-applied-for", date(2021, 8, 20))
    assert _standings(_with(applied, Event("review-decided", date(2021, 9, 19))))["review-decided"] is Standing.DONE
    late = _with(applied, Event("review-decided", date(2021, 9, 20)))
    assert _standings(late)["review-decided"] is Standing.LATE
    assert late.executable


def test_an_appeal_is_decided_within_sixty_days_or_ninety_when_extended() -> None:
    accepted = Event("appeal-accepted", date(2021, 9, 1))

    def decided(day: date, *, extended: bool = False) -> Standing:
        return _standings(_with(accepted, Event("appeal-decided", day, extended=extended)))["appeal-decided"]

    assert decided(date(2021, 10, 31)) is Standing.DONE
    assert decided(date(2021, 11, 1)) is Standing.LATE
    assert decided(date(2021, 11, 30), extended=True) is Standing.DONE
    assert decided(date(2021, 12, 1), extended=True) is Standing.LATE


def test_what_answers_an_application_is_awaited_only_once_it_was_made() -> None:
    assert "review-decided" not in _standings(_with())
    assert _standings(_with(Event("review-applied-for", date(2022, 2, 20))))["review-decided"] is Standing.PENDING


SUPERVISORY = (
    Event("supervisory-filing", date(2021, 2, 1)),
    Event("supervisory-investigation", date(2021, 3, 1), {"investigators": 2}),
    Event("supervisory-notice-and-hearing", date(2021, 4, 1), sanction="removal"),
    Event("supervisory-collective-discussion", date(2021, 5, 1)),
    Event("supervisory-approval", date(2021, 5, 2)),
    Event("supervisory-decision", date(2021, 6, 1), sanction="removal"),
    Event("supervisory-service", date(2021, 6, 10)),
)


def _supervised(*events: Event, position: str = "staff") -> ProcedureReview:
    return review(Proceeding("supervisory", (*SUPERVISORY, *events), date(2022, 3, 1), position=position), ENGINE.rulebook)


def test_reexamination_and_review_each_have_their_month() -> None:
    found = _supervised(Event("reexamination-received", date(2021, 8, 31)))
    assert {each.remedy: each.last_day for each in found.remedies} == {
        "supervisory-reexamination": date(2021, 7, 10),
        "supervisory-review": date(2021, 9, 30),
    }
    late = _supervised(Event("reexamination-applied-for", date(2021, 7, 1)), Event("reexamination-decided", date(2021, 8, 2)))
    assert _standings(late)["reexamination-decided"] is Standing.LATE


def test_the_higher_organ_reviews_within_two_months() -> None:
    applied = Event("supervisory-review-applied-for", date(2021, 9, 1))
    assert (
        _standings(_supervised(applied, Event("supervisory-review-decided", date(2021, 11, 1))))["supervisory-review-decided"]
        is Standing.DONE
    )
    assert (
        _standings(_supervised(applied, Event("supervisory-review-decided", date(2021, 11, 2))))["supervisory-review-decided"]
        is Standing.LATE
    )


def test_a_head_is_first_removed_from_the_post_before_the_sanction() -> None:
    assert _supervised().executable
    assert not _supervised(position="head").executable
    assert _standings(_supervised(position="head"))["first-removed-from-post"] is Standing.MISSING
    assert _supervised(Event("first-removed-from-post", date(2021, 5, 20)), position="head").executable
    after = _supervised(Event("first-removed-from-post", date(2021, 6, 20)), position="head")
    assert _standings(after)["supervisory-decision"] is Standing.OUT_OF_ORDER


def test_a_head_sanctioned_short_of_removal_stays_in_the_post() -> None:
    found = review(Proceeding("appointing", _events(), date(2021, 9, 1), position="head"), ENGINE.rulebook)
    assert "removal-proposed-to-congress" not in _standings(found)
    assert found.executable


def test_nothing_barred_is_done_to_the_person_during_the_inquiry() -> None:
    def moved(day: date) -> ProcedureReview:
        return _with(Event("transferred-during-inquiry", day))

    assert _standings(moved(date(2021, 4, 1)))["transferred-during-inquiry"] is Standing.BARRED
    assert _standings(moved(date(2021, 7, 31)))["transferred-during-inquiry"] is Standing.BARRED
    assert _standings(moved(date(2021, 3, 31)))["transferred-during-inquiry"] is Standing.DONE
    assert _standings(moved(date(2021, 8, 1)))["transferred-during-inquiry"] is Standing.DONE
    assert moved(date(2021, 4, 1)).executable
    assert "transferred-during-inquiry" not in _standings(_with())


def test_one_of_several_barred_acts_is_enough() -> None:
    found = _with(Event("left-country-during-inquiry", date(2021, 3, 1)), Event("left-country-during-inquiry", date(2021, 5, 1)))
    [barred] = [each for each in found.findings if each.step == "left-country-during-inquiry"]
    assert (barred.standing, barred.day, str(barred.provision)) == (Standing.BARRED, date(2021, 5, 1), "discipline-2007/38.2")


ALL_STATED = ("person", "facts", "kind_and_basis", "remedies", "organ_seal_and_day")


def _decided(states: tuple[str, ...] | None, **numbers: int) -> ProcedureReview:
    others = [each for each in _events() if each.step != "sanction-decision"]
    return _review((*others, Event("sanction-decision", date(2021, 8, 1), numbers, "demerit", states=states)))


def test_a_decision_that_does_not_tell_the_remedies_is_defective() -> None:
    assert _decided(ALL_STATED).executable
    found = _decided(tuple(each for each in ALL_STATED if each != "remedies"))
    assert [str(each.provision) for each in found.findings if each.standing is Standing.DEFECTIVE] == ["discipline-2007/45.1.4"]
    assert not found.executable


def test_a_decision_of_which_nobody_says_what_it_states_is_not_judged_by_that() -> None:
    assert _decided(None).executable
    assert len([each for each in _decided(()).findings if each.standing is Standing.DEFECTIVE]) == len(ALL_STATED)


def test_no_evidence_gathered_unlawfully_carries_a_sanction() -> None:
    assert _decided(None, unlawful_evidence=0).executable
    found = _decided(None, unlawful_evidence=1)
    assert [str(each.provision) for each in found.findings if each.standing is Standing.DEFECTIVE] == ["discipline-2007/41.2"]


def test_what_a_paper_states_is_read_strictly() -> None:
    events = [{"step": "sanction-decision", "date": "2021-08-02", "states": ["person", "wages"]}]
    person = {"person_id": "1", "procedure": {"track": "appointing", "as_of": "2021-09-01", "events": events}}
    with pytest.raises(Refused) as refused:
        ENGINE.decide({"case_id": "1", "persons": [person]})
    assert [each.message.en for each in refused.value.problems] == [
        "persons[0].procedure.events[0].states: this should be a list of person, facts, kind_and_basis, remedies, organ_seal_and_day"
    ]


def _problems(*events: dict[str, object], as_of: str = "2021-09-01") -> list[str]:
    person = {"person_id": "1", "procedure": {"track": "appointing", "as_of": as_of, "events": list(events)}}
    with pytest.raises(Refused) as refused:
        ENGINE.decide({"case_id": "1", "persons": [person]})
    return [each.message.en for each in refused.value.problems]


@pytest.mark.parametrize(
    ("step", "key", "words"),
    [
        # misspelt, the flaw would have been passed over and the sanction called executable
        ("sanction-decision", "unlawful_evidense", "no key `unlawful_evidense`, did you mean `unlawful_evidence`?"),
        # recorded where nobody looks for it
        (
            "investigation",
            "unlawful_evidence",
            "no key `unlawful_evidence`; there are `by`, `date`, `extended`, `investigators`, `office`, `sanction`, `states`, `step`",
        ),
        (
            "filing",
            "investigators",
            "no key `investigators`; there are `by`, `date`, `extended`, `office`, `sanction`, `states`, `step`",
        ),
    ],
)
def test_a_number_that_the_step_does_not_ask_for_is_refused(step: str, key: str, words: str) -> None:
    [problem] = _problems({"step": step, "date": "2021-05-01", key: 1})
    assert problem == f"persons[0].procedure.events[0]: the step `{step}` has {words}"


def test_a_step_after_the_day_of_the_review_had_not_happened() -> None:
    decision = {"step": "sanction-decision", "date": "2021-09-02", "sanction": "demerit"}
    assert _problems({"step": "filing", "date": "2021-09-01"}, decision) == [
        "persons[0].procedure.events[1].date: this is after `as_of` (2021-09-01), so it had not happened by then"
    ]


def test_a_procedure_in_order_is_no_ground() -> None:
    demerit = Sanction(range=("warning", "demerit"), recommended=("warning", "demerit"), months=((6, 6), (12, 12)), factors=(), basis=())
    found = _review(_events())
    told = [next(procedure_lines(found, each, ENGINE.rulebook, Language.EN)).strip() for each in (demerit, None)]
    assert told == [
        "the procedure is in order: a sanction within the range above may be executed",
        "the procedure is in order, but the outcome above leaves no sanction to execute",
    ]
