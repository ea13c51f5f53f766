"""Profiles: a whole regime of disclosure (bodies, columns, catalogue, route) as data.

A profile is a folder of five YAML files under `regimes/`. `loader.load()` reads it into the typed, frozen objects of
`schema`; every fault names its file, line and field. `operations.plan()` says what installing it would do to an
organization, `operations.install()` does it, once.
"""
