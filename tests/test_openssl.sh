#!/bin/bash
# The OpenSSL cross-check as a test: the same checks as "make demo", a line for each.
#
# usage: tests/test_openssl.sh [ARCH...]
# It wants the environment of "make check": WINEPREFIX with our DLLs, WINEDLLPATH.

set -u
export LC_ALL=C.UTF-8

here=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd)
# shellcheck source=../tools/lib/crosscheck.sh
. "$here/../tools/lib/crosscheck.sh"

architectures=("$@")
[ ${#architectures[@]} -gt 0 ] || architectures=(x86_64 i386)
# 1032 bits: neither a power of two nor a multiple of 64; Windows takes such a key
all_keys=(rsa1032 rsa2048 rsa4096 p256 p384 p521 bp256 bp512 k256 dsa1024 dsa2048 dh2048)
# the second architecture has the same Unix side: one key of each family will do
few_keys=(rsa1032 p521 bp256 dsa1024 dh2048)
if cc_has_pq
then
    all_keys+=(mlkem768 mldsa65 sha2-128f)
    few_keys+=(mlkem768 mldsa65)
else
    echo "ok - post-quantum keys # skip this OpenSSL has none"
fi
failed=0

scratch=$(mktemp -d) || exit 1
trap 'cd / && rm -rf -- "$scratch"' EXIT
trap 'exit 130' INT TERM

result()
{
    case $4 in
    ok) echo "ok - $arch $1 $2: $3" ;;
    fail)
        echo "not ok - $arch $1 $2: $3 (${5:-})"
        failed=1
        ;;
    esac
}

check_architecture()
{
    local key scheme keys=("${all_keys[@]}")
    [ "$arch" = "${architectures[0]}" ] || keys=("${few_keys[@]}")
    cp -r -- "$scratch/keys" "$scratch/$arch/" && cc_start "$scratch/$arch" "$arch" || return
    cc_export_keys "${keys[@]}"
    cc_reimport_blobs "${keys[@]}"
    cc_check_blobs "${keys[@]}"
    for key in "${keys[@]}"
    do
        cc_check_password "$key"
        cc_check_envelope "$key"
        for scheme in $(cc_signature_schemes "$key")
        do
            cc_check_signatures "$key" "$scheme"
        done
        [ "$(cc_family "$key")" != MLKEM ] || cc_check_kem "$key"
        [ "$(cc_family "$key")" != RSA ] || { cc_check_encryption "$key" oaep && cc_check_encryption "$key" pkcs1; }
    done
}

cd -- "$scratch" && mkdir keys || exit 1
cc_make_recipient || { echo "not ok - OpenSSL makes a certificate"; exit 1; }
for key in "${all_keys[@]}"
do
    cc_make_key "$key" || { echo "not ok - OpenSSL makes the key $key"; exit 1; }
done
for arch in "${architectures[@]}"
do
    mkdir -p "$scratch/$arch"
    check_architecture || { echo "not ok - $arch: the check can run"; failed=1; }
done
exit $failed
