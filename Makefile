# Everything a person does with this repository. `make` alone says what there is.
# Needs only Python 3.11, pip, Node 20, npm and make. Stamp files in .make/ make a second run instant.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
# One thing after another; the static checks alone run side by side.
ifndef TOGETHER
.NOTPARALLEL:
endif
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
UV := .make/uv/bin/uv
BUILT := src/commonweal/web/static/commonweal
FRONTEND := $(shell find frontend src/commonweal/blocks -type f \( -name '*.ts' -o -name '*.css' -o -name '*.svg' -o -name '*.woff2' -o -name '*.json' \) -not -name '*.test.ts' 2>/dev/null)
PYTEST := $(BIN)/python -m pytest -q
# What belongs to checking stays out of ./data, where a person's own workshops are.
CHECKING := COMMONWEAL_DATA="$(CURDIR)/.make/data" COMMONWEAL_DATABASE= PATH="$(CURDIR)/.make/uv/bin:$$PATH"
ARGS ?=

say = @printf '\n\033[1m== %s\033[0m\n' "$(1)"

.PHONY: help setup demo check format lock types bench pictures clean \
	check-static check-style check-types check-imports check-frontend check-generated check-migrations \
	check-tests check-tests-postgres check-wheel check-themes check-browser

help: ## Say what there is
	@echo "Commonweal. Start with 'make demo'; before you propose a change, 'make check'."
	@echo
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)$$/\1|\2/' | while IFS='|' read -r name words; do printf '  make %-22s %s\n' "$$name" "$$words"; done

# ---- Setting up -------------------------------------------------------------------------------------------------

setup: .make/python-dev .make/frontend ## Install everything for development and build the front end

demo: .make/python-run .make/frontend ## Run a demonstration: prints links for a facilitator, a participant and the wall
	@$(BIN)/commonweal demo $(ARGS)

$(UV): requirements/uv.txt
	$(call say,Fetching uv)
	@mkdir -p .make
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Commonweal needs Python 3.11 or newer; '$(PYTHON)' is older. Try: make PYTHON=python3.12 …"; exit 1; }
	@rm -rf .make/uv && $(PYTHON) -m venv .make/uv || { echo "Python could not make an environment. On Debian: apt-get install python3-venv"; exit 1; }
	@.make/uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.make/venv: | $(UV)
	@$(UV) venv --quiet --clear --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv
	@rm -f .make/python-run .make/python-dev
	@touch $@

.make/python-run: requirements/run.txt pyproject.toml .make/venv
	$(call say,Installing what the server needs)
	@$(UV) pip install --quiet --require-hashes -r requirements/run.txt
	@$(UV) pip install --quiet --no-deps -e .
	@touch $@

.make/python-dev: requirements/dev.txt pyproject.toml .make/venv
	$(call say,Installing what development needs)
	@$(UV) pip sync --quiet --require-hashes requirements/dev.txt
	@$(UV) pip install --quiet --no-deps -e .
	@touch .make/python-run $@

.make/npm: package.json package-lock.json .npmrc
	$(call say,Installing what the front end needs)
	@mkdir -p .make
	@command -v npm >/dev/null || { echo "npm is not here. Install Node 20 or newer, with npm."; exit 1; }
	@npm ci --loglevel=error
	@touch $@

.make/frontend: .make/npm vite.config.ts tsconfig.json $(FRONTEND)
	$(call say,Building the front end)
	@npm run --silent build
	@touch $@

# A stamp does not hold when what it stands for is gone.
ifeq ($(wildcard $(BUILT)/main.js),)
$(shell rm -f .make/frontend)
endif
ifeq ($(wildcard node_modules/.package-lock.json),)
$(shell rm -f .make/npm)
endif
ifeq ($(wildcard .venv/bin/python),)
$(shell rm -f .make/venv)
endif

# ---- Checking ---------------------------------------------------------------------------------------------------

check: setup check-browser check-static check-tests check-tests-postgres check-wheel check-themes ## Run every check, as the build server does
	@printf '\n\033[1mEverything passed.\033[0m\n'

check-static: setup ## Style, types, imports, the front end's tests, generated files, migrations
	@$(MAKE) --no-print-directory -j 2 --output-sync=target TOGETHER=1 check-frontend check-types check-style check-imports check-generated check-migrations

