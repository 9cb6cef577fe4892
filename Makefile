# `make demo` and `make test` are the two commands of the README; each makes .venv by itself.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test check bench clean

demo: .venv/.demo            ## study the Da-Xin example and say where its report lies
	$(BIN)/unfence demo --out unfence-demo

test: .venv/.dev             ## every test, the examples in the docs included
	$(BIN)/python -m pytest -n auto

check: .venv/.dev            ## style, types, the house's rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.bench          ## sweeps and travel times against others; ROADS=file.osm.pbf for real roads
	$(BIN)/python benchmarks/sweep.py
	$(BIN)/python benchmarks/report.py
	$(BIN)/python benchmarks/roads.py $(ROADS)

clean:
	rm -rf .venv unfence-demo

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "unfence needs Python 3.11 or newer; name one with: make PYTHON=python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "This Python cannot make a virtual environment; on Debian: apt install python3-venv"; exit 1; }
	@touch $@

.venv/.demo: .venv/.python pyproject.toml constraints.txt
	$(PIP) --editable .
	@touch $@

.venv/.dev: .venv/.python pyproject.toml constraints.txt
	$(PIP) --editable '.[dev]'
	@touch $@ .venv/.demo

.venv/.bench: .venv/.python pyproject.toml constraints.txt
	$(PIP) --editable '.[bench]'
	@touch $@
