#!/bin/bash
# Speed as ratios, each measured side by side in one run: rounds alternate between the two sides, and
# of each side the best round counts.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly bench=build/x86_64-windows/bench/ncrypt_bench.exe rounds=${BENCH_ROUNDS:-5}
results=$(mktemp)
trap 'rm -f "$results"' EXIT

ours() { tools/run "$bench" "$@"; }
builtin() { WINEDLLOVERRIDES=ncrypt=b tools/run "$bench" "$@"; }

# record SIDE COMMAND...: notes every "NAME VALUE" line of the command
record()
{
    local side=$1
    shift
    "$@" | tr -d '\r' | while read -r name value; do echo "$side $name $value"; done >> "$results"
}

best() { awk -v s="$1" -v n="$2" '$1 == s && $2 == n && (!m || $3 < m) { m = $3 } END { print m }' "$results"; }

# compare NAME SIDE OTHER WORDS
compare()
{
    local a b
    a=$(best "$2" "$1"); b=$(best "$3" "$1")
    if [ -z "$a" ] || [ -z "$b" ]; then
        printf '  %-24s %s\n' "$1" "not measured on both sides"
        return
    fi
    awk -v n="$1" -v a="$a" -v b="$b" -v w="$4" \
        'BEGIN { printf "  %-24s %8.3f  %s (%.2f us against %.2f us)\n", n, a / b, w, a / 1000, b / 1000 }'
}

for ((i = 0; i < rounds; i++)); do
    record direct build/bench/direct
    record ours ours sign
    record ours ours export
    record builtin builtin export
done
record ours ours memory

echo "time of an NCrypt call under Wine / time of the same Nettle call made directly"
compare rsa2048-sign ours direct "1.02 is the limit"
compare p256-sign ours direct "1.05 is the limit"
echo "time with our DLL / time with Wine's builtin"
compare rsa2048-export-public ours builtin "1 is the limit"
echo "memory"
printf '  %-24s %8.0f  bytes per P-256 key handle, numbers included (8192 beyond them is the limit)\n' \
    p256-handle "$(best ours p256-handle-bytes)"
echo "OpenSSL beside it (signatures and verifications per second, for orientation)"
openssl speed -seconds 1 rsa2048 ecdsap256 2> /dev/null | grep -E "verify/s|bits (rsa|ecdsa)|rsa +2048 bits|256 bits ecdsa" | sed "s/^/  /"
