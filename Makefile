# make demo   a picture from the built-in model        make test   lint, types, contracts, tests
# make check  the same of what changed, in a minute
# make app    the window                               make bench  the benchmarks
# make bundle Easel.app, or a folder on Linux            make soak   the long tests, half an hour
# make legacy the tests on PyTorch 1.13, Python 3.10   make audit  the binaries for a Mac
# Each target sets up what it needs first, and again only when its inputs have changed.

SHELL := /bin/sh
PYTHON ?= # which Python to use; packaging/system.sh chooses one if this is empty
VENV := .venv
BIN := $(VENV)/bin
SET := $(shell sh packaging/system.sh --set)
CONSTRAINTS := packaging/constraints/$(SET).txt
ALONE := packaging/constraints/alone.txt
# One more than there are cores: many tests wait for a process or a clock.
WORKERS := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
TRANSLATIONS := $(wildcard resources/translations/*.ts)
PROMPT := a red heart on a white background

.PHONY: demo test check sources app bundle bench soak legacy audit constraints lint types contracts tests screenshots guide catalogue clean

demo: $(VENV)/installed
	@mkdir -p demo
	@$(BIN)/macapp --library demo generate "$(PROMPT)" --seed 7

app: $(VENV)/installed
	@$(BIN)/macapp

bundle: $(VENV)/developing
	@sh packaging/system.sh $(BIN)/python bundle >/dev/null
	PYTHONPATH=packaging:. $(BIN)/python -m bundle

# The checks of the sources run in parallel with the tests.
test: $(VENV)/developing
	@$(MAKE) -j 2 sources tests

check: $(VENV)/developing
	@$(BIN)/python -m tests.affected

sources: lint contracts types

lint: $(VENV)/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# Both systems, wherever this runs: what one has, the other may not.
types: $(VENV)/developing
	$(BIN)/pyright --warnings --pythonplatform Linux
	$(BIN)/pyright --warnings --pythonplatform Darwin

contracts: $(VENV)/developing
	$(BIN)/lint-imports --no-cache

tests: $(VENV)/developing
	$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 6 --dist worksteal

bench: $(VENV)/developing
	$(BIN)/python -m tests.benchmarks

soak: $(VENV)/developing
	$(BIN)/python -m tests.soak

legacy: $(VENV)/developing
	$(BIN)/python packaging/test_legacy_torch.py

audit: $(VENV)/developing
	$(BIN)/python packaging/audit.py

constraints: $(VENV)/developing
	$(BIN)/python packaging/resolve.py

catalogue: $(VENV)/installed
	$(BIN)/python packaging/catalogue.py

guide: $(VENV)/installed
	$(BIN)/python packaging/make_guide_pictures.py

screenshots: $(VENV)/developing
	$(BIN)/python packaging/screenshots.py

# The packages of the program, then those of its development.
$(VENV)/installed: pyproject.toml $(CONSTRAINTS) $(ALONE) $(TRANSLATIONS) | $(VENV)/made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e .
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r $(ALONE)
	$(BIN)/python packaging/translations.py compile
	@touch $@

$(VENV)/developing: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) --group dev
	@touch $@

$(VENV)/made:
	@python=$$(sh packaging/system.sh "$(PYTHON)") && "$$python" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@touch $@

clean:
	rm -rf $(VENV) build dist demo
