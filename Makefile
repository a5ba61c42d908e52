# Ficstead. "make help" lists what can be made.
SHELL := /bin/bash
GO    ?= go
# What we wrote by hand: not the pages that templ makes of *.templ.
HAND   = $(shell git ls-files '*.go' ':!*_templ.go')

.PHONY: help
help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.PHONY: run
run: ## serve the demo library
	$(GO) run ./cmd/ficstead serve --demo

.PHONY: build
build: ## make the program, ./ficstead
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags='-s -w' -o ficstead ./cmd/ficstead

.PHONY: test
test: install check ## install what is missing, check, and run every test on both databases
	FICSTEAD_JUDGES=1 .ci/postgres $(GO) test -timeout 30m ./...

.PHONY: quick
quick: ## run the tests that need nothing installed
	$(GO) test ./...

.PHONY: race
race: install ## run every test with the race detector
	FICSTEAD_JUDGES=1 .ci/postgres $(GO) test -race -timeout 60m ./...

.PHONY: install
install: ## install what the tests need
	@.ci/install

.PHONY: check
check: ## formatting, generated files, vet and lint
	@test -z "$$(gofmt -l $(HAND))" || { echo "not formatted (make fmt):"; gofmt -l $(HAND); exit 1; }
	@was=$$(cat $$(git ls-files '*_templ.go') | sha256sum); $(MAKE) --no-print-directory pages >/dev/null 2>&1; \
	  test "$$was" = "$$(cat $$(git ls-files '*_templ.go') | sha256sum)" || { echo "pages were older than their *.templ; commit what make pages wrote"; exit 1; }
	@was=$$(sha256sum < $(EDITOR)); $(MAKE) --no-print-directory editor && test "$$was" = "$$(sha256sum < $(EDITOR))" || { echo "the editor was older than its sources; commit what make editor wrote"; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

.PHONY: fmt
fmt: ## format the code
	gofmt -w $(HAND)

.PHONY: pages
pages: ## make the pages' code from *.templ
	@for d in $$(git ls-files '*.templ' | xargs -n1 dirname | sort -u); do $(GO) tool templ generate -path "$$d" || exit 1; done

EDITOR = internal/web/static/js/editor.js
.PHONY: editor
editor: ## bundle the editor's scripts (needs what make install installs)
	@cd internal/write/editor && test -d node_modules || { echo "the editor's packages are missing: make install"; exit 1; }
	@cat internal/write/editor/notice.txt > $(EDITOR).new
	@$(GO) tool esbuild internal/write/editor/src/main.js --bundle --format=iife --target=es2020 --minify --charset=utf8 --legal-comments=none --log-level=warning >> $(EDITOR).new
	@mv $(EDITOR).new $(EDITOR)

.PHONY: golden
golden: ## write golden files anew; look at the difference before you commit it
	$(GO) test $$(git grep -l 'Bool("update"' -- '*_test.go' | xargs -n1 dirname | sort -u | sed 's,^,./,') -update

.PHONY: fuzz
fuzz: ## run each fuzz test for a minute
	@for p in $$($(GO) list ./...); do for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
	  echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f\$$" -fuzztime 60s $$p || exit 1; done; done

.PHONY: bench
bench: ## measure what matters, as ratios within one run
	$(GO) run ./internal/bench

# PostgreSQL is asked too where it is installed, on a server of this run's own.
WORKS ?= 17000000
SERVER = $(if $(QUICK)$(FICSTEAD_TEST_POSTGRES),,$(if $(wildcard /usr/lib/postgresql/*/bin/postgres),.ci/postgres))
.PHONY: bench-catalogue
bench-catalogue: ## measure the catalogue in memory: WORKS=17000000 QUICK=1 JSON=file
	$(SERVER) $(GO) run ./internal/bench/catalogue -works $(WORKS) $(if $(QUICK),-quick) $(if $(JSON),-json $(JSON))
