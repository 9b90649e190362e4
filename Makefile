# `make test`, `lint`, `types`: the checks one by one, in the active environment; `.ci/run` runs all of them afresh.
.PHONY: test lint types score bench

test:
	python -m pytest

lint:
	ruff check .
	ruff format --check .
	lint-imports

types:
	mypy

score:
	cmfacts evaluate samples/gold.jsonl --errors 10

bench:
	python benchmarks/run.py
