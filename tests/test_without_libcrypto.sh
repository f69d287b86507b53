#!/bin/bash
# Post-quantum keys where there is no libcrypto of OpenSSL 3.5: not listed, refused, one line that names the
# library, and no test that fails. What lies on the library path here is no library.

cd "$(dirname "$0")/.." || exit 1
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
export WINEPREFIX=${WINEPREFIX:-$PWD/build/check-prefix} WINEDLLPATH=${WINEDLLPATH:-$PWD/build}
echo 'no library' >"$scratch/libcrypto.so.3"
without="env LD_LIBRARY_PATH=$scratch"
failed=0

check()
{
    local description=$1
    shift
    if "$@"; then echo "ok - $description"; else echo "not ok - $description"; failed=1; cat "$scratch/output"; fi
}

# A test program that checks the refusals, and then leaves out the rest with the reason
passes_with_skip()
{
    "$@" >"$scratch/output" 2>"$scratch/log" && grep -q ' 0 failures), [1-9][0-9]* skipped' "$scratch/output" &&
        grep -q 'needs\? libcrypto 3\.5; there is none' "$scratch/output"
}

one_line_of_absence() { [ "$(grep -c 'libcrypto.so.3 of version 3.5 or later' "$scratch/log")" = 1 ]; }

check "plain: absent" passes_with_skip $without build/host/plain/test_pq_keys
check "plain: one line tells it" one_line_of_absence
for arch in x86_64 i386; do
    check "$arch: absent" passes_with_skip $without env WINEDEBUG=err+ncrypt,fixme-all wine "build/$arch-windows/winetest/pq.exe"
    check "$arch: one line tells it" one_line_of_absence
done
exit $failed
