#!/bin/bash
# ncryptutil.exe with post-quantum keys: create, export, import, store, sign, verify, encapsulate,
# decapsulate, as a user meets it; OpenSSL judges what can be judged.
#
# usage: tests/test_ncryptutil_pq.sh [ARCH...]
# It wants the environment of "make check": WINEPREFIX with our DLLs, WINEDLLPATH.

set -u
export LC_ALL=C.UTF-8

root=$(cd -- "${BASH_SOURCE[0]%/*}/.." && pwd)
export WINEDEBUG=${WINEDEBUG:--all} WINEDLLPATH=${WINEDLLPATH:-$root/build}
export WINEPREFIX=${WINEPREFIX:-$root/build/prefix}
architectures=("$@")
[ ${#architectures[@]} -gt 0 ] || architectures=(x86_64 i386)
failed=0

scratch=$(mktemp -d) || exit 1
trap 'cd / && rm -rf -- "$scratch"' EXIT
trap 'exit 130' INT TERM
cd -- "$scratch" || exit 1

# util ARGUMENTS...: runs it; standard output and standard error in one file
util() { wine "$program" "$@" >output 2>&1 </dev/null; }

# check DESCRIPTION COMMAND...: the command succeeds
check()
{
    local description=$1 code=0
    shift
    "$@" || code=$?
    if [ $code = 0 ]
    then
        echo "ok - $arch $description"
    else
        echo "not ok - $arch $description (exit code $code)"
        sed 's/^/    /' output
        failed=1
    fi
}

# fails_with TEXT ARGUMENTS...: ncryptutil's exit code is 1, and it says why
fails_with()
{
    local text=$1 code=0
    shift
    util "$@" || code=$?
    [ $code = 1 ] && grep -q -F -- "$text" output
}

says()
{
    local text
    for text
    do
        grep -q -F -- "$text" output || { echo "no \"$text\"" >>output; return 1; }
    done
}

# create ALGORITHM SET TYPE FILE
create() { util create "$1" --parameter-set "$2" --export-type "$3" --out "$4"; }

# --- keys -----------------------------------------------------------------------------------------

# Makes a key, and from it every other form; the forms of one key are one key. NAME ALGORITHM SET TYPES
test_forms()
{
    local name=$1 algorithm=$2 set=$3 types=$4 type
    create "$algorithm" "$set" "${types%%,*}" "$name.key"
    check "$algorithm $set: created as ${types%%,*}" test -s "$name.key"
    util convert "$name.key" --to "$types,PQPrivateKeyBlob,PKCS8_PRIVATEKEY,PUBLICBLOB" --out-dir "$name"
    for type in ${types//,/ } PQPrivateKeyBlob PKCS8_PRIVATEKEY
    do
        util dump "$name/$name.$type"
        check "$algorithm $set: $type is dumped" says "$type"
        util convert "$name/$name.$type" --from "$type" --to PUBLICBLOB --out again
        check "$algorithm $set: $type is the same key" cmp again "$name/$name.PUBLICBLOB"
    done
    check "$algorithm $set: OpenSSL reads the PKCS#8" \
        openssl pkey -inform DER -in "$name/$name.PKCS8_PRIVATEKEY" -out "$name.pem"
    openssl pkey -in "$name.pem" -pubout -out "$name.pub.pem"
}

test_refused()
{
    check "no parameter set" fails_with NTE_INVALID_PARAMETER create ML-KEM --export-type PUBLICBLOB --out none
    check "a set of another algorithm" fails_with NTE_INVALID_PARAMETER create ML-DSA --parameter-set 768 \
        --export-type PUBLICBLOB --out none
    check "no seed comes out of an expanded key" fails_with NTE_NOT_SUPPORTED convert kem/kem.MLKEMPRIVATEBLOB \
        --from MLKEMPRIVATEBLOB --to MLKEMPRIVATESEEDBLOB --out none
    head -c 1000 kem/kem.MLKEMPRIVATEBLOB >half
    check "half a key" fails_with NTE_BAD_DATA convert half --from MLKEMPRIVATEBLOB --to PUBLICBLOB --out none
    { head -c 3000 dsa/dsa.PQDSAPRIVATEBLOB; printf '\377\377\377'; tail -c +3004 dsa/dsa.PQDSAPRIVATEBLOB; } >wrong
    check "parts that disagree" fails_with NTE_BAD_DATA convert wrong --from PQDSAPRIVATEBLOB --to PUBLICBLOB --out none
}

# --- signatures -----------------------------------------------------------------------------------

# openssl_verifies NAME MESSAGE SIGNATURE OPTION...
openssl_verifies()
{
    local name=$1 message=$2 signature=$3
    shift 3
    openssl pkeyutl -verify -rawin -pubin -inkey "$name.pub.pem" -in "$message" -sigfile "$signature" "$@" >output 2>&1
}

# test_signatures NAME PRIVATE-BLOB
test_signatures()
{
    local name=$1 key=$1/$1.$2 public=$1/$1.PUBLICBLOB
    printf 'What is signed is this.' >message
    : >empty
    check "$name: sign" util sign "$key" message --out signature
    check "$name: OpenSSL verifies it" openssl_verifies "$name" message signature
    check "$name: verify" util verify "$public" message signature
    check "$name: another message" fails_with NTE_BAD_SIGNATURE verify "$public" empty signature
    check "$name: a context where there was none" fails_with NTE_BAD_SIGNATURE verify "$public" message signature \
        --context some
    check "$name: sign with a context" util sign "$key" message --context some --out signature
    check "$name: OpenSSL verifies that" openssl_verifies "$name" message signature -pkeyopt context-string:some
    check "$name: verify with the context" util verify "$public" message signature --context some
    check "$name: without it" fails_with NTE_BAD_SIGNATURE verify "$public" message signature
    check "$name: sign nothing" util sign "$key" empty --out signature
    check "$name: verify nothing" util verify "$public" empty signature # pkeyutl takes no empty file
    openssl dgst -sha512 -binary -out digest message
    check "$name: sign a digest" util sign "$key" digest --digest --hash SHA512 --out signature
    check "$name: verify it" util verify "$public" digest signature --digest --hash SHA512
    check "$name: which is not the message" fails_with NTE_BAD_SIGNATURE verify "$public" digest signature
    check "$name: a digest of another length" fails_with NTE_INVALID_PARAMETER sign "$key" digest --digest \
        --hash SHA256 --out signature
    check "$name: a context of 256 bytes" fails_with NTE_INVALID_PARAMETER sign "$key" message \
        --context "$(printf '%256s' '' | tr ' ' c)" --out signature
    check "$name: a public key signs nothing" fails_with NTE_NO_KEY sign "$public" message --out signature
}

# --- encapsulation --------------------------------------------------------------------------------

test_encapsulation()
{
    check "encapsulate" util encapsulate kem/kem.PUBLICBLOB ciphertext --out secret
    openssl pkeyutl -decap -inkey kem.pem -in ciphertext -secret again
    check "OpenSSL decapsulates it" cmp secret again
    check "decapsulate" util decapsulate kem/kem.MLKEMPRIVATESEEDBLOB ciphertext --out again
    check "the same secret" cmp secret again
    openssl pkeyutl -encap -pubin -inkey kem.pub.pem -out ciphertext -secret secret
    check "decapsulate what OpenSSL encapsulated" util decapsulate kem/kem.PKCS8_PRIVATEKEY ciphertext --out again
    check "its secret" cmp secret again
    check "a ciphertext too short" fails_with NTE_INVALID_PARAMETER decapsulate kem/kem.MLKEMPRIVATEBLOB secret --out again
    check "a public key decapsulates nothing" fails_with NTE_NO_KEY decapsulate kem/kem.PUBLICBLOB ciphertext --out again
    check "a key that cannot" fails_with NTE_NOT_SUPPORTED encapsulate dsa/dsa.PUBLICBLOB ciphertext --out again
}

# --- stored keys ----------------------------------------------------------------------------------

test_stored()
{
    local name="ncryptutil pq $arch $$"
    openssl pkcs8 -topk8 -v2 aes-256-cbc -in dsa.pem -outform DER -passout pass:first -out theirs.p8
    check "a key of OpenSSL's is stored" util restore theirs.p8 --name "$name" --password first --exportable
    util keys
    check "it is listed" says "$name" ML-DSA
    printf 'What is signed is this.' >message
    check "it signs" util sign --key "$name" message --out signature
    check "OpenSSL verifies it" openssl_verifies dsa message signature
    check "it is exported" util export --key "$name" --type PQDSAPRIVATESEEDBLOB again
    check "with the seed that it had" cmp again dsa/dsa.PQDSAPRIVATESEEDBLOB
    check "it is deleted" util delete "$name"
    check "it is gone" fails_with NTE_BAD_KEYSET sign --key "$name" message --out signature
}

# the version of libcrypto behind the provider, if it is too old
libcrypto=$("$root/tests/tools/versions" | awk '{ print $5 }')
lacking=
[ "$(printf '%s\n' 3.5 "$libcrypto" | sort -V | head -n 1)" = 3.5 ] && [ "$libcrypto" != absent ] || lacking=$libcrypto

for arch in "${architectures[@]}"
do
    program=$root/build/$arch-windows/ncryptutil.exe
    if [ -n "$lacking" ]
    then
        check "no ML-KEM" fails_with NTE_NOT_SUPPORTED create ML-KEM --parameter-set 768
        check "no ML-DSA" fails_with NTE_NOT_SUPPORTED create ML-DSA --parameter-set 44
        echo "skip - $arch post-quantum keys need libcrypto 3.5; there is $lacking"
        continue
    fi
    rm -rf kem dsa slh && mkdir kem dsa slh
    test_forms kem ML-KEM 768 MLKEMPRIVATESEEDBLOB,MLKEMPRIVATEBLOB
    test_forms dsa ML-DSA 44 PQDSAPRIVATESEEDBLOB,PQDSAPRIVATEBLOB
    test_forms slh SLH-DSA SHAKE-128f PQDSAPRIVATEBLOB
    test_refused
    test_signatures dsa PQDSAPRIVATESEEDBLOB
    test_signatures slh PQDSAPRIVATEBLOB
    test_encapsulation
    test_stored
    util selftest
    check "selftest" says " 0 failed" "ML-KEM 1024" "ML-DSA 87" "SLH-DSA SHAKE-256f"
done
exit $failed
