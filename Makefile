# `make run` on a fresh machine is enough; `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# HOST is taken from the command line only: some shells and conda set a HOST of their own.
ADDRESS := $(if $(PORT),--port $(PORT)) $(if $(filter command,$(origin HOST)),--host $(HOST))

CHROMIUM_NAMES := chromium chromium-browser google-chrome google-chrome-stable
APT_INSTALL := DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends
PYTHON_FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))

.PHONY: help run setup test check slow lock pictures browser office
.DEFAULT_GOAL := help

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  PORT=8600, HOST=0.0.0.0 with run; PYTHON=python3.12 with any, at the first set-up"

run: $(STAMP) ## set up if needed, and serve the dashboard on http://localhost:8501
	@exec $(BIN)/khyber serve $(ADDRESS)

setup: $(STAMP) ## make .venv with the locked dependencies

$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Khyber needs Python 3.11, 3.12 or 3.13; there is no $(PYTHON) here."; exit 1; }
	@$(PYTHON) -c '$(PYTHON_FITS)' || { echo "Khyber needs Python 3.11, 3.12 or 3.13; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make setup PYTHON=python3.12"; exit 1; }
	@echo "Installing into $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock | $(PIP) --require-hashes -r /dev/stdin && \
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.lock || \
	{ echo "uv could not install the packages; pip does, which takes longer ..."; $(PIP) --require-hashes -r requirements.lock; }
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

test: $(STAMP) browser office ## every test but the slow ones, in a real browser too
	@$(BIN)/python -m pytest -n 2 --dist loadfile --ignore=tests/browser
	@$(BIN)/python -m pytest -n 2 --dist worksteal tests/browser

check: $(STAMP) ## style, types and the data
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/khyber check
	$(BIN)/khyber dictionary --check
	$(BIN)/khyber changes --check
	$(BIN)/khyber outlook --check

slow: $(STAMP) browser ## what is too long for every change: slow tests and benchmarks
	$(BIN)/python -m pytest -m slow
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.map
	$(BIN)/python -m benchmarks.briefing

lock: $(STAMP) ## remake requirements.lock from pyproject.toml (UPGRADE=1: newest that it allows)
	$(BIN)/uv pip compile pyproject.toml --group dev $(if $(UPGRADE),--upgrade) --universal --python-version 3.11 \
	    --fork-strategy fewest --generate-hashes --no-emit-index-url --no-annotate --quiet \
	    --custom-compile-command "make lock" --output-file requirements.lock

pictures: $(STAMP) browser ## make the pictures of the README and the documents again
	$(BIN)/python scripts/pictures.py

# Chromium's headless shell draws pages with a third less work; without it the tests take the browser itself.
browser:
	@[ -z "$$CHROMIUM" ] || exit 0; \
	for name in $(CHROMIUM_NAMES); do command -v $$name >/dev/null && found=$$name; done; \
	[ -n "$$found" ] && command -v chromium-headless-shell >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing chromium and its headless shell ..." && apt-get -qq update && \
	    $(APT_INSTALL) chromium chromium-headless-shell >/dev/null || [ -n "$$found" ]; \
	elif [ -z "$$found" ]; then \
	    echo "The tests need Chromium: install it (Debian: sudo apt-get install chromium), or name it: CHROMIUM=/path/to/chromium make test"; exit 1; \
	fi

# One test opens our slides in LibreOffice and reads our PDF with poppler; without them it says that it was skipped.
office:
	@command -v soffice >/dev/null && command -v pdftotext >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing LibreOffice Impress and poppler ..." && apt-get -qq update && \
	    $(APT_INSTALL) libreoffice-impress poppler-utils >/dev/null; \
	else \
	    echo "Without LibreOffice Impress and poppler-utils the tests that open slides and PDF are skipped."; \
	fi
