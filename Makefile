# Two commands do everything: `make demo` and `make test`. Both set up .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PYTHONUTF8 := 1

.PHONY: help demo test lint types mypy pyright contracts tests thorough bench clean
.DEFAULT_GOAL := help

help:
	@echo "make demo   set up, then decide the sample cases and explain two of them"
	@echo "make test   set up, then run lint, types, import contracts and all tests"
	@echo "make thorough  set up, then try the invariants on thousands of generated rulebooks and cases"
	@echo "make bench  set up, then measure speed as ratios"
	@echo "make clean  remove what the other targets made"

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "dutybound needs Python 3.11 or newer; try: make $(MAKECMDGOALS) PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	@touch $@

demo: $(READY)
	@sh samples/demo.sh $(BIN)/dutybound

# What reads the code uses one processor each, so two run side by side.
test: $(READY)
	@$(MAKE) --no-print-directory --jobs=2 lint mypy pyright contracts
	@$(MAKE) --no-print-directory tests

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: mypy pyright

mypy: $(READY)
	$(BIN)/mypy

pyright: $(READY)
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright --pythonpath $(BIN)/python

contracts: $(READY)
	$(BIN)/lint-imports

tests: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadgroup

thorough: $(READY)
	DUTYBOUND_THOROUGH=1 $(BIN)/python -m pytest -n auto --dist worksteal tests/invariants

bench: $(READY)
	$(BIN)/python bench/run.py
	$(BIN)/python bench/batch.py

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
