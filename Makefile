# The two commands: `make course` and `make test`. Both can be stopped and run again.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
BOOTSTRAP := $(PYTHON) src/aiskills/bootstrap.py

.DEFAULT_GOAL := help
.PHONY: help course setup setup-test models test lint lock doctor clean

help:  ## Show the commands
	@echo "make course   set everything up, build the book, serve it with JupyterLab at one local address"
	@echo "make test     set up what is missing (a browser and PostgreSQL included) and run every test"
	@echo "make doctor   check this installation: one line a fact"
	@echo "make lint     check the style of the code"
	@echo "make lock     write requirements.lock again from pyproject.toml"
	@echo "make clean    remove the environment, the caches and what was built (the models stay)"

course: setup  ## Set up, build the book, serve it with JupyterLab
	@$(BIN)/aiskills course

setup:
	@$(BOOTSTRAP) --extra course

setup-test:
	@$(BOOTSTRAP) --extra course --extra browser --extra certificates --extra test --extra data --browser --postgres

models: setup
	@$(BIN)/aiskills models fetch

test: setup-test  ## Run every test
	@$(BIN)/aiskills models fetch
	@$(BIN)/python -m pytest tests -n 2 $(PYTEST)

lint: setup-test
	@$(BIN)/python -m ruff check .

doctor:
	@$(BIN)/aiskills doctor

# One lock for Python 3.11 to 3.13 on Linux, macOS and Windows. PyTorch is apart: the set-up installs its CPU build.
lock: setup-test
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/python -m uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
		--no-emit-package torch --no-emit-index-url --no-emit-find-links --no-annotate --upgrade \
		--custom-compile-command "make lock" --quiet --output-file requirements.lock

clean:
	@$(PYTHON) -c "import shutil; [shutil.rmtree(p, ignore_errors=True) for p in ('.venv', '.cache', '_build', 'dist')]"
