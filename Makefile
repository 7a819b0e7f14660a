# Banjie 办结. Two commands matter: `make run` and `make test`. Needs Python >= 3.11 and make.

PORT ?= 8000
BANJIE_HOME ?= var
KIT ?= ../shared/dmn-tck
VENV ?= .venv
PY := $(VENV)/bin/python
# The first of these that is new enough builds the virtual environment.
PYTHON ?= python3 python3.13 python3.12 python3.11

# What the installed packages, and what the generated files, were built from.
METADATA := setup.cfg pyproject.toml
SOURCES := $(shell find build_backend web/frontend web/translations \
	-name node_modules -prune -o -name __pycache__ -prune -o -name '*.mo' -prune \
	-o -type f -print 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help install run cluster test format format-check lint types contracts unit assets pictures tck bench soak clean

help:  ## 显示这些目标 / Show these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

install: $(VENV)/.installed  ## 建立虚拟环境并安装 / Create the virtual environment and install

$(VENV)/.installed: $(METADATA) $(SOURCES) | $(PY)
	@echo '安装 Banjie（首次约一至三分钟）/ Installing Banjie (a few minutes the first time)…'
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[dev]' || { \
		echo '安装失败：请检查网络或软件源后重新执行。'; \
		echo 'Installing failed: check the network or the package index, then run it again.'; \
		exit 1; }
	@touch $@

$(PY):
	@for python in $(PYTHON); do \
		if command -v $$python >/dev/null 2>&1 && $$python -c \
			'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			found=$$python; break; fi; done; \
	if [ -z "$$found" ]; then \
		echo '需要 Python 3.11 或更新版本；可用 make PYTHON=/path/to/python3 指定。'; \
		echo 'Python 3.11 or newer is needed; name one with make PYTHON=/path/to/python3.'; \
		exit 1; fi; \
	$$found -m venv $(VENV) || { rm -rf $(VENV); \
		echo '无法建立虚拟环境：Debian/Ubuntu 请先 apt install python3-venv。'; \
		echo 'No virtual environment: on Debian/Ubuntu run apt install python3-venv first.'; \
		exit 1; }

run: install  ## 启动演示（PORT、BANJIE_HOME）/ Serve the demo (PORT, BANJIE_HOME)
	@exec $(VENV)/bin/banjie run --port $(PORT) --home '$(BANJIE_HOME)'

cluster: install  ## 在 PostgreSQL 与 RabbitMQ 上跑多进程 / Run many processes on PostgreSQL and RabbitMQ
	@exec $(VENV)/bin/banjie cluster --port $(PORT)

test: format-check lint types contracts unit  ## 全部检查与测试 / All checks and tests

format: install  ## 排版 / Format the code
	@$(VENV)/bin/ruff format .

format-check: install
	@$(VENV)/bin/ruff format --check .

lint: install
	@$(VENV)/bin/ruff check .

types: install
	@$(VENV)/bin/mypy

contracts: install
	@$(VENV)/bin/lint-imports

unit: install
	@$(VENV)/bin/pytest -n auto --dist loadfile

assets:  ## 只重建网页资源 / Rebuild the web assets only (needs Node)
	@$(PY) -m build_backend

pictures: install  ## 重拍文档截图 / Take the documentation's pictures anew (needs Chromium)
	@$(VENV)/bin/python -m tests.pictures

tck: install  ## DMN 标准的测试集（KIT=目录）/ The DMN standard's test kit (KIT=folder)
	@$(PY) -m tests.engine.dmn.kit '$(KIT)'

bench: install  ## 测速 / Measure
	@rm -f var/bench.json
	@$(VENV)/bin/pytest tests/bench -s

soak: install  ## 长时间运行 / Run for long
	@$(VENV)/bin/pytest tests/soak -s

clean:  ## 删除生成物，保留数据 / Remove what was generated, keep the data
	rm -rf $(VENV) build dist *.egg-info web/static/assets web/frontend/node_modules
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find web/translations -name '*.mo' -delete 2>/dev/null || true
