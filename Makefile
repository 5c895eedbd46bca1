# `make briefing` and `make test` are all that is needed; both set up .venv from the lock first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: briefing test check look quarto lock clean

briefing: $(READY)
	@$(BIN)/briefing build

test: $(READY)
	@$(BIN)/python -m pytest

check: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(MAKE) --no-print-directory test

# Pictures of every page, in light and dark, and of the PDF: the folder look.
look: briefing
	@$(BIN)/python benchmarks/look.py

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		|| (echo "Python 3.11, 3.12 or 3.13 is needed: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1)
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Quarto's package downloads a release from elsewhere; where it cannot, nothing changes.
quarto: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'jupyter>=1.1' 'quarto-cli>=1.9' >/dev/null 2>&1 \
		&& echo "Quarto is installed; briefing build will use it" \
		|| echo "Quarto could not be installed here; the embedded engine stays in use"

lock:
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --extra dev --python-version 3.11 pyproject.toml -o requirements.lock

clean:
	@rm -rf _site look report/theme/fonts
