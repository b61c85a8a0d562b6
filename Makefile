# Everything that is done with this program from a shell. Python 3.11 or newer and make are all a fresh machine needs.

.DEFAULT_GOAL := help
.PHONY: help demo install test check bench gallery requirements messages clean

BIN := .venv/bin
CATALOGUES := client_app/translations

help:  ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

demo:  ## start the demo on http://127.0.0.1:8000 (PORT=…, DATABASE_URL=…, RESET=1 to start over)
	@scripts/demo

install:  ## install what the program runs on into .venv (what a deployment does)
	@scripts/install requirements.txt

test:  ## install what the tests need and run them all
	@scripts/test

check:  ## format, lint, types, import contracts, templates
	@scripts/install requirements-dev.txt
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet client_app/templates

bench:  ## measure the hot paths and print ratios (minutes; nothing else should run)
	@scripts/install requirements-dev.txt
	$(BIN)/python -m bench

gallery:  ## take every page in both languages and themes at three widths into gallery/, each held by axe
	@scripts/install requirements-dev.txt
	@scripts/chromium
	$(BIN)/pytest -n 2 tests/gallery/pages.py

requirements:  ## compile requirements.txt and requirements-dev.txt from their .in files, with hashes
	@scripts/install requirements-dev.txt
	@for name in requirements requirements-dev; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
			--no-emit-index-url $(UPGRADE) $$name.in --output-file $$name.txt || exit; \
	done

messages:  ## collect the texts of templates and code into the catalogue, ready to be translated
	@scripts/install requirements-dev.txt
	@pot=$$(mktemp) && trap 'rm -f "$$pot"' EXIT && \
	$(BIN)/pybabel --quiet extract --mapping babel.cfg --keyword N_ --no-location --sort-output --project Companion \
		--output "$$pot" . && \
	$(BIN)/pybabel --quiet update --input-file "$$pot" --output-dir $(CATALOGUES) --locale es --init-missing \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

clean:  ## remove the virtual environment, caches and compiled catalogues (the databases in instance/ stay)
	rm -rf .venv .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache gallery
	find client_app tests bench migrations -name __pycache__ -prune -exec rm -rf {} +
	find $(CATALOGUES) -name '*.mo' -delete
