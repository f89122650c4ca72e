# Everything runs from a bare Python 3.11 with venv: `make demo`, `make test`, `make check`.
SHELL := /bin/bash
PYTHON ?= python3.11
VENV ?= .venv
BIN := $(VENV)/bin
# A venv is installed anew only when the lock or the dependency list changed.
LOCKED := $(shell cat requirements.lock pyproject.toml | sha256sum | cut -c1-16)
CORE := $(VENV)/.core-$(LOCKED)
# `make test EXTRAS=dev,fixtures,generator,evaluation,scale` also installs torch and Ray and tests the
# generator, as CI does.
# For a machine without a GPU tell pip of PyTorch's CPU index first, else it takes 2.6 GB.
EXTRAS ?= dev
comma := ,
DEV := $(VENV)/.$(subst $(comma),-,$(EXTRAS))-$(LOCKED)
BENCH := $(VENV)/.bench-$(LOCKED)
# uv only speeds the installation up; pip must do.
UV := $(shell command -v uv 2>/dev/null)
INSTALL = $(if $(UV),VIRTUAL_ENV=$(VENV) $(UV) pip install -q,$(BIN)/python -m pip install -q --disable-pip-version-check) -c requirements.lock

.PHONY: help demo test check format benchmarks lock clean
help: ## list what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed, and '$(PYTHON)' was not found. Install it, or say where it is: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Creating the virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(CORE): | $(VENV)/bin/python
	@echo "Installing what the app needs (once; about 1 minute) ..."
	@$(INSTALL) -e .
	@rm -f $(VENV)/.core-* && touch $@

$(DEV): $(CORE)
	@echo "Installing what the tests and checks need (once; about 1 minute) ..."
	@$(INSTALL) -e '.[$(EXTRAS)]'
	@touch $@

$(BENCH): $(DEV)
	@$(INSTALL) -e '.[dev,benchmarks]'
	@rm -f $(VENV)/.bench-* && touch $@

demo: $(CORE) ## a running demo study in the browser, on SQLite
	@$(BIN)/python -m reviewapp.demo

test: $(DEV) ## the whole test suite, on SQLite and PostgreSQL
	@$(BIN)/python -m pytest -n 2 --dist worksteal
	@$(BIN)/python -m tests.on_postgres -n 2 --dist worksteal

check: $(DEV) ## format, lint, types, import contracts, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/mypy -p reviewapp
	@if $(BIN)/python -c 'import torch, safetensors' 2>/dev/null; then echo "$(BIN)/mypy -p generator"; $(BIN)/mypy -p generator; \
	else echo "SKIPPED: types of generator/, since torch is not installed (EXTRAS=dev,generator)"; fi
	$(BIN)/lint-imports
	SECRET_KEY=only-for-the-check-of-migrations-0123456789-abcdefghij $(BIN)/python manage.py makemigrations --check --dry-run

format: $(DEV) ## rewrite the code in the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

benchmarks: $(BENCH) ## every figure of docs/performance.md, measured here and now
	$(BIN)/python -m benchmarks

lock: ## pin every dependency anew (needs uv)
	uv pip compile --universal --python-version 3.11 --all-extras pyproject.toml -o requirements.lock -q

clean: ## remove the virtual environment and the demo
	rm -rf $(VENV) var
