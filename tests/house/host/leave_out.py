"""Checks the site with each of the settings in without/ in turn; prints what is said, under the name of the file."""

import os
from importlib import import_module
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hostsite.settings")
django.setup()

from django.conf import global_settings, settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings

WHOLE = {name: value for name, value in vars(import_module("hostsite.settings")).items() if name.isupper()}


def said(module: str) -> str:
    """What `manage.py check` says where the settings are those of `module`."""
    now = {name: value for name, value in vars(import_module(module)).items() if name.isupper()}
    now = {name: getattr(global_settings, name) for name in WHOLE if hasattr(global_settings, name)} | now
    with override_settings(**{name: value for name, value in now.items() if WHOLE.get(name) != value}):
        for name in WHOLE.keys() - now.keys():
            delattr(settings, name)
        try:
            call_command("check")
        except SystemCheckError as error:
            return str(error)
    return ""


for path in sorted(Path("without").glob("E*.py")):
    print(f"== {path.stem}\n{said(f'without.{path.stem}')}")
