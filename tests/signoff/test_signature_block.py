"""The row of names and seals: what it says at each stage of a submission."""

import pytest
from django.template.loader import render_to_string

from disclosure.core import clock
from disclosure.signoff import eligibility, operations
from disclosure.signoff.presentation import signature_block, signature_blocks
from tests import factories

pytestmark = pytest.mark.django_db

TIMES = [
    ("2026-11-20 10:00", "reviewer"),
    ("2026-11-20 11:00", "leader1"),
    ("2026-11-20 12:00", "leader2"),
    ("2026-11-21 09:00", "supervisor1"),
    ("2026-11-21 10:00", "supervisor3"),
    ("2026-11-21 16:00", "principal"),
]


def submitted(school):
    with clock.moved(factories.moment("2026-11-20 09:00")):
        page = factories.item(school.column, by=school.people["office"], title="伙食费公示")
        return factories.submitted(page, school.people["office"])


def signed_until(submission, school, until):
    for time, who in TIMES:
        if time <= until:
            with clock.moved(factories.moment(time)):
                submission = factories.signed(submission, school.people[who])
    return submission


def seals(step):
    return [(place.name, place.seal) for place in step.people]


def test_the_office_proposes_and_the_first_step_is_open(school):
    block = signature_block(submitted(school))

    assert seals(block.steps[0]) == [("office", "Signed")]
    assert [step.state for step in block.steps] == ["done", "now", "ahead", "ahead", "ahead"]
    assert seals(block.steps[1]) == [("reviewer", "To sign")]


def test_count_and_rule_are_said_in_words(school):
    submission = signed_until(submitted(school), school, "2026-11-20 11:00")

    leading = signature_block(submission).steps[2]

    assert leading.rule == "1 of 2 needed have signed; 3 people"
    assert seals(leading) == [("leader1", "Signed"), ("leader2", "To sign"), ("leader3", "To sign")]


def test_the_desk_counts_as_the_block_does(school):
    factories.member(school.bodies["leading"], name="韩松年")
    submission = signed_until(submitted(school), school, "2026-11-20 11:00")

    assert signature_block(submission).steps[2].rule.startswith("1 of 3 needed have signed")
    assert eligibility.progress(submission, 2) == (1, 3)


def test_a_step_that_is_done_shows_who_did_not_sign(school):
    submission = signed_until(submitted(school), school, "2026-11-20 12:00")

    assert seals(signature_block(submission).steps[2])[2] == ("leader3", "Not signed")


def test_the_last_signature_releases(school):
    submission = signed_until(submitted(school), school, "2026-11-22")

    block = signature_block(submission)

    assert block.complete and block.posting is not None
    assert (block.done, block.signed) == (5, 7)
    assert block.steps[-1].people[0].mark == "seal-last"
    assert block.steps[-1].rule == "one person, released"


def test_members_who_join_later_do_not_enter_a_step_that_was_done(school):
    submission = signed_until(submitted(school), school, "2026-11-22")
    factories.member(
        school.bodies["leading"], factories.person("late", name="后来"), since=factories.moment("2026-11-23")
    )

    assert "后来" not in [place.name for step in signature_block(submission).steps for place in step.people]


def test_the_block_as_it_stood_earlier(school):
    submission = signed_until(submitted(school), school, "2026-11-22")

    block = signature_block(submission, at=factories.moment("2026-11-20 11:30"))

    assert [step.state for step in block.steps] == ["done", "done", "now", "ahead", "ahead"]
    assert not block.complete


def test_a_return_names_who_returned(school):
    submission = signed_until(submitted(school), school, "2026-11-20 10:00")
    operations.send_back(
        submission=submission, signer=school.people["leader3"], digest=submission.edition.digest, reason="数字不符"
    )

    block = signature_block(submission.__class__.objects.get(pk=submission.pk))

    assert ("leader3", "Returned") in seals(block.steps[2])
    assert block.steps[3].state == "stopped"


def test_an_author_in_a_body_is_named_as_one_who_does_not_sign(school):
    factories.member(school.bodies["leading"], school.people["office"], name="office")

    places = signature_block(submitted(school)).steps[2].people

    assert [p.note for p in places if p.name == "office"] == ["wrote it; does not sign"]


def test_the_reader_finds_their_own_place(school):
    submission = signed_until(submitted(school), school, "2026-11-20 10:00")

    block = signature_block(submission, you=school.people["leader2"])

    assert [p.name for step in block.steps for p in step.people if p.you] == ["leader2"]


def test_many_blocks_take_as_many_queries_as_one(school, django_assert_max_num_queries, django_assert_num_queries):
    submissions = [signed_until(submitted(school), school, "2026-11-22").pk for _ in range(4)]
    model = type(submitted(school))
    with django_assert_max_num_queries(10) as few:
        signature_blocks(model.objects.filter(pk__in=submissions[:1]))
    with django_assert_num_queries(len(few)):
        signature_blocks(model.objects.filter(pk__in=submissions))


def test_template_renders_open_and_complete(school):
    submission = submitted(school)
    html = render_to_string("disclosure/signoff/signature_block.html", {"block": signature_block(submission)})
    assert 'class="seal seal-none">To sign' in html and "1 people have signed" in html

    submission = signed_until(submission, school, "2026-11-22")
    html = render_to_string("disclosure/signoff/signature_block.html", {"block": signature_block(submission)})
    assert 'class="seal seal-last">Released' in html and "7 people signed the same content" in html
