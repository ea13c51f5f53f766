"""Guards of the house over the model registry."""

import pytest
from django.apps import apps
from django.core.management import call_command

import disclosure.models
from disclosure.core import append_only
from disclosure.core.append_only import AppendOnly

# DESIGN §4, lowest first
LAYERS = [
    "core",
    "files",
    "organizations",
    "catalog",
    "items",
    "signoff",
    "filing",
    "changes",
    "search",
    "runner",
    "board",
]
MODELS = list(apps.get_app_config("disclosure").get_models())
APPEND_ONLY = {
    "LedgerEntry",
    "Edition",
    "EditionContent",
    "EditionFile",
    "IndexNumber",
    "Permit",
    "Posting",
    "Closing",
    "Submission",
    "Signature",
    "PaperSignature",
    "PaperEnd",
    "Outcome",
    "Filing",
    "Receipt",
    "Confirmation",
}


def layer(model) -> int:
    return LAYERS.index(model.__module__.split(".")[1])


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_is_re_exported(model):
    assert getattr(disclosure.models, model.__name__) is model
    assert model.__name__ in disclosure.models.__all__


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_foreign_key_points_upward(model):
    own = [f for f in model._meta.get_fields(include_parents=False) if f.is_relation and f.concrete and f.related_model]
    upward = [
        f.name for f in own if f.related_model._meta.app_label == "disclosure" and layer(f.related_model) > layer(model)
    ]
    assert upward == []


def test_what_is_evidence_is_append_only():
    assert {model.__name__ for model in MODELS if issubclass(model, AppendOnly)} == APPEND_ONLY


@pytest.mark.django_db
@pytest.mark.postgres
def test_every_append_only_table_has_its_triggers():
    assert append_only.tables()
    assert append_only.missing() == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
