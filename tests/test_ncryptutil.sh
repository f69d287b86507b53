#!/bin/bash
# Tests of ncryptutil.exe as a user meets it: output, messages, exit codes.
#
# usage: tests/test_ncryptutil.sh [ARCH...]
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

ok() { echo "ok - $arch $1"; }

not_ok()
{
    echo "not ok - $arch $1 (exit code $code)"
    sed 's/^/    /' output
    failed=1
}

# util ARGUMENTS...: runs it; standard output and standard error in one file, the exit code in $code
util()
{
    code=0
    wine "$program" "$@" >output 2>&1 </dev/null || code=$?
}

# expect DESCRIPTION CODE TEXT...: the last run ended with this code and printed each text
expect()
{
    local description=$1 wanted=$2 text
    shift 2
    if [ "$code" != "$wanted" ]
    then
        not_ok "$description"
        return
    fi
    for text
    do
        grep -q -F -- "$text" output || { not_ok "$description: no \"$text\""; return; }
    done
    ok "$description"
}

# expect_none DESCRIPTION TEXT: the last run did not print this
expect_none()
{
    if grep -q -F -- "$2" output
    then
        not_ok "$1"
    else
        ok "$1"
    fi
}

expect_same()
{
    if cmp -- "$2" "$3" >output 2>&1
    then
        ok "$1"
    else
        not_ok "$1"
    fi
}

# The vectors as files: vectors/ID, and a list of ID, blob type and expected import
write_vectors()
{
    mkdir -p vectors
    python3 - "$root/tests/vectors" <<'PYTHON'
import json, os, sys
with open('vectors.list', 'w') as listing:
    for name in ('rsa_blobs', 'ec_blobs', 'dsa_blobs', 'dh_blobs', 'pkcs8', 'constructed'):
        with open(os.path.join(sys.argv[1], name + '.json')) as file:
            for vector in json.load(file)['vectors']:
                if not vector.get('hex'):
                    continue
                with open('vectors/' + vector['id'], 'wb') as out:
                    out.write(bytes.fromhex(vector['hex']))
                good = 'bad' if 'NTE_' in vector.get('expect_import', '') else 'good'
                listing.write('%s %s %s\n' % (vector['id'], good, vector['blob_type'].split()[0]))
PYTHON
}

# --- dump -----------------------------------------------------------------------------------------

# What dump calls a blob of the vectors' type
dump_name()
{
    case $1 in
    *-params) echo DHParameters ;;
    *pkcs1rsapublickey) echo "PKCS#1 public key" ;;
    *x509subjectpublickeyinfo) echo SubjectPublicKeyInfo ;;
    *) case $2 in PUBLICBLOB) echo RSAPUBLICBLOB ;; PRIVATEBLOB) echo RSAPRIVATEBLOB ;; *) echo "$2" ;; esac ;;
    esac
}

# Every vector: recognised, each byte accounted for, damage found where there is some
test_dump_vectors()
{
    local id state type
    while read -r id state type
    do
        util dump "vectors/$id"
        if [ "$state" = good ]
        then
            expect "dump $id" 0 "$(dump_name "$id" "$type")"
        else
            expect "dump $id, damaged" 1
        fi
    done <vectors.list
}

