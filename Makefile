# Every target makes its own environment in .venv from a bare python3 (3.11 or newer), by the lock in requirements/.
# After the first install nothing here needs a network.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
PIP := -m pip install -qq --disable-pip-version-check --no-deps
PIP_LOCKED := $(PIP) --require-hashes
LOCK   := $(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-annotate --universal --python-version 3.11
PATHS  := src tests bench tools notebooks docs/conf.py

export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## Say what each target does.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: venv
venv: $(STAMP) ## Make the environment (.venv) from the lock.

# pyproject.toml is asked for as well: entry points and the version live there.
$(STAMP): requirements/dev.txt src/riobravo/models.lock pyproject.toml
	@echo '==> making $(VENV) from requirements/dev.txt (once; it takes a minute or two)'
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'riobravo needs Python 3.11 or newer; name one with: make PYTHON=python3.11'; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null \
		|| { echo 'This Python cannot make environments. On Debian or Ubuntu: apt-get install python3-venv'; exit 2; }
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python $(PIP_LOCKED) -r requirements/dev.txt
	@$(BIN)/python $(PIP_LOCKED) -r src/riobravo/models.lock
	@$(BIN)/python $(PIP) --no-build-isolation --editable .
	@touch $@

.PHONY: dataset
dataset: $(STAMP) ## Build the dataset from dataset/articles: tables, views, checks, checksums (BUILD=--no-cache: codes all anew).
	@echo '==> building the dataset'
	@$(BIN)/riobravo build $(BUILD)

.PHONY: validate
validate: $(STAMP) ## Hold the built tables to all gates; what was expected and measured as pages in build/data_docs.
	@echo '==> validating dataset/tables'
	@$(BIN)/riobravo validate --data-docs build/data_docs

.PHONY: diff
diff: $(STAMP) ## Show what changed in the tables since the last release.
	@$(BIN)/riobravo diff

.PHONY: test
test: $(STAMP) ## Run all tests, on all cores.
	@echo '==> running the tests'
	@$(BIN)/python -m pytest -q -n auto --dist loadfile

.PHONY: test-ray
test-ray: $(VENV)-ray/.installed ## Test coding on a Ray cluster of two nodes (installs Ray, 80 MB, apart).
	@echo '==> coding on a Ray cluster of two nodes on this machine'
	@PYTHONPATH=src $(VENV)-ray/bin/python -m pytest -q tests/corpus/test_on_ray.py

.PHONY: lint
lint: $(STAMP) ## Check the briefs in dataset/articles, the table of their checks, and the codings.
	@echo '==> checking the briefs and their codings'
	@$(BIN)/riobravo lint
	@$(BIN)/riobravo codings check

.PHONY: model
model: $(STAMP) ## Fit the annotator's models anew, on the dev split.
	@echo '==> fitting precision.json and date_choice.json in src/riobravo/mentions/rules'
	@$(BIN)/riobravo fit

.PHONY: quality
quality: $(STAMP) ## Measure the machine and the readers anew: docs/quality.json, docs/quality.md.
	@echo '==> measuring'
	@$(BIN)/riobravo quality

.PHONY: figures
figures: $(STAMP) ## Draw the figures of the README anew, into docs/figures.
	@echo '==> drawing docs/figures'
	@$(BIN)/riobravo figures

# The page is TypeScript: node and npm are asked for here and nowhere else.
SITE_STAMP := site/node_modules/.installed

$(SITE_STAMP): site/package-lock.json
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2> /dev/null \
		&& command -v npm > /dev/null || { echo 'The page needs node 20.19 or newer, with npm.'; exit 2; }
	@echo '==> installing what the page is built with (site/package-lock.json)'
	@cd site && npm ci --silent --ignore-scripts
	@touch $@

.PHONY: site
site: $(STAMP) $(SITE_STAMP) ## Build the web page from the dataset into site/dist (needs node 20.19 or newer).
	@echo '==> building site/dist'
	@$(BIN)/riobravo site site/public/data
	@cd site && npm run --silent build

.PHONY: site-test
site-test: site ## Test the built page in a browser on loopback (needs chromium, or CHROMIUM=its path).
	@test -n "$$CHROMIUM" || command -v chromium chromium-browser > /dev/null \
		|| { echo 'No browser to test with. On Debian or Ubuntu: apt-get install chromium'; exit 2; }
	@echo '==> testing site/dist in a browser'
	@cd site && npm test --silent

.PHONY: review-test
review-test: $(STAMP) $(SITE_STAMP) ## Test the page of a review in a browser on loopback (needs chromium, or CHROMIUM=its path).
	@echo '==> reviewing in a browser'
	@$(BIN)/python -m pytest -q tests/review/test_browser.py

.PHONY: bench-identity
bench-identity: $(STAMP) ## Time identity on 10,000 to 100,000 synthetic mentions, with peak memory.
	@echo '==> resolving synthetic mentions (larger corpora: bench/README.md)'
	@$(BIN)/python bench/identity.py

.PHONY: bench-corpus
bench-corpus: $(STAMP) ## Code generated corpora: memory at 10,000 and 200,000 articles, two processes against one (a quarter of an hour).
	@echo '==> coding generated articles'
	@$(BIN)/python bench/corpus.py

.PHONY: views
views: $(STAMP) ## Write docs/views.md anew from sql/ and the built tables.
	@echo '==> writing docs/views.md'
	@$(BIN)/riobravo views

.PHONY: docs
docs: $(STAMP) ## Build the pages of docs/ into build/docs; a broken link or anchor fails (half a minute).
	@echo '==> building build/docs'
	@rm -rf build/docs build/doctrees
	@$(BIN)/python -m sphinx -q -W --keep-going -b html -c docs -d build/doctrees . build/docs
	@$(BIN)/python tools/links.py build/docs

.PHONY: bench-throughput
bench-throughput: $(STAMP) ## Time the rule annotator against spaCy's plain pipe, on the briefs and on generated articles.
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python bench/throughput.py

.PHONY: bench-incremental
bench-incremental: $(STAMP) ## Time a build after one more brief against a full one, on 20,000 generated briefs (half an hour).
	@$(BIN)/python bench/incremental.py

.PHONY: scale
scale: $(STAMP) ## Draw the growth curves and the estimate of docs/scale.md anew from bench/measured.yaml.
	@$(BIN)/python tools/scale.py

.PHONY: faults
faults: $(STAMP) ## Kill, starve and double small builds, and see that each rerun gives the same bytes (half an hour).
	@$(BIN)/python bench/faults.py

.PHONY: fuzz
fuzz: $(STAMP) ## Throw hostile files at every reader and hostile texts at the annotator (some minutes).
	@$(BIN)/python tools/fuzz.py --keep build/crashes

.PHONY: audit
audit: $(STAMP) ## Ask whether a dependency has a known vulnerability (needs the network; without one it says so and goes on).
	@echo '==> auditing requirements/dev.txt'
	@$(BIN)/python tools/audit.py

.PHONY: bench-views
bench-views: $(STAMP) ## Time the views on 50,000,000 generated events (about 4 minutes, 1 GB in a temporary folder).
	@$(BIN)/python bench/views.py

.PHONY: check
check: $(STAMP) lint ## Check the briefs, format, lint, types, SQL style, and that generated files are up to date.
	@echo '==> checking format and lint'
	@$(BIN)/ruff format --check $(PATHS)
	@$(BIN)/ruff check $(PATHS)
	@echo '==> checking types'
	@$(BIN)/mypy
	@echo '==> checking SQL style'
	@$(BIN)/sqlfluff lint --disable-progress-bar sql
	@echo '==> checking that the locks hold names and hashes only'
	@$(BIN)/python -m pytest -q tests/test_ground.py
	@echo '==> checking that docs/views.md is up to date'
	@$(BIN)/python -m pytest -q tests/release/test_viewbook.py

.PHONY: notebooks
notebooks: $(STAMP) ## Open the notebooks in the browser (marimo); press Ctrl-C to end.
	@$(BIN)/marimo edit notebooks

.PHONY: format
format: $(STAMP) ## Format the code and mend what the linters can mend.
	@$(BIN)/ruff check --fix --quiet $(PATHS) || true
	@$(BIN)/ruff format $(PATHS)
	@$(BIN)/sqlfluff fix --disable-progress-bar --quiet sql || true

.PHONY: lock
lock: $(STAMP) ## Renew the locks in requirements/ (needs a package index; the next target installs them).
	@echo '==> renewing the locks'
	@$(LOCK) --upgrade --extra dev --output-file requirements/dev.txt pyproject.toml
	@$(LOCK) --upgrade --no-deps --output-file src/riobravo/models.lock requirements/models.in
	@$(LOCK) --upgrade --output-file requirements/duckdb-1.0.txt requirements/duckdb-1.0.in
	@$(LOCK) --upgrade --output-file requirements/duckdb-1.4.txt requirements/duckdb-1.4.in
	@$(LOCK) --upgrade --output-file requirements/metadata.txt requirements/metadata.in
	@$(LOCK) --upgrade --extra cluster --constraints requirements/dev.txt --output-file requirements/ray.txt pyproject.toml requirements/ray.in

.PHONY: release
release: dataset ## Build the dataset and write it as it is published, into dist/releases.
	@echo '==> writing dist/releases'
	@$(BIN)/riobravo release

.PHONY: publish
publish: $(STAMP) ## Upload the release in dist/: make publish TO=FOLDER (or an address of fsspec's).
	@test -n '$(TO)' || { echo 'Say where to: make publish TO=FOLDER'; exit 2; }
	@$(BIN)/riobravo publish '$(TO)'

CHECKED := build/release-check/one/dist/releases

.PHONY: release-check
release-check: $(STAMP) $(VENV)-metadata/.installed ## Make the release twice from clean copies, compare, and read it with other programs.
	@echo '==> making two releases and comparing them (one to two minutes)'
	@$(BIN)/python tools/release_check.py
	@echo '==> validating its metadata, reading its files'
	@export RIOBRAVO_RELEASE="$$(echo $(CHECKED)/2*)" RIOBRAVO_DATABASE="$$(echo $(CHECKED)/2*/riobravo.duckdb)" \
		&& $(BIN)/python -m pytest -q tests/compat \
		&& $(VENV)-metadata/bin/python -m pytest -q tests/compat/test_release.py
	@$(MAKE) --no-print-directory compat DATABASE="$$(echo $(CHECKED)/2*/riobravo.duckdb)"

.PHONY: wheel
wheel: $(STAMP) ## Build the wheel and the source archive into dist/, with the built tables inside.
	@test -f dataset/tables/events.parquet || { echo 'There are no tables to put in: run make dataset first'; exit 2; }
	@echo '==> building dist/'
	@$(BIN)/python -m build --no-isolation --outdir dist .

DATABASE := dataset/riobravo.duckdb

.PHONY: compat
compat: compat-1.0 compat-1.4 ## Open riobravo.duckdb with duckdb 1.0.0 and 1.4 and run every view (DATABASE=FILE: that of a release).

.PHONY: compat-1.0 compat-1.4
compat-1.0 compat-1.4: compat-%: $(VENV)-duckdb-%/.installed
	@test -f '$(DATABASE)' || { echo 'There is no $(DATABASE): run make dataset first'; exit 2; }
	@echo '==> opening $(DATABASE) with duckdb $*'
	@RIOBRAVO_DATABASE='$(DATABASE)' $(VENV)-duckdb-$*/bin/python -m pytest -q tests/compat/test_old_duckdb.py

# Environments of programs that cannot or should not share one with the project: old DuckDBs, validators of metadata, Ray.
$(VENV)-%/.installed: requirements/%.txt | $(STAMP)
	@echo '==> making $(VENV)-$*'
	@$(PYTHON) -m venv --clear $(VENV)-$*
	@$(VENV)-$*/bin/python $(PIP_LOCKED) -r $<
	@touch $@

.PHONY: clean
clean: ## Remove the environments, caches, dist/ and the built page (the dataset's tables stay).
	rm -rf site/node_modules site/dist site/public
	rm -rf $(VENV) $(VENV)-duckdb-* $(VENV)-metadata $(VENV)-ray dist build .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
