# briefgen: `make site` builds the site, `make test` runs the tests; `make help` names the rest.
# Everything lives in .venv/, made by plain venv and pip from the hash-pinned lock files.

SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
# Byte code is written when a module is first used: 50 MB less than compiling all of them.
PIP := $(BIN)/python -m pip install --no-compile --quiet --quiet --disable-pip-version-check
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help setup site serve test lint lock pictures clean

help: ## name the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

setup: .venv/.site ## make the environment in .venv/ (the only step that needs a package registry)

site: .venv/.site ## build the site from articles/ into site/
	@$(BIN)/briefgen build $(FLAGS)

serve: .venv/.site ## build, show on http://127.0.0.1:8000/, build again on change
	@$(BIN)/briefgen serve $(FLAGS)

test: .venv/.dev ## run the tests
	@$(BIN)/python -m pytest -q -n auto

lint: .venv/.dev ## check style, types and the import contract
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

lock: ## renew the lock files from pyproject.toml (needs uv)
	@for part in "requirements.lock pyproject.toml --group build" \
	  "requirements-dev.lock pyproject.toml --group build --group dev" \
	  "requirements-release.lock --group build --group release"; do \
	  uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-annotate --quiet -o $$part || exit 1; \
	done

pictures: .venv/.dev ## take the README's pictures again (needs chromium)
	@$(BIN)/python benchmarks/pictures.py

clean: ## remove what was built (not .venv/)
	rm -rf site .briefgen dist

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "briefgen needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing; on Debian: apt install python3-venv" >&2; exit 1; }
	@echo "Setting up .venv/ ..."
	@$(PYTHON) -m venv .venv

.venv/.site: requirements.lock pyproject.toml | .venv/bin/python
	@$(PIP) --require-hashes --only-binary :all: --no-deps -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --no-index --editable .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.site
	@$(PIP) --require-hashes --only-binary :all: --no-deps -r requirements-dev.lock
	@touch $@