test_dump()
{
    local secret
    secret=$(od -An -v -tx1 -j72 -N16 vectors/wine-ecdsa256-priv | sed 's/^ *//')
    util dump vectors/wine-ecdsa256-priv
    expect "dump names magic, fields and offsets" 0 '"ECS2" = 0x32534345' '0x00048      32  d ' 'P-256'
    expect_none "dump hides the private number" "$secret"
    util dump --secrets vectors/wine-ecdsa256-priv
    expect "dump --secrets shows it" 0 "$secret"

    util dump vectors/wine-rsa1024-full
    expect "dump folds long numbers" 0 "more bytes (--all shows them)" "1024 bits, big-endian"
    util dump --all vectors/wine-rsa1024-full
    expect_none "dump --all does not" "more bytes"

    util dump vectors/pcl-rsa512-pkcs8
    expect "dump walks through PKCS#8" 0 privateKeyAlgorithm rsaEncryption RSAPrivateKey publicExponent \
        "INTEGER 65537" "(hidden, --secrets shows it)" keyUsage

    head -c 60 vectors/wine-ecdsa256-priv >cut_off
    util dump cut_off
    expect "dump tells where a blob is cut off" 1 "Y has 32 bytes, but the blob ends after 20 of them" "damaged"
    { cat vectors/wine-ecdsa256-pub; printf xyz; } >long
    util dump long
    expect "dump tells of bytes after the end" 1 "the blob ends at 0x00048; bytes after it: 3"
    printf 'no key at all' >none
    util dump none
    expect "dump refuses other files" 1 "no key blob"
    : >empty
    util dump empty
    expect "dump refuses an empty file" 1 "no key blob"
    printf '\xff\xff\xff\xff' | cat <(head -c 20 vectors/wine-rsa1024-priv) - >huge
    util dump huge
    expect "dump stands absurd lengths" 1 "damaged"
}

# --- import, convert, export --------------------------------------------------------------------------

test_forms()
{
    local curve form
    openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out rsa.pem
    openssl rsa -in rsa.pem -traditional -out rsa.pkcs1.pem 2>/dev/null
    openssl rsa -in rsa.pem -RSAPublicKey_out -out rsa.pkcs1pub.pem 2>/dev/null
    openssl pkey -in rsa.pem -pubout -out rsa.spki.pem
    openssl pkcs8 -topk8 -in rsa.pem -passout pass:secret -out rsa.encrypted.pem
    for form in rsa rsa.pkcs1
    do
        util import $form.pem
        expect "import $form.pem" 0 "algorithm          RSA" "length             1024 bits" "private part       yes"
    done
    for form in rsa.pkcs1pub rsa.spki
    do
        util import $form.pem
        expect "import $form.pem" 0 "algorithm          RSA" "private part       no"
    done
    util import rsa.encrypted.pem
    expect "import asks for the password" 1 "rsa.encrypted.pem is encrypted: give its password with --password"

    for curve in P-256 P-384 P-521
    do
        openssl ecparam -name $curve -genkey -out ec.sec1.pem
        openssl pkcs8 -topk8 -nocrypt -in ec.sec1.pem -out ec.pem
        openssl pkey -in ec.pem -pubout -out ec.spki.pem
        for form in ec.sec1 ec
        do
            util import $form.pem
            expect "import $form.pem of $curve" 0 "curve              nist${curve/-/}" "private part       yes"
        done
        util import ec.spki.pem
        expect "import ec.spki.pem of $curve" 0 "curve              nist${curve/-/}" "private part       no"
        util convert ec.sec1.pem --to SPKI --pem --out ec.out.pem
        expect_same "the public key of $curve comes out as OpenSSL has it" ec.spki.pem ec.out.pem
    done
    util convert rsa.pem --to SPKI --pem --out rsa.out.pem
    expect_same "the public RSA key comes out as OpenSSL has it" rsa.spki.pem rsa.out.pem
}

