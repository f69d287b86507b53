#!/bin/bash
# Tests of ncryptutil's commands for stored keys: list, delete, back up, restore, change the master key,
# in one prefix after the other.
#
# usage: tests/test_ncryptutil_store.sh
# It wants the environment of "make check": WINEPREFIX with our DLLs, WINEDLLPATH.

set -u
export LC_ALL=C.UTF-8

root=$(cd -- "${BASH_SOURCE[0]%/*}/.." && pwd)
export WINEDEBUG=${WINEDEBUG:--all} WINEDLLPATH=${WINEDLLPATH:-$root/build}
export WINEPREFIX=${WINEPREFIX:-$root/build/prefix}
failed=0
name="store test $$"

scratch=$(mktemp -d) || exit 1
trap 'cd / && rm -rf -- "$scratch"' EXIT
trap 'exit 130' INT TERM
cd -- "$scratch" || exit 1
cp -- "$root/build/x86_64-windows/ncryptutil.exe" . || { echo "not ok - ncryptutil.exe is built"; exit 1; }

util()
{
    code=0
    wine ncryptutil.exe "$@" >output 2>&1 </dev/null || code=$?
}

# expect DESCRIPTION CODE TEXT: the last run ended with this code and printed the text
expect()
{
    if [ "$code" = "$2" ] && { [ -z "$3" ] || grep -qF -- "$3" output; }; then
        echo "ok - $1"
    else
        echo "not ok - $1 (exit code $code)"
        sed 's/^/    /' output
        failed=1
    fi
}

same()
{
    if [ -n "$2" ] && [ "$2" = "$3" ]; then echo "ok - $1"; else echo "not ok - $1"; failed=1; fi
}

public() { openssl pkey -inform DER -in "$1" -passin "pass:$2" -pubout 2>/dev/null; }

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 2>/dev/null |
    openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout pass:first -outform DER -out theirs.p8
mkdir backup

util restore theirs.p8 --name "$name" --password wrong
expect 'a wrong password restores nothing' 1 NTE_INCORRECT_PASSWORD
util restore theirs.p8 --name "$name" --password first --exportable
expect 'a key of OpenSSL is stored' 0 ''
util restore theirs.p8 --name "$name" --password first
expect 'it is not replaced' 1 NTE_EXISTS
util restore theirs.p8 --name "$name" --password first --exportable --overwrite
expect 'unless that is asked for' 0 ''
util keys
expect 'it is listed' 0 "$name"
util rotate
expect 'the master key is changed' 0 ''
util backup backup --key "$name"
expect 'a backup needs a password' 1 password
util backup backup --key "$name" --password second
expect 'it is backed up' 0 "$name"
util delete "$name"
expect 'it is deleted' 0 ''
util delete "$name"
expect 'once' 1 NTE_BAD_KEYSET
same 'OpenSSL reads the backup: the same key' "$(public theirs.p8 first)" "$(public backup/*.p8 second)"
util restore backup/*.p8 --password second
expect 'the backup is restored under its old name' 0 ''
util backup backup --key "$name" --password third
expect 'a key that may not be exported is not backed up' 1 NTE_NOT_SUPPORTED

util delete "$name"
expect 'it is deleted in the end' 0 ''
exit $failed
