#!/bin/bash
# How the costs of the key store grow with the number of keys in it.
set -euo pipefail
cd "$(dirname "$0")/../.."

echo "the key store: opening one key and listing all, in stores of 100 to 100,000 keys"
build/host/plain/bench_store