test_convert()
{
    mkdir -p out
    util convert rsa.pem --to RSAPRIVATEBLOB --out key.bin
    expect "convert to one file" 0 "RSAPRIVATEBLOB" "key.bin"
    util dump key.bin
    expect "which is such a blob" 0 "RSAPRIVATEBLOB"
    util convert rsa.pem --to bcrypt_rsaprivate_blob --out key2.bin
    expect_same "convert takes the macro of a type" key.bin key2.bin
    wine "$program" convert - --to RSAPRIVATEBLOB <rsa.pem >key3.bin 2>output
    expect_same "convert reads standard input and writes standard output" key.bin key3.bin
    util convert rsa.pem ec.pem --to all --out-dir out
    expect "convert to all types" 0 "rsa.RSAFULLPRIVATEBLOB" "rsa.CAPIPRIVATEBLOB" "ec.ECCPRIVATEBLOB" "ec.PKCS8_PRIVATEKEY"
    util convert out/rsa.CAPIPRIVATEBLOB --to same --out again.bin
    expect_same "convert to the same type" out/rsa.CAPIPRIVATEBLOB again.bin
    util export --type PKCS8_PRIVATEKEY --from key.bin --pem key.pem
    expect "export to PEM" 0
    openssl pkey -in key.pem -noout -check >output 2>&1
    code=$?
    expect "which OpenSSL reads" 0 "Key is valid"

    mkdir -p "Schlüssel und Blöcke"
    cp rsa.pem "Schlüssel und Blöcke/für mich.pem"
    util convert "Schlüssel und Blöcke/für mich.pem" --to RSAPUBLICBLOB --out-dir "Schlüssel und Blöcke"
    expect "file names may have any letters" 0 "Schlüssel und Blöcke/für mich.RSAPUBLICBLOB"

    util convert rsa.pem out/rsa.CAPIPRIVATEBLOB --to RSAPUBLICBLOB --out-dir out
    expect "convert overwrites nothing that it has written itself" 1 "would be written twice"
    util convert missing.pem rsa.pem --to RSAPUBLICBLOB --out-dir out
    expect "convert goes on after a failure" 1 "cannot open missing.pem" "out/rsa.RSAPUBLICBLOB"
    util convert rsa.pem --to RSAPUBLICBLOB --out no/such/directory
    expect "convert tells why it cannot write" 1 "cannot create no/such/directory"
    util convert rsa.pem --to NO_SUCH_BLOB --out x
    expect "an unknown type is the provider's to refuse" 1 "NTE_BAD_TYPE (0x8009000a): "
    util convert rsa.spki.pem --to RSAPRIVATEBLOB --out x
    expect "a public key has no private blob" 1 "cannot export the key of rsa.spki.pem as RSAPRIVATEBLOB: NTE_"
    util import vectors/wine-rsa1024-pub-size-1
    expect "a damaged blob is refused by name" 1 "NTE_BAD_DATA (0x80090005): the data is malformed"
    util export --type PUBLICBLOB --key "no key has this name" x
    expect "so is a key that is not there" 1 'cannot open the key "no key has this name": NTE_BAD_KEYSET'

    # Whatever the provider can do: a password never ends in a key that is not encrypted.
    rm -f protected.pem
    util convert rsa.pem --to PKCS8_PRIVATEKEY --out-password secret --pem --out protected.pem
    if [ "$code" = 0 ]
    then
        openssl pkey -in protected.pem -passin pass:secret -noout >output 2>&1 &&
            grep -q -F "BEGIN ENCRYPTED PRIVATE KEY" protected.pem
        code=$?
        expect "an encrypted key is one that OpenSSL can decrypt" 0
    else
        [ ! -e protected.pem ]
        expect "no key is written where the provider cannot encrypt it" 1
    fi
}

# --- create, sign, verify, encrypt ----------------------------------------------------------------------

test_use()
{
    util create ECDSA_P384
    expect "create shows the key" 0 "ECDSA_P384" "384 bits"
    util create RSA --length 1024 --export-type RSAFULLPRIVATEBLOB --out new.bin
    expect "create writes it" 0
    util dump new.bin
    expect "as a good blob" 0 "BitLength                1024"
    util create NO_SUCH_ALGORITHM
    expect "create tells why it cannot" 1 "NTE_NOT_SUPPORTED (0x80090029): "
    util create RSA --length 100
    expect "create refuses absurd lengths" 1 "NTE_"

    printf 'some text' >text
    printf 'other text' >other
    util sign new.bin text --out signature
    expect "sign" 0
    util verify new.bin text signature
    expect "verify" 0 "signature is a valid signature of text"
    util verify new.bin other signature
    expect "verify refuses another text" 1 "NTE_BAD_SIGNATURE (0x80090006): the signature does not belong"
    openssl dgst -sha256 -binary -out digest text
    util verify --digest new.bin digest signature
    expect "verify takes a digest" 0
    util sign new.bin text --padding pss --salt 20 --out signature
    util verify new.bin text signature --padding pss --salt 20
    expect "sign and verify with another PSS salt" 0
    util verify new.bin text signature --padding pss
    expect "which the usual salt does not fit" 1 "NTE_BAD_SIGNATURE"

    util encrypt new.bin text --label L --hash SHA1 --out encrypted
    expect "encrypt" 0
    util decrypt new.bin encrypted --label L --hash SHA1 --out decrypted
    expect_same "decrypt" text decrypted
    util decrypt new.bin encrypted --label M --hash SHA1 --out decrypted
    expect "decrypt with another label fails" 1 "cannot decrypt encrypted"
}