check-browser: ## Make sure that Debian's Chromium is here (apt-get installs its headless shell when you are root)
	$(call say,Chromium)
	@mkdir -p .make
	@if command -v chromium-headless-shell >/dev/null; then echo "here: $$(command -v chromium-headless-shell)"; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && export DEBIAN_FRONTEND=noninteractive && { apt-get -qq update \
		&& apt-get -qq -y --no-install-recommends install chromium-headless-shell; } >.make/chromium.log 2>&1; then echo "installed"; \
	elif command -v chromium >/dev/null; then echo "here: $$(command -v chromium). Its headless shell (chromium-headless-shell) would be quicker."; \
	else if [ -f .make/chromium.log ]; then tail -n 20 .make/chromium.log; fi; \
		echo "The browser tests need Chromium. Install it (Debian, as root: apt-get install chromium-headless-shell), then run this again."; exit 1; fi

check-style: .make/python-dev ## Lint and formatting of the Python code
	$(call say,Style of the Python code)
	@$(BIN)/ruff check --quiet . || { echo "Some of this 'make format' can put right."; exit 1; }
	@$(BIN)/ruff format --quiet --check . || { $(BIN)/ruff format --check . || true; echo "Run 'make format'."; exit 1; }

check-types: .make/python-dev ## Types of the Python code
	$(call say,Types of the Python code)
	@mkdir -p .make/data && $(CHECKING) $(BIN)/mypy

check-imports: .make/python-dev ## Imports go down only
	$(call say,Imports go down only)
	@$(BIN)/lint-imports --no-logo

check-frontend: .make/npm ## Lint, types and tests of the TypeScript code
	$(call say,Style of the TypeScript code)
	@npm run --silent lint || { echo "Some of this 'make format' can put right."; exit 1; }
	$(call say,Types of the TypeScript code)
	@npm run --silent types
	$(call say,Tests of the TypeScript code)
	@npm run --silent test

check-generated: .make/python-dev ## The generated message types are up to date
	$(call say,Generated types)
	@mkdir -p .make/data
	@cp frontend/store/messages.ts .make/messages.before
	@$(CHECKING) $(BIN)/python -m commonweal.sync.typescript >/dev/null
	@if ! cmp -s frontend/store/messages.ts .make/messages.before; then \
		cp .make/messages.before frontend/store/messages.ts; \
		echo "frontend/store/messages.ts is older than the messages in Python. Run 'make types'."; exit 1; fi
	@echo "up to date"

check-migrations: .make/python-dev ## The migrations say what the models say
	$(call say,Migrations)
	@mkdir -p .make/data
	@$(CHECKING) DJANGO_SETTINGS_MODULE=commonweal.project.settings $(BIN)/python -m django makemigrations --check --dry-run

# Folders with runs of their own; their modules are not even read by the others.
APART := --ignore=tests/journeys --ignore=tests/faults

check-tests: setup ## The tests, on SQLite (ARGS='-k word' chooses some)
	$(call say,Tests on SQLite)
	@$(CHECKING) $(PYTEST) -n 2 -m "not wheel and not faults and not browser" $(APART) $(ARGS)
	$(call say,Journeys on SQLite)
	@$(CHECKING) $(PYTEST) -n 2 --dist worksteal -m browser tests/journeys $(ARGS)
	$(call say,Faults on SQLite)
	@$(CHECKING) $(PYTEST) -n 4 --dist worksteal -m "faults and not alone" tests/faults $(ARGS)
	@$(CHECKING) $(PYTEST) -m "faults and alone" tests/faults $(ARGS)

# What touches the database runs on both; what looks at pages, content, rules and sockets alone would only be repeated.
# So would sealed pages, which are boxes of bytes to a server, and hundreds of seeded rounds of an adversary who reads answers; what the rows themselves tell is looked at on both.
# The whole suite on PostgreSQL: make check-tests-postgres ON_POSTGRES=tests NOT_ON_POSTGRES= JOURNEYS_ON_POSTGRES=tests/journeys FAULTS_ON_POSTGRES=tests/faults
ON_POSTGRES = $(addprefix tests/,jobs operations sync web test_backup.py test_postgres_server.py)
NOT_ON_POSTGRES = $(addprefix --ignore=tests/web/test_,wall_watched.py aggregates_watched.py)
JOURNEYS_ON_POSTGRES = $(addprefix tests/journeys/test_,people.py workshop.py)
FAULTS_ON_POSTGRES = $(addprefix tests/faults/test_,hostile.py kill.py)

