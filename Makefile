# `make` alone lists what can be done.
.DEFAULT_GOAL := help
SHELL := /bin/bash

export PORT ?= 8000
BIN := .venv/bin
PYTHON := $(BIN)/python
PYTEST := -n 2 --dist worksteal $(PYTEST_ARGS)

.PHONY: help run test guards isolation drill race mutations fuzz lint bench coherence verify demo-reset messages docs diagram pictures screenshots requirements

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/run ## prepare and start the site on 127.0.0.1 (PORT=8000); Ctrl-C stops it
	@exec $(PYTHON) site/serve.py

test: .venv/dev ## everything: on PostgreSQL what is about transactions, then the whole suite
	@$(PYTHON) tests/chromium.py
	$(PYTHON) tests/on_postgres.py -m postgres $(PYTEST)
	$(PYTHON) -m pytest $(PYTEST)

drill: .venv/dev ## kill every act at every statement and file operation, and look at what is left (30 minutes)
	DISCLOSURE_DRILL=all $(PYTHON) tests/on_postgres.py -q -m postgres tests/drill $(PYTEST_ARGS)
	DISCLOSURE_DRILL=all $(PYTHON) -m pytest -q tests/drill $(PYTEST_ARGS)

race: .venv/dev ## whatever two can do at the same moment, many times, on both databases, and a table of it (RACE=20, 20 minutes)
	DISCLOSURE_RACE=$${RACE:-20} $(PYTHON) tests/on_postgres.py -q -m postgres tests/processes $(PYTEST_ARGS)
	DISCLOSURE_RACE=$${RACE:-20} $(PYTHON) -m pytest -q tests/processes $(PYTEST_ARGS)

mutations: .venv/dev ## change every column of every append-only table, one at a time: refused, or found by verify
	DISCLOSURE_MUTATIONS=all $(PYTHON) -m pytest -q tests/runner/test_mutations.py tests/ways/test_writing_methods.py $(PYTEST_ARGS)

isolation: .venv/dev ## walk to every address as everyone of elsewhere, look for what is another school's, and print a table (30 minutes)
	DISCLOSURE_ISOLATION=all $(PYTHON) -m pytest -q tests/isolation $(PYTEST_ARGS)

guards: .venv/dev ## take each guard out in turn, in a copy, and see the test that is named for it fail (10 minutes)
	$(PYTHON) tests/guards.py

fuzz: .venv/dev ## ask every public address oddly, many times (FUZZ=3000)
	DISCLOSURE_FUZZ=$${FUZZ:-3000} $(PYTHON) -m pytest -q tests/board/test_fuzz.py $(PYTEST_ARGS)

lint: .venv/dev ## style, layers, templates, migrations, catalogues, types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	PYTHONPATH=site $(BIN)/lint-imports
	$(BIN)/djlint disclosure home templates --lint --quiet
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) site/messages.py check
	$(PYTHON) site/host_lines.py check
	$(PYTHON) site/diagram.py check
	$(BIN)/mypy

bench: .venv/dev ## speed of the public pages beside a plain Wagtail site, with 1,000, 10,000 and 100,000 postings (SIZES="1000"; an hour)
	$(PYTHON) -m bench $(if $(SIZES),--sizes $(SIZES))

coherence: .venv/dev ## 100,000 answers under load, held against what was decided: none shows what was not to be seen (10 minutes)
	$(PYTHON) -m bench.coherence

verify: .venv/run ## prove the data under var/: ledger, permits, postings, editions, files
	@$(PYTHON) manage.py verify

demo-reset: .venv/run ## throw the data under var/ away and install the demo anew
	@$(PYTHON) site/serve.py --reset

messages: .venv/dev ## bring the catalogues in step with the sources (TSV=folder fills in translations)
	$(PYTHON) site/messages.py update
	$(if $(TSV),$(PYTHON) site/messages.py merge $(TSV))

docs: .venv/dev ## write docs/host-lines.md anew
	$(PYTHON) site/host_lines.py

diagram: .venv/dev ## draw docs/layers.md anew
	$(PYTHON) site/diagram.py

pictures: .venv/dev ## take the pictures of docs/ anew, from a fresh demo that runs at PORT
	$(PYTHON) site/pictures.py

screenshots: .venv/dev ## the same, and every kind of public page in every dress into var/screenshots/
	$(PYTHON) site/pictures.py all

requirements: .venv/dev ## pin requirements*.in anew, with hashes
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --upgrade requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --upgrade requirements-dev.in -o requirements-dev.txt

.venv/run: requirements.txt
	python3 -m venv .venv
	$(BIN)/pip install -q --require-hashes -r requirements.txt
	@touch $@

.venv/dev: .venv/run requirements-dev.txt
	$(BIN)/pip install -q --require-hashes -r requirements-dev.txt
	@touch $@