# --- keys of all families, wrapped keys, agreement ---------------------------------------------------------

test_families()
{
    local kind options name
    while read -r name kind options
    do
        # shellcheck disable=SC2086
        util create $options --export-type "$kind" --out "$name.blob"
        expect "create $options" 0
        util dump "$name.blob"
        expect "dump of its $kind" 0 "$kind"
    done <<'KINDS'
dsa DSAPRIVATEBLOB DSA --length 512
dh DHPRIVATEBLOB DH --length 1024
bp ECCPRIVATEBLOB ECDSA --curve brainpoolP384r1
full ECCFULLPRIVATEBLOB ECDSA --curve secP256k1
aes CipherKeyBlob AES --length 192
3des CipherKeyBlob 3DES
KINDS
    for name in dsa dh full aes 3des
    do
        util convert $name.blob --to same --out $name.again
        expect_same "import and export of the $name key" $name.blob $name.again
    done
    util import bp.blob
    expect "a generic blob does not tell its curve" 1 "NTE_INVALID_PARAMETER"
    util import bp.blob --curve brainpoolP384r1
    expect "--curve does" 0 "curve              brainpoolP384r1" "private part       yes"
    util create RSA --length 1024 --key-usage sign,decrypt
    expect "create sets the key's usage" 0 "usage              0x3 = decrypt, sign"
    util create RSA --key-usage frobnicate
    expect "and knows no other" 1 '"frobnicate" is not decrypt, sign, agree or all'
}

test_wrapping()
{
    openssl req -x509 -newkey rsa:2048 -nodes -keyout owner.pem -out owner.crt -subj /CN=Owner 2>/dev/null
    openssl pkcs8 -topk8 -nocrypt -in ec.pem -outform DER -out ec.p8
    util convert ec.pem --to PKCS7_ENVELOPE --cert owner.crt --pem --out ec.p7.pem
    expect "a key goes into an envelope" 0
    openssl cms -decrypt -inform PEM -in ec.p7.pem -inkey owner.pem -out ec.opened >output 2>&1 &&
        openssl pkey -inform DER -in ec.opened -outform DER -out ec.normal &&
        openssl pkey -in ec.pem -outform DER | cmp - ec.normal
    code=$?
    expect "which OpenSSL opens" 0
    util dump ec.p7.pem
    expect "dump walks through it" 0 EnvelopedData recipientInfos encryptedContent aes256-CBC
    openssl cms -encrypt -binary -aes256 -outform DER -in ec.p8 -out ec.theirs owner.crt
    util convert ec.theirs --unwrap-key owner.pem --to ECCPRIVATEBLOB --out ec.theirs.blob
    util convert ec.pem --to ECCPRIVATEBLOB --out ec.blob
    expect_same "an envelope of OpenSSL is opened" ec.blob ec.theirs.blob
    util convert ec.theirs --to ECCPRIVATEBLOB --out none
    expect "but not without its key" 1 "NTE_NO_KEY"
    util convert ec.pem --to PKCS7_ENVELOPE --out none
    expect "an envelope needs a certificate" 1 "NTE_"

    util convert ec.pem --to PKCS11RsaAesWrapBlob --wrap-key owner.pem --wrap-hash SHA384 --wrap-label L --out ec.wrapped
    expect "a key is wrapped under an RSA key" 0
    util dump ec.wrapped
    expect "dump tells of the padding" 0 '"SHA384"' cbPaddingLabel
    util convert ec.wrapped --unwrap-key owner.pem --to ECCPRIVATEBLOB --out ec.unwrapped
    expect_same "and unwrapped" ec.blob ec.unwrapped
    rm -f none
    util convert ec.pem --to ECCPRIVATEBLOB --wrap-key owner.pem --out none
    code=$((code == 1 ? 0 : 3))
    [ ! -e none ] || code=4
    expect "a key to be wrapped is never written in the clear" 0
    util convert ec.pem --to OpaqueTransport --out ec.opaque
    util dump ec.opaque
    expect "dump tells what is to be seen of an opaque key" 0 '"NCWT"' nonce
    util convert ec.opaque --to ECCPRIVATEBLOB --out ec.from_opaque
    expect_same "an opaque key comes back" ec.blob ec.from_opaque
}

