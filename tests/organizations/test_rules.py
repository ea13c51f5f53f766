"""Rules of rosters: what cannot work is found when the roster is made (I2)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from disclosure.organizations import rules
from disclosure.organizations.rules import Seat, Seats

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 9, tzinfo=ZONE)
STEPS = ["reviewers", "leading", "supervision", "principal"]


def body(kind, *accounts, quorum="one", number=1, until=None):
    return Seats(kind, f"the {kind}", quorum, number, tuple(Seat(f"P{a}", a, until=until) for a in accounts))


def roster(**changes):
    """A roster that works."""
    bodies = {
        "office": body("office", 1),
        "reviewers": body("reviewers", 2),
        "leading": body("leading", 3, 4, 5, quorum="majority"),
        "supervision": body("supervision", 6, 7, 8, quorum="majority"),
        "principal": body("principal", 9),
        "administrators": body("administrators", 1),
    } | changes
    return [b for b in bodies.values() if b is not None]


def found(bodies, steps=STEPS):
    return {(f.kind, f.body) for f in rules.faults(bodies, NOW, steps=steps, signing=STEPS)}


def test_a_roster_that_works_has_no_fault():
    assert found(roster()) == set()


def test_a_step_without_a_body():
    assert ("no_body", "supervision") in found(roster(supervision=None))


def test_a_step_that_the_route_does_not_have_needs_no_body():
    assert found(roster(supervision=None), steps=["reviewers", "leading", "principal"]) == set()


def test_a_body_without_an_account():
    alone = Seats("leading", "the leading", "one", 1, (Seat("no account", None),))
    assert ("no_account", "the leading") in found(roster(leading=alone))


def test_no_administrator_is_left():
    assert ("no_administrator", "the administrators") in found(roster(administrators=body("administrators")))


def test_a_quorum_above_the_size():
    assert ("quorum_too_high", "the leading") in found(roster(leading=body("leading", 3, 4, quorum="number", number=3)))
    assert ("quorum_too_high", "the leading") in found(roster(leading=body("leading", 3, quorum="head_plus", number=1)))
    assert found(roster(leading=body("leading", 3, 4, quorum="head_plus", number=1))) == set()


def test_nobody_to_review_beside_the_author():
    faults = rules.faults(roster(reviewers=body("reviewers", 1)), NOW, steps=STEPS, signing=STEPS)
    assert [(f.kind, f.body, f.names) for f in faults] == [("nobody_beside", "the reviewers", ("P1",))]


def test_another_author_does_not_help_the_one_who_reviews_alone():
    bodies = roster(office=body("office", 1, 10), reviewers=body("reviewers", 1))
    assert ("nobody_beside", "the reviewers") in found(bodies)


def test_the_same_people_in_two_bodies_that_need_them_all():
    """P3 puts four people in both groups."""
    both = (3, 4, 5, 6)
    bodies = roster(
        leading=body("leading", *both, quorum="number", number=3),
        supervision=body("supervision", *both, quorum="number", number=2),
    )
    assert ("not_enough_people", "") in found(bodies)


def test_the_same_people_in_two_bodies_that_need_few_of_them():
    both = (3, 4, 5, 6)
    bodies = roster(
        leading=body("leading", *both, quorum="number", number=2),
        supervision=body("supervision", *both, quorum="number", number=2),
    )
    assert {kind for kind, _body in found(bodies)} == {"two_bodies"}


def test_enough_people_but_for_what_one_of_them_drafts():
    bodies = roster(office=body("office", 3), leading=body("leading", 3, 4), supervision=body("supervision", 3, 4))
    kinds = {kind for kind, _body in found(bodies)}
    assert "not_enough_beside" in kinds
    assert "not_enough_people" not in kinds


def test_one_person_in_two_signing_bodies_is_said_and_stops_nothing():
    faults = rules.faults(roster(principal=body("principal", 9, 3)), NOW, steps=STEPS, signing=STEPS)
    assert [(f.kind, f.names, f.blocks) for f in faults] == [
        ("two_bodies", ("P3", "the leading", "the principal"), False)
    ]


def test_a_term_that_ends_within_thirty_days():
    for days, expected in [(1, True), (30, True), (31, False)]:
        ends = NOW + timedelta(days=days)
        bodies = roster(principal=body("principal", 9, until=ends))
        assert (("term_ends", "the principal") in found(bodies)) is expected


@given(
    st.lists(st.sets(st.integers(1, 6), min_size=1), min_size=1, max_size=4),
    st.lists(st.integers(1, 3), min_size=4, max_size=4),
)
def test_matching_agrees_with_trying_everything(people, numbers):
    """Whoever can be seated by trying everything is seated by the rule, and nobody else."""
    bodies = [
        body(f"kind{i}", *p, quorum="number", number=n) for i, (p, n) in enumerate(zip(people, numbers, strict=False))
    ]

    def anyhow(left, taken):
        if not left:
            return True
        first, *rest = left
        return any(anyhow(rest, taken | {p}) for p in first - taken)

    places = [b.accounts for b in bodies for _place in range(b.at_least)]
    assert rules._can_all_sign(bodies, frozenset()) is anyhow(places, frozenset())


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_last_day_of_a_term_is_the_day_that_was_asked_for(day):
    assert rules.last_day(rules.ends_after(day, ZONE), ZONE) == day
    assert rules.begins(day, ZONE) < rules.ends_after(day, ZONE)
