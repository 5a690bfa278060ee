#!/bin/sh
# The sample cases, decided and explained: sh samples/demo.sh [path of dutybound]
set -eu
dutybound=${1:-dutybound}
cd "$(dirname "$0")/.."

"$dutybound" evaluate --format summary samples/cases.jsonl
echo
echo "================================================================"
echo
"$dutybound" explain --case 2021-001 samples/cases.jsonl
echo
echo "================================================================"
echo
"$dutybound" explain --case 2021-005 samples/cases.jsonl
