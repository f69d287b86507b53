#!/bin/bash
# Signatures with one key by 1, 2, 4 and 8 threads: how many times as many as by one thread, beside the
# same Nettle calls made directly, which know of no locks.  Rounds alternate; of each the best counts.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly bench=build/x86_64-windows/bench/ncrypt_bench.exe rounds=${BENCH_ROUNDS:-5}
results=$(mktemp)
trap 'rm -f "$results"' EXIT

record()
{
    local side=$1
    shift
    "$@" | tr -d '\r' | while read -r name value; do echo "$side $name $value"; done >> "$results"
}

for ((i = 0; i < rounds; i++)); do
    record direct build/bench/direct threads
    record ours tools/run "$bench" threads
done

echo "one key, several threads, on $(nproc) cores: signatures in the time of one by one thread"
awk '
    !(($1, $2) in best) || $3 < best[$1, $2] { best[$1, $2] = $3 }
    END {
        printf "  %-14s %8s %8s %8s %22s\n", "", "threads", "ours", "direct", "ours / direct (time)"
        split("rsa2048-sign p256-sign", names); split("1 2 4 8", counts)
        for (n = 1; n <= 2; n++) for (c = 1; c <= 4; c++) {
            name = names[n]; count = counts[c]
            ours = best["ours", name "-" count]; direct = best["direct", name "-" count]
            printf "  %-14s %8d %8.2f %8.2f %22.3f\n", name, count, best["ours", name "-1"] / ours,
                best["direct", name "-1"] / direct, ours / direct
        }
    }' "$results"
