#!/bin/bash
# Export and import of each blob type, operations per second, ours and Wine's builtin side by side in
# one run: rounds alternate, and of each side the best round counts. "–": that side cannot do it.
# Then making and using keys, beside the same and OpenSSL.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly bench=build/x86_64-windows/bench/blob_bench.exe rounds=${BENCH_ROUNDS:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

ours() { tools/run "$bench" "$@"; }
builtin() { WINEDLLOVERRIDES=ncrypt=b tools/run "$bench" "$@"; }

# record SIDE ARGUMENTS...: notes every "NAME VALUE" line of that side
record() { "$@" 2>> "$work/log" | tr -d '\r' | sed "s/^/$1 /" >> "$work/results"; }

# OpenSSL's rates in the same form, as nanoseconds. Of ECDSA its lines tell only the length of the key,
# so the other curve is asked for by itself.
openssl_speed()
{
    local elliptic=$1
    shift
    openssl speed -mr -seconds 1 "$@" 2> /dev/null | awk -F: -v elliptic="$elliptic" '
        function put(name, sign, verify) {
            printf "openssl %s:sign %f\nopenssl %s:verify %f\n", name, 1e9 / sign, name, 1e9 / verify
        }
        $1 == "+F2" { put("RSA-" $3, $4, $5) }
        $1 == "+F3" { put("DSA-" $3, $4, $5) }
        $1 == "+F4" { put(elliptic == "nist" ? "ECDSA_P" $3 : elliptic, $4, $5) }'
}

# The best of each measurement, "SIDE NAME NS"
best() { awk '{ k = $1 " " $2 } !(k in m) || $3 < m[k] { m[k] = $3 } END { for (k in m) print k, m[k] }' "$work/results"; }

blob_table()
{
    best | awk -v order="$work/order" '
        function rate(side, name) { return (side " " name) in m ? sprintf("%.0f", 1e9 / m[side " " name]) : "–" }
        # "–" has three bytes and one column
        function cell(text, width) { return sprintf("%" (width + (text == "–" ? pad : 0)) "s", text) }
        BEGIN {
            pad = length("–") - 1
            printf "  %-16s %-27s %6s  %19s  %19s\n", "", "", "", "exports per second", "imports per second"
            printf "  %-16s %-27s %6s  %9s %9s  %9s %9s\n", "key", "blob type", "bytes", "ours", "builtin", "ours", "builtin"
        }
        { m[$1 " " $2] = $3 }
        END {
            while ((getline name < order) > 0) {
                split(name, part, "/")
                printf "  %-16s %-27s %6d  %s %s  %s %s\n", part[1], part[2], m["ours " name ":bytes"],
                    cell(rate("ours", name ":export"), 9), cell(rate("builtin", name ":export"), 9),
                    cell(rate("ours", name ":import"), 9), cell(rate("builtin", name ":import"), 9)
            }
        }'
}

key_table()
{
    best | awk -v order="$work/keys" '
        function rate(side, name) { return (side " " name) in m ? sprintf("%.0f", 1e9 / m[side " " name]) : "–" }
        function cell(text) { return sprintf("%" (9 + (text == "–" ? pad : 0)) "s", text) }
        function three(name) { return cell(rate("ours", name)) cell(rate("builtin", name)) cell(rate("openssl", name)) }
        BEGIN {
            pad = length("–") - 1
            printf "  %-16s %18s  %27s  %27s\n", "per second", "keys made", "signatures", "verifications"
            printf "  %-16s %9s%9s  %9s%9s%9s  %9s%9s%9s\n", "key", "ours", "builtin", "ours", "builtin", "OpenSSL",
                "ours", "builtin", "OpenSSL"
        }
        { m[$1 " " $2] = $3 }
        END {
            while ((getline name < order) > 0)
                printf "  %-16s %s%s  %s  %s\n", name, cell(rate("ours", name ":generate")),
                    cell(rate("builtin", name ":generate")), three(name ":sign"), three(name ":verify")
        }'
}

openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/key.pem" -outform DER -out "$work/cert.der" \
    -subj "/CN=Bench" -days 2 2> /dev/null
openssl pkcs8 -topk8 -nocrypt -in "$work/key.pem" -outform DER -out "$work/key.der"

for ((i = 0; i < rounds; i++)); do
    record ours blobs "$work/cert.der" "$work/key.der"
    record builtin blobs "$work/cert.der" "$work/key.der"
done
record ours keys
record builtin keys
openssl_speed nist rsa2048 dsa2048 ecdsap256 ecdsap384 >> "$work/results"
openssl_speed brainpoolP256r1 ecdsabrp256r1 >> "$work/results"

# in the order of the program: what ours can export
awk '$1 == "ours" && sub(/:bytes$/, "", $2) && !seen[$2]++ { print $2 }' "$work/results" > "$work/order"
awk '$1 == "ours" && sub(/:generate$/, "", $2) && !seen[$2]++ { print $2 }' "$work/results" > "$work/keys"
[ -s "$work/order" ] || { cat "$work/log" >&2; exit 1; }
blob_table
echo
key_table
# what the program tried and ours refused
awk '$1 == "ours" && /-status/ && !seen[$2]++ { n = $2; sub(/-status$/, "", n); print "  not done here: " n " (" $3 ")" }' "$work/results"
