# The whole workflow. `make` alone lists the targets; README.md has the same lines without make.

SHELL := /bin/bash
# `-p`: what BASH_ENV names is not read, in $(shell) either.
.SHELLFLAGS := -peuo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3# the Python that makes .venv: 3.11 or newer
JOBS = 3# parallel test workers: browsers wait, so one more than two cores
PAPER = a4# of `make pdf`: a4 or letter
PORT = 8000# where `make serve` listens
LITE ?= 1# 0 leaves JupyterLite out of the book
LANGUAGES ?=# of `make book`: en, ko, or both, as by default
LANGUAGE = en# of `make pdf`, `make slides` and `make lab`; not the reader's own, which has another form
PYODIDE ?=# a folder with Pyodide to serve with the book; without it browsers fetch it from its CDN
PINS = requirements.lock# what a new .venv is installed from
MODULES =# what `make mutants` changes; all modules of the maths by default
# What `make execute` runs: the chapters, and no notebook that a reader keeps beside them.
NOTEBOOKS = $(shell sed -nE 's|^ *- file: *(notebooks/[^ ]+).*|\1.ipynb|p' _toc.yml)

# Where the notebooks of that language are.
LESSONS = $(if $(filter-out en,$(LANGUAGE)),_build/$(LANGUAGE)/)notebooks

VENV := .venv
PY := $(VENV)/bin/python
ALONE := -I tools/isolated.py# after a Python: what a reader has set on their machine stays out
LOCKED := $(VENV)/.locked
INSTALLED := $(VENV)/.installed
UV_INSTALLED := .venv-lock/.installed
LITE_INSTALLED := .venv-lite/.installed
MUTANTS_INSTALLED := .venv-mutants/.installed
HTML := _build/html/index.html
# A line for each browser; the first is Chromium.
FIND_BROWSERS := browsers="$$($(PY) -m tools.browser chromium firefox webkit)"; echo "== Browsers:" $$browsers; export CHROMIUM="$${browsers%%$$'\n'*}"

# Under Python 3.11 and later a kernel's debugger remarks on frozen modules at every start.
export PYDEVD_DISABLE_FILE_VALIDATION := 1
# A reader's own settings of these would change what a notebook shows, and what the shell does.
unexport MPLBACKEND CDPATH SHELLOPTS BASHOPTS
# These would change what a tool prints, reads or imports. $(shell) has them all the same: hence -I there.
unexport $(filter-out PYTHON,$(filter PYTHON%,$(.VARIABLES)))
# Python reads in them how the name of this folder is written, before anything else.
unexport LC_ALL LC_CTYPE
export LANG := C.UTF-8
# Where it cannot write below HOME, Matplotlib says so at every import, and no notebook may.
ifneq ($(shell test -w "$$HOME" && echo yes),yes)
export MPLCONFIGDIR ?= $(CURDIR)/$(VENV)/matplotlib
endif

