# `make` alone lists the targets. Everything is made inside this folder: .venv/ and var/.
PYTHON ?= python3
PORT ?= 8000
CONTENT ?= content/tan-trung
OLDEST := $(shell sed -n 's/^requires-python = ">=\(.*\)"/\1/p' pyproject.toml)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
PO := $(wildcard locale/*/LC_MESSAGES/*.po locale/packages/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)
WORKERS ?= auto
# Links, pictures and the API name this address; a server of its own sets it in its environment.
export PUBLIC_URL ?= http://127.0.0.1:$(PORT)

.DEFAULT_GOAL := help
.PHONY: help run setup test test-services test-postgres test-nightly test-fresh-machine test-browser accessibility screenshots bench bench-search lighthouse check format messages requirements clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: setup  ## set everything up and serve the portal on 127.0.0.1:$(PORT)
	@$(BIN)/python manage.py show_addresses --port $(PORT)
	@$(BIN)/gunicorn cms.wsgi:application --env DJANGO_SETTINGS_MODULE=cms.settings.dev \
		--bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --access-logfile /dev/null --no-control-socket

setup: $(STAMP) $(MO)  ## the same without the server
	@$(BIN)/python manage.py setup_portal --content $(CONTENT)

test: $(DEV_STAMP) $(MO)  ## everything that needs no outside service
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --durations 12

test-services: $(DEV_STAMP) $(MO)  ## on services started for it: a private PostgreSQL and Elasticsearch
	$(BIN)/python -m tests.services $(BIN)/pytest -n $(WORKERS) --dist worksteal -m "services or sql" --durations 5

test-postgres: $(DEV_STAMP) $(MO)  ## all tests on PostgreSQL, for a change that touches many queries
	$(BIN)/python -m tests.services $(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not browser" --durations 12

test-nightly: test-postgres  ## all tests on PostgreSQL, long histories of changes on both databases, broken values, a fuzzer, two fresh Debians
	FILE_DAMAGES=3000 $(BIN)/pytest tests/core/test_upload_table.py
	MACHINE_EXAMPLES=200 MACHINE_STEPS=50 $(BIN)/pytest tests/catalog/test_sync_machine.py tests/localization/test_tree_machine.py
	MACHINE_EXAMPLES=200 MACHINE_STEPS=50 $(BIN)/python -m tests.services --only postgres $(BIN)/pytest -m "services or sql" tests/catalog/test_sync_machine.py tests/localization/test_tree_machine.py
	REMOVALS=200 BROKEN_VALUES=100000 $(BIN)/pytest tests/portal/test_removals.py tests/catalog/test_broken_values.py
	$(BIN)/python -m tests.contract 600
	tests/fresh_debian.sh bookworm whole
	tests/fresh_debian.sh trixie whole

test-fresh-machine:  ## what the README promises, on a fresh Debian 12 (root, debootstrap)
	tests/fresh_debian.sh bookworm

test-browser: $(DEV_STAMP) $(MO)  ## the same portal in a real Chromium: axe, keyboard, an officer's path
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m browser --durations 5

accessibility: $(DEV_STAMP) $(MO)  ## the same tests of accessibility, and what they found for the statement (home/accessibility.json)
	ACCESSIBILITY_FINDINGS=home/accessibility.json $(BIN)/pytest tests/browser/test_accessibility.py \
		tests/browser/test_journeys.py tests/browser/test_map.py tests/browser/test_suggestions.py -m browser

screenshots: $(DEV_STAMP) $(MO)  ## the pictures of docs/design.md and docs/huong-dan, of portals set up for them
	$(BIN)/python -m tests.browser.screenshots
	$(BIN)/python -m tests.browser.guide_pictures

bench: $(DEV_STAMP) $(MO)  ## speed of the interface as ratios to bare views (wrk; half an hour; BENCH= options)
	$(BIN)/python -m bench $(BENCH)

lighthouse: setup $(DEV_STAMP)  ## every kind of page as a slow phone gets it, against thresholds (LIGHTHOUSE="--kinds home news")
	$(BIN)/python -m bench.lighthouse $(LIGHTHOUSE)

bench-search: $(DEV_STAMP) $(MO)  ## the search engines over 2,000 to 100,000 items (half an hour; BENCH= options)
	$(BIN)/python -m bench.search $(BENCH)

check: $(DEV_STAMP) $(MO)  ## style, types, templates, drift of migrations and messages, production settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/djlint templates core/templates api/templates desk/templates localization/templates --lint
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py export_openapi --check
	$(MAKE) --no-print-directory messages
	git diff --exit-code -I'^"POT-Creation-Date' -- locale || { echo 'Strings changed: commit what make messages wrote to locale/.'; exit 1; }
	$(BIN)/python manage.py untranslated_messages
	for file in $(PO); do msgfmt --check-format --check-domain -o /dev/null $$file || exit 1; done
	DJANGO_SETTINGS_MODULE=cms.settings.production SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
		ALLOWED_HOSTS=portal.example PUBLIC_URL=https://portal.example \
		EMAIL_URL=smtp://127.0.0.1 EMAIL_FROM=portal@portal.example \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

format: $(DEV_STAMP)  ## put code into its one form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(DEV_STAMP)  ## collect the strings to translate into locale/
	@command -v xgettext >/dev/null || { echo "The gettext programs are needed: apt-get install gettext"; exit 1; }
	$(BIN)/python manage.py makemessages -l vi --no-location --no-obsolete --verbosity 0 \
		--ignore $(VENV) --ignore var --ignore tests --ignore bench --ignore node_modules

requirements: $(DEV_STAMP)  ## compile the pinned requirements from their .in files, for the oldest Python
	for name in requirements requirements-dev; do \
		$(BIN)/uv pip compile --quiet --python-version $(OLDEST) --no-emit-index-url \
			--custom-compile-command "make requirements" --output-file $$name.txt $$name.in || exit 1; \
	done

clean:  ## remove everything that was made: environment, database, uploads
	rm -rf $(VENV) var

$(BIN)/python:
	@echo "Making the virtual environment in $(VENV) ..."
	@$(PYTHON) -c 'import sys; sys.exit("%d.%02d" % sys.version_info[:2] < "$(OLDEST)")' || { echo "Python $(OLDEST) or newer is needed."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Debian keeps venv in a package of its own: apt-get install python3-venv"; exit 1; }

$(STAMP): requirements.txt | $(BIN)/python
	@echo "Installing the packages of requirements.txt (about a minute the first time) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements-dev.txt $(STAMP)
	@echo "Installing the packages for development and tests ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# polib compiles catalogues without the gettext programs, which a bare machine does not have.
%.mo: %.po $(STAMP)
	@$(BIN)/python -c 'import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])' $< $@
