# Two commands: `make run` shows the site, `make test` proves it. Both prepare the machine themselves.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
export PYTHON

.DEFAULT_GOAL := help
# A virtual environment whose creation failed halfway must not look finished.
.DELETE_ON_ERROR:
.PHONY: help run test prove lint format clean system-run system-test

help: ## list these commands
	@grep -hE '^[a-z%-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z%-]+):[^#]*## */  make \1\t/' | expand -t 22

run: $(VENV)/.installed-run ## show the site, with demo content the first time (DEMO=0: without)
	@.ci/serve

test: $(VENV)/.installed-test system-test ## run every test: style, types, both databases, browser
	@$(PY) -m tests.run test

prove: $(VENV)/.installed-test system-test ## run the long proofs too long for `make test`
	@$(PY) -m tests.run prove

lint: $(VENV)/.installed-test ## check style and types only
	@$(PY) -m tests.run lint

format: $(VENV)/.installed-test ## rewrite code and templates in the house style
	@$(VENV)/bin/ruff check --fix-only --quiet .
	@$(VENV)/bin/ruff format .
	@find templates -name '*.html' -print0 | xargs -0 $(VENV)/bin/djade --target-version 5.2 || true # 1: some changed

bench-%: $(VENV)/.installed-test ## run one benchmark of bench/
	@$(PY) -m bench.$*

clean: ## remove the virtual environment and caches (var/, your data, stays)
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

# --- what the commands above stand on ---------------------------------------------------------------

system-run:
	@bash .ci/system .ci/apt-run.txt

system-test:
	@bash .ci/system .ci/apt-run.txt .ci/apt-test.txt

$(PY): | system-run
	$(PYTHON) -m venv --clear $(VENV)

# One stamp for each set of requirements: pip runs again only when a list changed.
$(VENV)/.installed-run: requirements.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

$(VENV)/.installed-test: requirements-dev.txt $(VENV)/.installed-run | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@
