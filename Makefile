.DEFAULT_GOAL := help

TOOL := go tool -modfile=tools/go.mod

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## The program, as bin/chengxin
	go build -trimpath -ldflags '-s -w' -o bin/chengxin .

.PHONY: dev
dev: ## Everything in one process on http://127.0.0.1:8080, data in ./data
	go run . dev

.PHONY: demo
demo: ## The stories, against the server that make dev runs
	go run . demo

.PHONY: test
test: ## All checks and all tests, as continuous integration runs them
	scripts/test.sh

.PHONY: quick
quick: ## The tests alone; those on MariaDB are skipped where it is missing
	go test ./...

.PHONY: race
race: ## The tests under the race detector
	go test -race -timeout 60m ./...

.PHONY: lint
lint: ## Style, layers and determinism
	$(TOOL) golangci-lint run ./...
	scripts/check-imports.sh
	[ ! -d workflows ] || $(TOOL) workflowcheck ./workflows/...

.PHONY: fmt
fmt: ## Formats all Go files
	$(TOOL) gofumpt -w .

.PHONY: bench
bench: ## Every benchmark once, with the baselines of the same run
	go test -run '^$$' -bench . -benchtime 1x -timeout 60m ./...
