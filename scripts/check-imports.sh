#!/bin/sh
# Proves that a workflow cannot reach what would make its replay differ or its
# process heavy, over any number of imports. The linter judges each file's own
# imports; this judges everything linked behind them.
#
# net/http is in the closure through the Temporal SDK itself, so it cannot be
# listed here; the linter keeps our own files from importing it.
set -eu
cd "$(dirname "$0")/.."
[ -d workflows ] || exit 0

forbidden='^(gorm\.io/|github\.com/gin-gonic/|github\.com/danielgtaylor/huma|github\.com/go-sql-driver/|modernc\.org/sqlite|database/sql$|go\.temporal\.io/sdk/worker$|go\.temporal\.io/server/|chengxin/(models|activities|worker|api|web)(/|$))'

found=$(go list -deps ./workflows/... | grep -E "$forbidden" || true)
[ -z "$found" ] && exit 0
echo "check-imports: ./workflows/... must not depend on:" >&2
echo "$found" | sed 's/^/  /' >&2
echo "check-imports: find the way with: go list -deps -f '{{.ImportPath}}: {{.Imports}}' ./workflows/..." >&2
exit 1
