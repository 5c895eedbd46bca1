# `make briefing` and `make check` are all that is needed. Both set up .venv from a lock first: the
# briefing's has what a build needs, the tests' has theirs beside it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_FOR_TESTS := $(VENV)/.ready-for-tests
ifneq ($(shell command -v uv 2>/dev/null),)
INSTALL := uv pip install --quiet --python $(BIN)/python
else
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

.PHONY: briefing check lint test test-fast look quarto lock clean

briefing: $(READY)
	@$(BIN)/briefing build

check: lint test

lint: $(READY_FOR_TESTS)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy

test: $(READY_FOR_TESTS)
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(TESTS)

# While writing: what needs no build, no browser and no copy of the project, on the committed tables.
test-fast: $(READY_FOR_TESTS)
	@BRIEFING_COMMITTED=1 $(BIN)/python -m pytest -m "not whole" --numprocesses auto \
		--dist loadfile $(TESTS)

# Pictures of every page, in light and dark, and of the PDF: the folder look.
look: briefing
	@$(BIN)/python benchmarks/look.py

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14) and sys.version)' \
		|| (echo "$(PYTHON) is none of Python 3.11, 3.12 and 3.13, which are needed: see above."; \
		echo "Name another: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; exit 1)
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(READY_FOR_TESTS): $(READY) requirements-dev.lock
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

# Quarto's package downloads a release from elsewhere; where it cannot, nothing changes.
quarto: $(READY)
	@$(INSTALL) 'jupyter>=1.1' 'quarto-cli>=1.9' >/dev/null 2>&1 \
		&& echo "Quarto is installed; briefing build will use it" \
		|| echo "Quarto could not be installed here; the embedded engine stays in use"

COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --python-version 3.11 pyproject.toml --extra setup

lock:
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(COMPILE) -o requirements.lock
	@$(COMPILE) --extra dev --extra sign --constraint requirements.lock -o requirements-dev.lock

clean:
	@rm -rf _site look report/theme/fonts
