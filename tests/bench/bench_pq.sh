#!/bin/bash
# Post-quantum operations: the time of an NCrypt call under Wine as a ratio to the same libcrypto call made
# directly. Rounds alternate between the two sides; a round has the shortest of many small batches, and of the
# rounds the median counts.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly rounds=${BENCH_ROUNDS:-5}
results=$(mktemp)
trap 'rm -f "$results"' EXIT

for ((i = 0; i < rounds; i++)); do
    build/bench/direct_pq | sed 's/^/direct /' >> "$results"
    tools/run build/x86_64-windows/bench/pq_bench.exe | tr -d '\r' | sed 's/^/ours /' >> "$results"
done

echo "time of an NCrypt call under Wine / time of the same libcrypto call made directly (median of $rounds rounds; load $(cut -d' ' -f1 /proc/loadavg))"
awk 'function median(side, name,    n, i, j, t, v) {
         n = count[side, name]
         for (i = 1; i <= n; i++) {
             t = time[side, name, i]
             for (j = i - 1; j && v[j] > t; j--) v[j + 1] = v[j]
             v[j + 1] = t
         }
         return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
     }
     { time[$1, $2, ++count[$1, $2]] = $3
       if ($1 == "direct" && !seen[$2]++) names[++total] = $2 }
     END { for (i = 1; i <= total; i++) { n = names[i]; ours = median("ours", n); direct = median("direct", n)
               printf "  %-24s %8.3f  (%.2f us against %.2f us)\n", n, ours / direct, ours / 1000, direct / 1000 } }' "$results"
