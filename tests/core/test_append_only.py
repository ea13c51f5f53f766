"""What is written once stays as it was written, whoever tries: Python, SQL, a flush (I5, I7)."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from disclosure.changes import operations as changes
from disclosure.core import append_only, clock
from disclosure.core.append_only import AppendOnly
from disclosure.core.exceptions import AppendOnlyViolation
from disclosure.filing import operations as filing
from disclosure.items.models import EditionFile
from disclosure.runner.operations import tell_due
from tests import factories, standing

from .conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

MODELS = [m for m in apps.get_app_config("disclosure").get_models() if issubclass(m, AppendOnly)]


@pytest.fixture(scope="module", autouse=True)
def a_row_of_everything(django_db_setup, django_db_blocker, tmp_path_factory):
    with standing.scene(django_db_blocker, tmp_path_factory.mktemp("everything"), make):
        yield


def make() -> None:
    """One posting with all that comes after it: filed, received, withdrawn, confirmed; and a signature on paper."""
    school = factories.school()
    posting = factories.posted(school)
    EditionFile.objects.create(
        edition=posting.edition, sha256="0" * 64, name="a.pdf", content_type="application/pdf", size=1, attachment=True
    )
    tell_due(NOW, pause=0)
    filing.acknowledge(filing=posting.filing, by=school.bureau.bodies.get(kind="office").memberships.get().user)
    with clock.moved(NOW + timedelta(hours=1)):
        closing = changes.withdraw(posting=posting, by=school.people["principal"], explanation="附件有误")
        changes.confirm(closing=closing, body=school.bodies["leading"], by=school.people["leader1"])
    page = factories.item(school.column, by=school.people["office"], title="食堂账目")
    submission = factories.signed(factories.submitted(page, school.people["office"]), school.people["reviewer"])
    by_hand = factories.member(school.bodies["leading"], name="石老师")
    factories.witnessed(factories.registered(submission, by_hand, school.people["office"]), school.people["leader1"])
    connection.check_constraints()  # PostgreSQL truncates no table that has deferred checks to come


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except IntegrityError as error:
        return "append-only" in str(error)
    return False


def python_refuses(change) -> bool:
    try:
        change()
    except AppendOnlyViolation:
        return True
    return False


def test_each_table_has_a_row_to_try_it_on():
    assert [m.__name__ for m in MODELS if not m.objects.exists()] == []


def test_python_changes_no_row():
    assert [m.__name__ for m in MODELS if not python_refuses(m.objects.first().save)] == []


def test_python_deletes_no_row():
    assert [m.__name__ for m in MODELS if not python_refuses(m.objects.first().delete)] == []


@pytest.mark.parametrize(
    "change",
    [lambda rows: rows.update(pk=1), lambda rows: rows.delete(), lambda rows: rows.bulk_update(rows, ["id"])],
    ids=["update", "delete", "bulk_update"],
)
def test_no_queryset_changes_rows(change):
    assert [m.__name__ for m in MODELS if not python_refuses(lambda m=m: change(m.objects.all()))] == []


def test_sql_changes_no_column():
    columns = [(m._meta.db_table, field.column) for m in MODELS for field in m._meta.local_fields]
    assert [(t, c) for t, c in columns if not refused(f'UPDATE "{t}" SET "{c}" = "{c}"')] == []


def test_sql_deletes_no_row():
    assert [m.__name__ for m in MODELS if not refused(f'DELETE FROM "{m._meta.db_table}"')] == []


def test_no_row_is_replaced_or_truncated():
    replace = 'INSERT OR REPLACE INTO "{0}" SELECT * FROM "{0}"'
    statement = replace if connection.vendor == "sqlite" else 'TRUNCATE "{0}" CASCADE'
    assert [m.__name__ for m in MODELS if not refused(statement.format(m._meta.db_table))] == []


def test_lifted_they_stand_again_whatever_happens():
    with pytest.raises(RuntimeError), append_only.lifted():
        assert append_only.missing()
        raise RuntimeError
    assert append_only.missing() == []


def test_what_is_missing_is_named():
    table = MODELS[0]._meta.db_table
    name = f"{table}_no_update" if connection.vendor == "sqlite" else f"{table}_no_row"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"' + ("" if connection.vendor == "sqlite" else f' ON "{table}"'))
    assert append_only.missing() == [name]
    append_only.install_all()