# The raw secret comes with its last byte first
test_derive()
{
    local name
    openssl genpkey -quiet -algorithm DH -pkeyopt group:ffdhe2048 -out dh1.pem
    openssl genpkey -quiet -algorithm DH -pkeyopt group:ffdhe2048 -out dh2.pem
    for name in dh1 dh2
    do
        openssl pkey -in $name.pem -pubout -out $name.pub.pem
        util convert $name.pem --to DHPRIVATEBLOB --out $name.blob
    done
    util convert dh2.pem --to DHPUBLICBLOB --out dh2.pub.blob
    openssl pkeyutl -derive -inkey dh1.pem -peerkey dh2.pub.pem -pkeyopt dh_pad:1 -out secret
    util derive dh1.blob dh2.pub.blob --kdf TRUNCATE --out raw
    expect "derive" 0
    od -An -v -tx1 -w1 raw | tac >raw.hex
    od -An -v -tx1 -w1 secret >secret.hex
    expect_same "the secret is OpenSSL's" secret.hex raw.hex
    util derive dh1.blob dh2.pub.blob --kdf HASH --hash SHA384 --out hashed
    openssl dgst -sha384 -binary -out secret.hash secret
    expect_same "so is its hash" secret.hash hashed
    util derive dh1.blob dh2.pub.blob --kdf FROBNICATE --out none
    expect "there is no other function" 1 "cannot derive a key from the secret: NTE_"
}

# --- the program itself ------------------------------------------------------------------------------

test_program()
{
    local command
    util --help
    expect "--help lists the commands" 0 providers algorithms create import export convert sign verify dump selftest
    for command in providers algorithms create import export convert sign verify encrypt decrypt derive dump selftest
    do
        util $command --help
        expect "$command --help" 0 "usage: ncryptutil $command"
    done
    util
    expect "no command is a usage error" 2 "usage:"
    util frobnicate
    expect "so is an unknown command" 2 'there is no command "frobnicate"'
    util dump
    expect "a missing argument" 2 "dump needs more arguments: FILE..."
    util import a b
    expect "one too many" 2 "import takes fewer arguments"
    util dump --frobnicate x
    expect "an unknown option" 2 "unknown option --frobnicate"
    util create RSA --length many
    expect "a number that is none" 2 '"many" is not a number'
    util convert rsa.pem --to
    expect "an option without its value" 2 "--to needs a value"
    util convert rsa.pem
    expect "a missing option" 2 "--to must name the blob type"
    util convert rsa.pem --to RSAPUBLICBLOB,PUBLICBLOB
    expect "two outputs for one file" 2 "need --out-dir"
    util sign rsa.pem
    expect "a missing file" 2 "a key file or --key is missing"

    util providers
    expect "providers" 0 "Microsoft Software Key Storage Provider"
    util algorithms
    expect "algorithms" 0 "RSA" "ECDSA_P256" "signature" "operations"
    util algorithms --provider "No Such Provider"
    expect "an unknown provider" 1 "cannot open the provider No Such Provider: "
    util selftest
    expect "selftest" 0 "ncrypt for Wine" "RSA" " 0 failed"
    util verify
    expect "verify without arguments is the selftest" 0 "self-test: "
}

write_vectors
for arch in "${architectures[@]}"
do
    program=$scratch/$arch.exe
    cp -- "$root/build/$arch-windows/ncryptutil.exe" "$program" || { code=1; : >output; not_ok "is built"; continue; }
    test_program
    test_dump
    test_forms
    test_convert
    test_use
    test_families
    test_wrapping
    test_derive
    [ "$arch" = i386 ] || test_dump_vectors
done
exit $failed
