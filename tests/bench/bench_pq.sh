#!/bin/bash
# Post-quantum operations: the time of an NCrypt call under Wine as a ratio to the same libcrypto call made
# directly. Rounds alternate between the two sides, and of each side the best round counts.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly rounds=${BENCH_ROUNDS:-5}
results=$(mktemp)
trap 'rm -f "$results"' EXIT

for ((i = 0; i < rounds; i++)); do
    build/bench/direct_pq | sed 's/^/direct /' >> "$results"
    tools/run build/x86_64-windows/bench/pq_bench.exe | tr -d '\r' | sed 's/^/ours /' >> "$results"
done

echo "time of an NCrypt call under Wine / time of the same libcrypto call made directly"
awk '{ if (!(($1, $2) in best) || $3 < best[$1, $2]) best[$1, $2] = $3
       if ($1 == "direct" && !seen[$2]++) names[++count] = $2 }
     END { for (i = 1; i <= count; i++) { n = names[i]
               printf "  %-24s %8.3f  (%.2f us against %.2f us)\n", n, best["ours", n] / best["direct", n],
                      best["ours", n] / 1000, best["direct", n] / 1000 } }' "$results"
