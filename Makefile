# Muster's habits. `make demo` runs it, `make test` proves it; `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
UV ?= uv
VENV := .venv/bin
export PYTHON

# One environment, filled step by step: never two steps at once.
.NOTPARALLEL:
.PHONY: help demo environment environment-dev browser assets test test-fast check format bench docs migrations lock sbom clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: environment assets ## run Muster with the demo network (MUSTER_PORT sets the port)
	@exec $(VENV)/muster demo

environment:
	@scripts/environment.sh base

environment-dev:
	@scripts/environment.sh dev

browser:
	@scripts/browser.sh

assets: environment ## bring the third-party front-end files
	@$(VENV)/python scripts/assets.py

test: environment-dev assets browser ## check and test everything, on both databases
	@$(VENV)/python scripts/test.py all

test-fast: environment-dev assets ## check, rules, apps, API and architecture on SQLite, under five minutes
	@$(VENV)/python scripts/test.py fast

check: environment-dev ## lint, format, types, contracts: seconds
	@$(VENV)/python scripts/test.py check

format: environment-dev ## put imports and layout in order
	@$(VENV)/ruff check --quiet --fix-only . && $(VENV)/ruff format --quiet .

bench: environment assets ## run every benchmark
	@exec $(VENV)/muster bench --all

docs: environment-dev ## write docs/reference anew from the code
	@$(VENV)/python scripts/docs.py

migrations: environment-dev ## write the migrations that the models lack; name them by meaning
	@$(VENV)/python -m django makemigrations --settings muster.config.settings
	@$(VENV)/python scripts/migrations.py

lock: ## choose dependency versions anew (needs uv and a package registry)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: run  $(PYTHON) -m pip install uv"; exit 1; }
	@export UV_CUSTOM_COMPILE_COMMAND="make lock"; cd requirements && \
	for name in build assets; do \
	  $(UV) pip compile --quiet --generate-hashes --no-annotate $$name.in -o $$name.txt || exit 1; done; cd .. && \
	$(UV) pip compile --quiet --generate-hashes --extra postgres pyproject.toml -o requirements/base.txt && \
	$(UV) pip compile --quiet --generate-hashes --no-annotate --extra postgres --extra dev -c requirements/base.txt pyproject.toml -o requirements/dev.txt
	@cd assets && npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error
	@! grep -nE 'https?://' requirements/*.txt assets/package-lock.json || { echo "a lock names a host"; exit 1; }

sbom: environment-dev ## write the list of parts anew
	@$(VENV)/python scripts/sbom.py

clean: ## remove what the tools made; var/, the data, stays
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results src/*.egg-info src/muster/web/static/vendor
