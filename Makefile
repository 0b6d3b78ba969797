# The commands of the project; `make help` lists them. Works on Debian and Ubuntu with Python 3.11+ and make.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
HOST ?= 127.0.0.1
# What `make run` and `make start` open: HANDBOOK_DATA where it is set; var/ otherwise, and for `make run`
# with nobody in var/ yet the demo company in var/demo.
START_DATA = $(or $(HANDBOOK_DATA),var)
RUN_DATA = $(or $(HANDBOOK_DATA),$(if $(DATABASE_URL)$(shell $(call has_people,var) && echo yes),var,var/demo))
SIGN_INS = $(RUN_DATA)/sign-ins.json

BIN = .venv/bin
PIP = $(BIN)/python -m pip -qq --disable-pip-version-check
RUN_PACKAGES = libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core
TEST_PACKAGES = $(RUN_PACKAGES) postgresql poppler-utils qpdf openssl
WITH_APP = FLASK_APP=wsgi.py PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONUNBUFFERED=1
SERVE = HOST=$(HOST) PORT=$(PORT) HANDBOOK_BASE_URL="$${HANDBOOK_BASE_URL:-http://127.0.0.1:$(PORT)}" $(WITH_APP)
# What two people do at the same instant is tested on PostgreSQL in `make test`, all the rest of the rooms in `make test-heavy`.
PG_FIRST = tests/faults
PYTEST = env $(WITH_APP) $(BIN)/pytest
# The tests of `make test` write into memory where there is room for it; the long proofs write to the real disk.
ROOM = $(shell test "$$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 6000000 2>/dev/null && \
	test -w /dev/shm && echo env TMPDIR=/dev/shm)

.DEFAULT_GOAL = help
.PHONY: help setup run start test test-heavy lint test-sqlite test-postgresql test-browser bench \
	packages test-packages translations catalogue migration first-migration format clean

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | \
		while IFS='|' read -r name words; do printf '  make %-16s %s\n' "$$name" "$$words"; done
	@echo "  PORT (default 8000), HOST (127.0.0.1), HANDBOOK_DATA (var/), DATABASE_URL (SQLite in HANDBOOK_DATA) are honoured."

setup: packages $(BIN)/.installed translations ## install what is missing, migrate, compile translations
	@HANDBOOK_DATA="$(START_DATA)" $(WITH_APP) flask upgrade

run: packages $(BIN)/.installed translations ## open the handbook; with no data yet, a demo company with a sign-in for each role
	@$(load_demo)
	@HANDBOOK_DATA="$(RUN_DATA)" $(WITH_APP) flask upgrade
	@test ! -f "$(SIGN_INS)" || $(BIN)/python -c "$$SHOW_SIGN_INS" "$(SIGN_INS)" "http://$(HOST):$(PORT)"
	@$(call serve,$(RUN_DATA))

start: setup ## open the handbook of your company: the same without the demo
	@$(call serve,$(START_DATA))

test: test-packages $(BIN)/.installed-for-tests translations lint test-sqlite test-postgresql test-browser ## check everything that fits into fifteen minutes

test-heavy: test-packages $(BIN)/.installed-for-tests translations ## the proofs that need more time
	@echo "== the other database tests on PostgreSQL"; $(ROOM) $(BIN)/python -m tests.postgres $(PYTEST) -n 2 -m database $(PG_FIRST:%=--ignore %) --ignore tests/browser --ignore tests/heavy
	@echo "== the long proofs"; $(BIN)/python -m tests.postgres $(PYTEST) -n 2 --dist loadfile --no-loadscope-reorder tests/heavy

lint: $(BIN)/.installed-for-tests ## style, types and the direction of imports
	@echo "== style"; $(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@echo "== types"; $(BIN)/mypy handbook
	@echo "== imports"; $(BIN)/lint-imports --no-logo

test-sqlite: $(BIN)/.installed-for-tests translations ## the tests on SQLite
	@echo "== the tests on SQLite"; $(ROOM) $(PYTEST) -n 2 --ignore tests/browser --ignore tests/heavy

test-postgresql: $(BIN)/.installed-for-tests translations ## the tests that use a database, on a PostgreSQL server of their own
	@echo "== the database tests on PostgreSQL"; \
	$(ROOM) $(BIN)/python -m tests.postgres $(PYTEST) -n 2 -m database $(PG_FIRST)

# loadgroup without groups: each test goes to whichever process is free.
test-browser: $(BIN)/.installed-for-tests translations ## the tests in headless Chromium
	@echo "== the tests in the browser"; $(PYTEST) -n 2 --dist loadgroup tests/browser

bench: test-packages $(BIN)/.installed-for-tests translations ## measure, and print the ratios beside their goals
	@$(WITH_APP) $(BIN)/python -m tests.bench

format: $(BIN)/.installed-for-tests ## lay the code out anew
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

catalogue: $(BIN)/.installed ## collect new words for the translators
	@$(BIN)/pybabel --quiet extract -F babel.cfg -k _l -k lazy_gettext --add-location=file --sort-by-file \
		--project "Service handbook" -o handbook/translations/messages.pot .
	@$(BIN)/pybabel --quiet update --no-fuzzy-matching -d handbook/translations -i handbook/translations/messages.pot

migration: $(BIN)/.installed-for-tests ## write a migration from what changed in the models: make migration NAME="what changed"
	@test -n "$(NAME)" || { echo 'Say what changed: make migration NAME="complaints have a location"'; exit 1; }
	@$(call write_migration,$(NAME),)

first-migration: $(BIN)/.installed-for-tests ## write the first migration anew; only while nothing is released
	@rm -rf var/before && mkdir -p var/before && mv handbook/migrations/versions/*.py var/before/
	@{ $(call write_migration,The tables of the first release,--rev-id 0001); } || \
		{ mv var/before/*.py handbook/migrations/versions/; echo "The migration stays as it was."; exit 1; }

clean: ## remove what can be made again (never your data)
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	@find handbook/translations -name '*.mo' -delete 2>/dev/null || true

packages:
	@$(call install_packages,$(RUN_PACKAGES))

test-packages:
	@$(call install_packages,$(TEST_PACKAGES) $(if $(shell command -v chromium || command -v google-chrome),,chromium))

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; on Debian and Ubuntu: sudo apt-get install -y python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(call install_packages,python3-venv); }
	@$(PYTHON) -m venv .venv

$(BIN)/.installed: requirements.txt | $(BIN)/python
	@echo "Installing the Python packages (about a minute the first time) ..."
	@$(PIP) install -r requirements.txt && touch $@

$(BIN)/.installed-for-tests: requirements-dev.txt requirements.txt | $(BIN)/.installed
	@$(PIP) install -r requirements-dev.txt && touch $@

translations: $(BIN)/.installed
	@if ls handbook/translations/*/LC_MESSAGES/*.po >/dev/null 2>&1; then \
		$(BIN)/pybabel --quiet compile -d handbook/translations; fi

# Install system packages as root; as anybody else, name the line that does it.
define install_packages
missing=""; for p in $(1); do \
	dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q ' installed$$' || missing="$$missing $$p"; done; \
if [ -z "$$missing" ]; then :; \
elif [ "$$(id -u)" != 0 ]; then \
	echo "Some system packages are missing. Please run this line, then try again:"; \
	echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends$$missing"; exit 1; \
else echo "Installing system packages:$$missing"; export DEBIAN_FRONTEND=noninteractive; \
	{ apt-get update -qq && apt-get install -y -qq --no-install-recommends $$missing; } >/tmp/apt.$$$$ 2>&1 \
	|| { tail -n 20 /tmp/apt.$$$$; echo "apt-get could not install:$$missing"; exit 1; }; rm -f /tmp/apt.$$$$; fi
endef

# Tell whether a data folder has people; a folder that is only migrated has none.
has_people = $(PYTHON) -c "import sqlite3, sys; \
	base = sqlite3.connect('file:$(1)/handbook.sqlite3?mode=ro', uri=True); \
	sys.exit(base.execute('select count(*) from employee').fetchone() == (0,))" 2>/dev/null

# Fill an empty data folder with the demo company: beside it first, then moved, so that half a demo never stays.
define load_demo
set -e; umask 077; data="$(RUN_DATA)"; \
if [ -z "$(DATABASE_URL)" ] && ! $(call has_people,$(RUN_DATA)); then \
	if [ -d "$$data" ] && [ ! -e "$$data/handbook.sqlite3" ] && ! rmdir "$$data" 2>/dev/null; then \
		echo "$$data holds files but no handbook. Empty it, or name another folder: make run HANDBOOK_DATA=..."; exit 1; fi; \
	echo "No data yet: making a demo company in $$data (about two minutes) ..."; \
	rm -rf "$$data.loading"; mkdir -p "$$data.loading"; \
	if [ -d "$$data" ]; then cp -a "$$data/." "$$data.loading/"; fi; \
	HANDBOOK_DATA="$$data.loading" $(WITH_APP) \
		flask demo load --employees 12 --seed 1 --json >"$$data.loading/sign-ins.json"; \
	rm -rf "$$data"; mv "$$data.loading" "$$data"; fi
endef

# Compare the models with a database that has all migrations so far.
define write_migration
( rm -rf var/migration; export HANDBOOK_DATA=var/migration $(WITH_APP); trap 'rm -rf var/migration' EXIT; \
flask db upgrade && flask db migrate -m "$(1)" $(2) && sed -i "/^    # ### /d" handbook/migrations/versions/*.py && \
ruff check --quiet --fix handbook/migrations/versions && ruff format --quiet handbook/migrations/versions )
endef

define serve
echo "Serving on http://$(HOST):$(PORT) (Ctrl-C stops)"; trap : INT; \
HANDBOOK_DATA="$(1)" $(SERVE) honcho start --no-prefix --port $(PORT); status=$$?; test $$status = 130 || exit $$status
endef

define SHOW_SIGN_INS
import json, sys
print(f"\nDemo company: invented people, nothing here is real. Sign in at {sys.argv[2]}\n")
row = "  {role:<16} {staff_number:<14} {password:<24} {name} ({language})"
print(row.format(role="ROLE", staff_number="STAFF NUMBER", password="PASSWORD", name="NAME", language="language"))
for person in json.load(open(sys.argv[1], encoding="utf-8"))["sign_ins"]:
    print(row.format(**person))
print()
endef
export SHOW_SIGN_INS
