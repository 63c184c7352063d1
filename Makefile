# Everything one does with this repository. `make` alone lists it.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unversioned)
# In internal/api each operation is a copy of one large function: without inlining
# they compile in less than half the time, and nothing else is slower for it.
plain   := -gcflags=github.com/anxin-desk/anxin/internal/api=-l
GO      := CGO_ENABLED=0 GOFLAGS=$(plain) go
NPM     := npm --prefix web --silent
step    := scripts/step.sh
quietly  = { said=$$($(1) 2>&1) || { echo "$$said"; exit 1; }; }

# What the program and the two web apps are made of.
program  := go.mod go.sum web/embed.go $(shell find cmd internal migrations -type f ! -name '*_test.go' ! -path '*/testdata/*')
console  := $(shell find web/src web/public web/docs -type f 2>/dev/null) $(wildcard web/*.html web/*.ts web/*.json)
customer := web/package.json $(shell find web/customer -type f -not -path '*/node_modules/*')
packages := web/node_modules/.installed

.PHONY: help
help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# Running and building

.PHONY: run build web
run: build ## Build what changed and start Anxin with its demo shop on http://localhost:8080
	@echo '4/4 Starting'
	@bin/anxin serve --demo --demo-days $(ARGS)

build: bin/anxin ## Build bin/anxin, the whole product in one file

web: web/dist/console/index.html web/dist/customer/widget.js ## Build the web apps alone

bin/anxin: $(program) web/dist/console/index.html web/dist/customer/widget.js bin/version
	@echo '3/4 Building the program (the first time takes about a minute and a half)'
	@$(GO) build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o $@ ./cmd/anxin

# Changes only when the version does, so that a commit relinks and nothing else.
bin/version: FORCE
	@mkdir -p bin && { [[ "$$(cat $@ 2>/dev/null)" == '$(VERSION)' ]] || echo '$(VERSION)' >$@; }
.PHONY: FORCE
FORCE:

web/dist/console/index.html: $(console) $(packages)
	@echo '2/4 Building the console'
	@$(call quietly,$(NPM) run build) && touch $@

web/dist/customer/widget.js: $(customer) $(packages)
	@echo '2/4 Building the customer side'
	@$(call quietly,$(NPM) run build:customer) && touch $@

# The stamp is a copy of the lock file: switching branches installs nothing
# unless the packages really differ.
$(packages): web/package-lock.json
	@if cmp -s $< $@; then touch $@; else \
	  command -v npm >/dev/null || { echo 'Node 20 or newer is needed to build the web apps: https://nodejs.org'; exit 1; }; \
	  echo '1/4 Installing the web packages (the first time takes about a minute)'; \
	  npm --prefix web ci --no-audit --no-fund --loglevel=error && cp $< $@; fi

# Checking

.PHONY: check check-go check-generated check-web
check: ## Fast checks: format, vet, shape, build, generated files, web types, lint and tests
	@$(MAKE) -j2 --output-sync=target check-go-step check-web-step
	@$(step) 'Generated files' $(MAKE) check-generated

# Go keeps one processor busy where the web keeps the other.
.PHONY: check-go-step check-web-step
check-go-step:
	@$(step) 'Go: format, vet, shape, build' $(MAKE) check-go
check-web-step: $(packages)
	@$(step) 'Web: types, lint, tests' $(MAKE) check-web

check-go:
	@unformatted=$$(gofmt -l *.go cmd internal migrations web/*.go); \
	  [[ -z $$unformatted ]] || { echo "gofmt -w these:"; echo "$$unformatted"; exit 1; }
	@$(GO) vet -trimpath ./...
	@$(GO) test -trimpath -vet=off -count=1 -v -run '^Test(Layers|GoSizes|WebSizes|DependenciesHaveReasons)$$' .
	@$(GO) build -trimpath ./...

check-generated: $(packages)
	@scripts/check-generated.sh web/openapi.json web/src/api/schema.gen.ts docs/configuration.md

check-web: $(packages)
	@$(NPM) run check
	@$(NPM) run check:customer

.PHONY: gen
gen: $(packages) ## Write the API document, the web types made from it, and docs/configuration.md
	@$(GO) run -trimpath ./cmd/anxin openapi >web/openapi.json.new && mv web/openapi.json.new web/openapi.json
	@$(NPM) run gen
	@$(call quietly,$(GO) test -trimpath -vet=off -count=1 -run '^TestConfigurationDoc$$' ./internal/app -update)

# Testing

.PHONY: deps test test-go e2e torture bench bench-language
deps: $(packages) ## Install what tests need: PostgreSQL, Redis, Chromium, fonts, web packages
	@scripts/install-test-deps.sh

test: ## Everything: check, Go tests with the race detector on both databases, the browser
	@$(step) 'Test dependencies' $(MAKE) deps
	@$(MAKE) check
	@$(step) 'Go: tests with the race detector' $(MAKE) test-go
	@$(step) 'Build' $(MAKE) build
	@$(step) 'Browser' $(MAKE) e2e

# SQLite is C, translated to Go: a million lines that take most of the time under the
# race detector and are no code of ours; password hashes walk megabytes and come next.
# All that calls them is still watched.
race := -race -gcflags=modernc.org/sqlite/lib=-race=false -gcflags=modernc.org/libc/...=-race=false \
        -gcflags=golang.org/x/crypto/...=-race=false $(plain)

test-go:
	@scripts/test-env.sh run scripts/go-test.sh $(race) -vet=off -p 3 -timeout 15m $$($(GO) list ./... | grep -v /torture)
	@scripts/test-env.sh run scripts/go-test.sh $(race) -vet=off -p 1 -timeout 15m ./torture/...

e2e: bin/anxin ## Drive the real program in a real browser
	@node --test --test-concurrency=3 --test-reporter=spec e2e/*.test.mjs

torture: ## The long runs of the tests named TestTorture, about an hour (their short runs are in make test)
	@ANXIN_TORTURE=full scripts/test-env.sh run go test -v -vet=off -count=1 -p 1 -timeout 4h -run '^TestTorture' ./...

bench: bin/anxin ## Measure the built program from outside, then all Go benchmarks, on both databases
	@go run ./bench -binary bin/anxin
	@scripts/test-env.sh run go test -run '^$$' -bench . -benchmem -p 1 -timeout 1h ./...

bench-language: bin/anxin ## Measure how fast and with how much memory words are read
	@go run ./bench -binary bin/anxin -only language
	@go test -run '^$$' -bench . -benchmem ./internal/language/... ./internal/assist

.PHONY: clean
clean: ## Remove everything that was built or started here
	@scripts/test-env.sh stop
	rm -rf bin test-results .testenv web/dist/console web/dist/customer