# An environment is of one folder and one Python: its scripts name them.
fits = { LC_ALL= LC_CTYPE= LANG=C.UTF-8 $(1)/bin/python -I -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' && { [ ! -e $(1)/bin/pip ] || grep -qF "$$(pwd -P)/$(1)/bin/" $(1)/bin/pip; }; } >/dev/null 2>&1
# Moved or copied here, or without its Python.
STRAY := $(strip $(foreach venv,$(VENV) .venv-lite .venv-lock,$(shell [ ! -e $(venv)/.installed ] || $(call fits,$(venv)) || echo $(venv))))
# Say in one line what keeps this user from writing here.
writable = for place in $(1); do \
  [ -d "$$place" ] || [ ! -e "$$place" ] || { echo "A file is in the way of the folder $$place: move it elsewhere."; exit 1; }; \
  [ -w "$$place" ] || [ ! -e "$$place" ] || { echo "This folder cannot be written to: $$(cd "$$place" && pwd). Give $$(id -un 2>/dev/null) the right to, or clone the book into a folder of your own."; exit 1; }; done

.PHONY: .writable $(STRAY:%=.stray%) help install book catalogues pdf slides publish serve lab test test-browsers test-oldest test-newest kernel execute check bench mutants lock lint links format clean distclean

help: ## List these targets
	@echo "usage: make TARGET"
	@echo
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14
	@echo
	@echo "PYTHON=$(PYTHON) makes $(VENV); JOBS=$(JOBS) test workers; PORT=$(PORT) for serve; PAPER=$(PAPER) for pdf."
	@echo "LANGUAGES=\"en ko\" for book; LANGUAGE=$(LANGUAGE) for pdf, slides and lab."
	@echo "LITE=0 builds the book without JupyterLite; PYODIDE=folder gives JupyterLite its Python."

# --- Installation: once, and again when the pins or the package's metadata change ---------------

ifneq ($(STRAY),)
$(STRAY:%=%/.installed): %/.installed: .stray%
$(if $(filter $(VENV),$(STRAY)),$(LOCKED): .stray$(VENV))
$(STRAY:%=.stray%): .stray%:
	@$(call writable,. $*)
	@echo "== $* was moved or copied here, or its Python is gone: it is made anew"
endif

.writable:
	@$(call writable,. _build notebooks)

install: $(INSTALLED) ## Make .venv with every pinned dependency and the package

$(LOCKED): $(PINS)
	@command -v "$(PYTHON)" >/dev/null || { echo "No $(PYTHON) here. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$("$(PYTHON)" --version) is too old: this book needs 3.11 or newer. Name one: make PYTHON=python3.11"; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) has no venv module. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(call writable,. $(VENV))
	@# Until all is there it says whose work it is; what was broken off is made anew.
	@maker="$$(cat $(VENV)/.unfinished 2>/dev/null || true)"; \
	  ! kill -0 "$${maker:-none}" 2>/dev/null || { echo "Another make, process $$maker, is installing into $(VENV): wait for it. (Or if that is none, delete $(VENV).)"; exit 1; }; \
	  if [ -n "$$maker" ] || ! $(call fits,$(VENV)); then \
	    echo "== Making $(VENV) with $$("$(PYTHON)" --version)"; \
	    mkdir -p $(VENV); echo $$PPID > $(VENV)/.unfinished; \
	    find $(VENV)/ -mindepth 1 ! -name .unfinished -delete; "$(PYTHON)" -m venv $(VENV); \
	  else echo $$PPID > $(VENV)/.unfinished; rm -f $@; fi
	@echo "== Installing the pinned dependencies into $(VENV) (one to two minutes, and 1.3 GB of disk)"
	$(PY) $(ALONE) -m pip install --disable-pip-version-check --progress-bar on --require-hashes -r $(PINS)
	@# Matplotlib lists the fonts once per user; done here, no notebook waits for it or mentions it.
	@$(PY) $(ALONE) -c 'import matplotlib.font_manager'
	@rm $(VENV)/.unfinished; touch $@

$(INSTALLED): $(LOCKED) pyproject.toml
	@echo "== Installing the package"
	$(PY) $(ALONE) -m pip install --disable-pip-version-check --no-deps --no-build-isolation -e .
	@# An editable installation leaves out data files.
	@mkdir -p $(VENV)/etc/jupyter && cp etc/jupyter_nbconvert_config.json $(VENV)/etc/jupyter
	@touch $@

$(LITE_INSTALLED): requirements-lite.lock | $(INSTALLED)
	@$(call writable,. .venv-lite)
	@echo "== Installing what JupyterLite is built from into .venv-lite (half a minute, 200 MB)"
	@$(PY) -m tools.lite install
	@touch $@

# --- The book -----------------------------------------------------------------------------------

ifneq ($(LITE),0)
book test test-browsers bench: $(LITE_INSTALLED)
endif

book test test-browsers kernel mutants bench execute lock format clean distclean: | .writable

book: $(INSTALLED) ## Build the book, warnings as errors, into _build/html
	@$(PY) -m tools.book $(if $(filter 0,$(LITE)),--no-lite) $(if $(PYODIDE),--pyodide "$(PYODIDE)") $(if $(LANGUAGES),--languages "$(LANGUAGES)")

pdf: book ## Print the built book into _build/l2-regularization.pdf
	@browser="$$($(PY) -m tools.browser)"; CHROMIUM="$$browser" $(PY) -m tools.pdf --paper $(PAPER) --language $(LANGUAGE)

slides: book ## Cut the built chapters into slides, _build/slides
	@$(PY) -m tools.slides --language $(LANGUAGE)

publish: book ## Put PDF, slides and the book as one file beside the pages, as the published book has them
	@browser="$$($(PY) -m tools.browser)"; CHROMIUM="$$browser" $(PY) -m tools.publish

serve: ## Serve the built book at http://127.0.0.1:8000/
	@test -f $(HTML) || { echo "There is no book yet: run 'make book' first."; exit 1; }
	@python="$(PY)"; "$$python" -c '' 2>/dev/null || python="$(PYTHON)"; exec "$$python" -m tools.serve "$(PORT)"

lab: $(INSTALLED) ## Open the notebooks in JupyterLab
	@$(if $(filter-out en,$(LANGUAGE)),$(PY) -m tools.languages notebooks $(LANGUAGE))
	@# JupyterLab refuses to run as root unless told to: in a container that is who you are.
	@$(PY) -m jupyterlab $$([ "$$(id -u)" = 0 ] && echo --allow-root) $(LESSONS)

# --- Checking -----------------------------------------------------------------------------------

test: $(INSTALLED) ## Run every test: library, notebooks, built book, JupyterLab
	@$(FIND_BROWSERS); $(PY) $(ALONE) -m pytest -n $(JOBS) --dist loadscope --no-loadscope-reorder --nbval --nbval-sanitize-with tests/nbval_sanitize.cfg notebooks tests

test-browsers: $(INSTALLED) ## Move every live figure by every hand in Firefox and WebKit
	@$(FIND_BROWSERS); EVERY_HAND=1 $(PY) $(ALONE) -m pytest tests/browsers -n $(JOBS) --dist loadscope

test-oldest: PYTHON := python3.11# the oldest too; an older release may have no wheel for a newer one
test-oldest: ## Run every test, in a fresh clone, with the oldest dependencies
	@"$(PYTHON)" -m tools.fresh --only "make test PINS=requirements-oldest.lock"

test-newest: ## Run every test, in a fresh clone, with the newest dependencies
	@"$(PYTHON)" -m tools.fresh --only "make lock UPGRADE=1" "make test"

kernel: $(INSTALLED) $(LITE_INSTALLED) ## Start JupyterLite's kernel for real and try it in Chromium
	@[ -n "$(PYODIDE)" ] || { echo "== Fetching a part of Pyodide from the package registries"; $(PY) -m tools.pyodide .venv-lite/pyodide; }
	@browser="$$($(PY) -m tools.browser)"; PYODIDE="$(or $(PYODIDE),.venv-lite/pyodide)" CHROMIUM="$$browser" \
	  $(PY) $(ALONE) -m pytest tests/lite/test_kernel.py

lint: $(INSTALLED) ## Check style and spelling
	@# What belongs to the book, in an unpacked archive too, and not what else a reader keeps here.
	$(PY) -m tools.files .py .ipynb | xargs -0 $(PY) -m ruff check --force-exclude
	$(PY) -m tools.files .py .ipynb | xargs -0 $(PY) -m ruff format --check --force-exclude
	$(PY) -m tools.files | xargs -0 $(PY) -m codespell_lib

links: $(INSTALLED) ## Ask every external address that the book links to
	@$(PY) -m tools.book --links

format: $(INSTALLED) ## Rewrite the code in the house's layout
	$(PY) -m tools.files .py .ipynb | xargs -0 $(PY) -m ruff check --force-exclude --fix
	$(PY) -m tools.files .py .ipynb | xargs -0 $(PY) -m ruff format --force-exclude

bench: $(INSTALLED) ## Measure the claims of the README
	@browser="$$($(PY) -m tools.browser)"; CHROMIUM="$$browser" $(PY) -m benchmarks.run --write

$(MUTANTS_INSTALLED): requirements-mutants.lock $(LOCKED) | $(INSTALLED)
	@$(call writable,. .venv-mutants)
	@echo "== Installing what makes mutants into .venv-mutants"
	@rm -rf .venv-mutants
	@$(PY) $(ALONE) -m pip install --disable-pip-version-check --quiet --no-deps --require-hashes --target .venv-mutants -r requirements-mutants.lock
	@touch $@

mutants: $(INSTALLED) $(MUTANTS_INSTALLED) ## Change the maths one thing at a time: do tests notice? (MODULES="l2reg/penalty.py")
	@PYTHONPATH="$(CURDIR)/.venv-mutants" $(PY) -m tools.mutants --jobs $(JOBS) $(MODULES)

# --- Authoring ----------------------------------------------------------------------------------

execute: $(INSTALLED) ## Run the notebooks and write them in their committed form
	@$(PY) -m tools.launch $(NOTEBOOKS)
	@$(PY) -m tools.notebooks execute $(NOTEBOOKS)

check: $(INSTALLED) ## Say whether the committed notebooks are what `make execute` writes
	@$(PY) -m tools.notebooks check $(NOTEBOOKS)

catalogues: $(INSTALLED) ## Bring the catalogues of the other languages up to date and proofread them
	@$(PY) -m tools.catalogues
	@$(PY) -m tools.proofread

$(UV_INSTALLED): requirements-uv.lock
	@$(call writable,. .venv-lock)
	@"$(PYTHON)" -m venv --clear .venv-lock
	@.venv-lock/bin/python $(ALONE) -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements-uv.lock
	@touch $@

lock: $(UV_INSTALLED) ## Resolve requirements.in again (UPGRADE=1 looks for newer releases)
	@.venv-lock/bin/python -m tools.lock --uv .venv-lock/bin/uv $(if $(UPGRADE),--upgrade)

clean: ## Remove what was built, and every cache
	rm -rf _build build .pytest_cache .ruff_cache .hypothesis
	find . -path './$(VENV)*' -prune -o -path ./.git -prune -o -type d \
	  \( -name __pycache__ -o -name .ipynb_checkpoints -o -name '*.egg-info' \) -print0 | xargs -0 rm -rf

distclean: clean ## Remove the virtual environments too
	rm -rf $(VENV) .venv-lite .venv-lock .lighthouse .venv-mutants