check-tests-postgres: setup ## The tests that touch the database, on PostgreSQL
	$(call say,Tests on PostgreSQL)
	@$(CHECKING) COMMONWEAL_TEST_DATABASE=postgres $(PYTEST) -n 2 -m "not wheel and not faults and not browser" $(ON_POSTGRES) $(NOT_ON_POSTGRES) $(ARGS)
	$(call say,Journeys on PostgreSQL)
	@$(CHECKING) COMMONWEAL_TEST_DATABASE=postgres $(PYTEST) -n 2 -m browser $(JOURNEYS_ON_POSTGRES) $(ARGS)
	$(call say,Faults on PostgreSQL)
	@$(CHECKING) COMMONWEAL_TEST_DATABASE=postgres COMMONWEAL_KILLS=5 $(PYTEST) -n 4 --dist worksteal -m faults $(FAULTS_ON_POSTGRES) $(ARGS)

check-wheel: setup ## The wheel installs and runs where there is no Node
	$(call say,The wheel)
	@$(CHECKING) $(PYTEST) -m wheel tests/test_wheel.py

.make/themes: requirements/themes.txt requirements/dev.txt pyproject.toml .make/venv
	$(call say,Installing the extra [themes] in an environment of its own)
	@$(UV) venv --quiet --clear --python .venv/bin/python $@
	@$(UV) pip install --quiet --python $@/bin/python --require-hashes -r requirements/themes.txt -r requirements/dev.txt
	@$(UV) pip install --quiet --python $@/bin/python --no-deps -e .
	@touch $@

check-themes: .make/themes .make/frontend ## Suggested themes with the extra [themes], in an environment of its own
	$(call say,Suggested themes with the extra)
	@$(CHECKING) COMMONWEAL_TEST_EXTRA=themes .make/themes/bin/python -m pytest -q $(addprefix tests/,core/test_themes.py web/test_themes.py web/test_meaning.py)

# ---- Making -----------------------------------------------------------------------------------------------------

format: setup ## Put formatting right, and what lint can put right by itself
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .
	@npm run --silent format || true

types: .make/python-dev ## Write frontend/store/messages.ts from the messages in Python
	@mkdir -p .make/data
	@$(CHECKING) $(BIN)/python -m commonweal.sync.typescript

LOCK := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links
mission: .make/python-dev ## Write docs/mission.md, the table of the workbook's pieces and their tests
	@mkdir -p .make/data && $(CHECKING) COMMONWEAL_WRITE_MISSION=1 $(PYTEST) tests/house/test_mission.py

lock: $(UV) ## Renew the locked versions (hashes, and no host names)
	$(call say,Locking)
	@$(UV) $(LOCK) --upgrade pyproject.toml -o requirements/run.txt
	@$(UV) $(LOCK) --upgrade pyproject.toml --extra themes -c requirements/run.txt -o requirements/themes.txt
	@$(UV) $(LOCK) --upgrade pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
	@echo uv | $(UV) $(LOCK) --upgrade - -o requirements/uv.txt
	@npm install --package-lock-only --ignore-scripts --loglevel=error
	@if grep -qE '://' requirements/*.txt || grep -q '"resolved"' package-lock.json; then \
		echo "A lock file names a host; that must not be committed."; exit 1; fi

bench: setup ## Measure (bench/ says what; ARGS passes words on)
	@[ -d bench ] || { echo "There is no bench/ yet."; exit 1; }
	@$(CHECKING) $(BIN)/python -m bench $(ARGS)

pictures: setup check-browser ## Make the pictures of the docs, and each page beside its design (ARGS=FOLDER of designs)
	@$(CHECKING) $(BIN)/python -m docs.pictures $(ARGS)

clean: ## Remove everything that these commands made (not ./data)
	@rm -rf .make .venv node_modules dist $(BUILT) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
