# The commands of the project.  Everything they need is set up in .venv on first use; only Python 3.11+ and make must be there.
#
#   make run                   check the reports of examples/ (or: make run FILES="a.txt b/")
#   make test                  all tests
#   make check                 what continuous integration asks for: style, types, layers, generated pages, the site, tests
#   make site                  the documentation site, in build/site/html; warnings are errors
#   make pages | examples      renew docs/rules.md and the generated pages of docs/site | the expected output in examples/ and in the READMEs

VENV = .venv
BIN = $(VENV)/bin
FILES = examples
TESTS =
EXTRAS = dev

.PHONY: run test check lint types layers pages-current pages site examples clean

# A report with errors makes govlint exit with 1: here that is no failure.
run: $(VENV)/.run
	@$(BIN)/govlint $(FILES) || test $$? -eq 1

test: $(VENV)/.dev
	$(BIN)/python -m pytest $(TESTS)

check: lint types layers pages-current site test

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports

pages-current: $(VENV)/.dev
	$(BIN)/python -m gov_lint.pages --check docs/rules.md
	$(BIN)/python -m gov_lint.settings.schema --check gov_lint/schemas/config.json
	$(BIN)/python -m tools.format_matrix --check
	$(BIN)/python -m tools.site_build --check

pages: $(VENV)/.dev
	$(BIN)/python -m gov_lint.pages docs/rules.md
	$(BIN)/python -m gov_lint.settings.schema gov_lint/schemas/config.json
	$(BIN)/python -m tools.site_build --write

site: $(VENV)/.dev
	$(BIN)/python -m tools.site_build

examples: $(VENV)/.run
	$(BIN)/python tools/renew_examples.py

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/.run: pyproject.toml tools/venv.sh
	@sh tools/venv.sh $(VENV) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml tools/venv.sh
	@sh tools/venv.sh $(VENV) -e '.[$(EXTRAS)]'
	@touch $@ $(VENV)/.run
