# The one list of commands. What has to be green is written down in .ci/run; the rest stands here.

VENV ?= .venv
SEED ?= 1
COUNT ?= 2000
FILES ?= 10000
DIRECTORY ?=
export VENV

.DEFAULT_GOAL := help
.PHONY: help install lint types layers self test check format prove bench build clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## create the virtual environment and install the project with everything for development
	@.ci/run install

lint: ## ruff: rules and formatting
	@.ci/run lint

types: ## mypy --strict, package and tests
	@.ci/run types

layers: ## import-linter: imports point down only
	@.ci/run layers

self: ## the project judged by itself
	@.ci/run self

test: ## the tests, on two processes (WORKERS=0 for one)
	@.ci/run tests

check: ## everything that has to be green, from a clean checkout on; what CI runs
	@.ci/run

format: ## let ruff mend what it can
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

prove: ## bypasses and their safe twins against the real libraries, then the detector (SEED, COUNT)
	$(VENV)/bin/python -m tests.proof --hand
	$(VENV)/bin/python -m tests.proof --seed $(SEED) --count $(COUNT)

bench: ## time both doors next to an empty plugin, ruff and semgrep (FILES generated, or DIRECTORY)
	$(VENV)/bin/python -m benchmarks --files $(FILES) $(DIRECTORY)
	$(VENV)/bin/python -m benchmarks --growth
	$(VENV)/bin/python -m benchmarks.extraction
	$(VENV)/bin/python -m benchmarks.formats
	$(VENV)/bin/python -m benchmarks.hook

build: ## a wheel in dist/
	$(VENV)/bin/python -m pip wheel --no-deps --wheel-dir dist .

clean: ## remove what the commands above leave behind, except the virtual environment
	rm -rf dist build reports .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
