# Two commands on a fresh machine: `make run` and `make test`. Needs git, make and python3 ≥ 3.11 with venv;
# `make test` also installs Debian packages (PostgreSQL, Redis, Chromium) when they are missing and apt is there.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2

.PHONY: install run test test-training check bench faults packages lock words clean

install: .venv/installed

.venv/installed: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Parvis needs Python 3.11 or newer.")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.venv/runnable: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Parvis needs Python 3.11 or newer.")'
	@echo "Parvis: installing what the demo needs (once)…"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements.txt
	@touch $@

run: .venv/runnable
	$(BIN)/python parvis.py demo $(ARGS)

test: install packages
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# how the deep tier learns: needs torch, which is too large to ask of everyone
test-training: install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check '.[train]'
	$(BIN)/python -m pytest tests/sentiment/test_teaching_deep.py

packages:
	@sh tests/packages.sh

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports

bench: install
	$(BIN)/python -m tests.bench

# the proof that nothing is sent twice and nothing lost, under faults; its last line is one JSON object (CONTRIBUTING)
faults: install packages
	@$(BIN)/python -m tests.faults --workers $(WORKERS) $(if $(DELIVERIES),--deliveries $(DELIVERIES)) \
	  $(if $(DATABASE),--database $(DATABASE)) $(if $(ENGINE),--engine $(ENGINE)) $(if $(SEED),--seed $(SEED)) \
	  $(if $(KILLS),--kills $(KILLS))

lock:
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra celery -c requirements.txt pyproject.toml -o requirements-celery.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev -c requirements-celery.txt pyproject.toml -o requirements-dev.txt

# bring the catalogues up to date with the sentences in the code; then translate what is new
words: install
	$(BIN)/pybabel -q extract --no-default-keywords -k t -k s --no-location --sort-output --omit-header -o locales/parvis.pot \
	  commands connectors dashboard data desk policies scheduler sentiment
	for language in en de; do $(BIN)/pybabel -q update --init-missing --no-fuzzy-matching --ignore-obsolete --omit-header \
	  --no-wrap -l $$language -i locales/parvis.pot -d locales -D parvis; done
	rm locales/parvis.pot

clean:
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
