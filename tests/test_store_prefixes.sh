#!/bin/bash
# Key stores of several prefixes: they are separate; a whole store moves from one to the other in an
# archive (ncryptutil archive, unarchive); what happens to copied and shared folders; modes and links.
#
# usage: tests/test_store_prefixes.sh
# It wants the environment of "make check": WINEPREFIX with our DLLs, WINEDLLPATH.

set -u
export LC_ALL=C.UTF-8

root=$(cd -- "${BASH_SOURCE[0]%/*}/.." && pwd)
export WINEDEBUG=${WINEDEBUG:--all} WINEDLLPATH=${WINEDLLPATH:-$root/build}
source_prefix=${WINEPREFIX:-$root/build/prefix}
stock=$root/build/x86_64-windows/winetest/stock.exe util_exe=$root/build/x86_64-windows/ncryptutil.exe
failed=0

# beside the other prefix: its system DLLs become hard links
scratch=$(mktemp -d "${source_prefix%/*}/store-test-XXXXXX") || exit 1
one=$scratch/one two=$scratch/two

finish()
{
    for prefix in "$one" "$two"; do
        [ ! -d "$prefix" ] || WINEPREFIX=$prefix wineserver -k
    done
    cd / && rm -rf -- "$scratch"
}
trap finish EXIT
trap 'exit 130' INT TERM
cd -- "$scratch" || exit 1
for file in "$stock" "$util_exe"; do
    [ -f "$file" ] || { echo "not ok - $file is built"; exit 1; }
done

# --- helpers ----------------------------------------------------------------------------------------

result()
{
    if [ "$2" = 0 ]; then echo "ok - $1"; return; fi
    echo "not ok - $1"
    [ ! -f output ] || sed 's/^/    /' output
    failed=1
}

check() { local what=$1; shift; "$@" >/dev/null 2>&1; result "$what" $?; }

run() # PREFIX PROGRAM ARGUMENTS...: output and code
{
    code=0
    WINEPREFIX=$1 timeout 300 wine "${@:2}" >output 2>&1 </dev/null || code=$?
    tr -d '\r' <output >output.unix && mv output.unix output
}

util() { run "$1" "$util_exe" "${@:2}"; }

# expect DESCRIPTION CODE TEXT: the last run ended with this code and printed the text
expect()
{
    [ "$code" = "$2" ] && { [ -z "$3" ] || grep -qF -- "$3" output; }
    result "$1" $?
}

expect_not() { ! grep -qF -- "$2" output; result "$1" $?; }

stock() { run "$1" "$stock" stock "${@:2}"; }

keys_of() { find "$1/drive_c" -type d -path '*/AppData/Roaming/Microsoft/Crypto/Keys'; }

make_prefix()
{
    cp -al "$source_prefix" "$1" && rm -f "$1"/*.reg && cp -a "$source_prefix"/*.reg "$1" || return
    find "$1/drive_c" -depth -path '*/Microsoft/Crypto/*' -delete
}

# the view of 64-bit programs, whichever reg.exe runs
guid_key='HKLM\SOFTWARE\Microsoft\Cryptography'
guid_of() { WINEPREFIX=$1 wine reg query "$guid_key" /v MachineGuid /reg:64 2>/dev/null | tr -d '\r' | grep -oE '[0-9a-f-]{36}'; }
set_guid() { WINEPREFIX=$1 wine reg add "$guid_key" /v MachineGuid /t REG_SZ /d "$2" /f /reg:64 >/dev/null 2>&1; }

# --- separate stores --------------------------------------------------------------------------------

make_prefix "$one" && make_prefix "$two" || { echo 'not ok - two prefixes'; exit 1; }
set_guid "$two" 01234567-89ab-4cde-8f01-23456789abcd
stock "$one" fill
expect 'one prefix is filled' 0 '0 failures'
util "$one" keys
expect 'its keys are listed' 0 'stock locked'
util "$two" keys
expect 'the other has none' 0 ''
expect_not 'none at all' stock
stock "$one" check
expect 'the keys are good' 0 '0 failures'

# --- modes ------------------------------------------------------------------------------------------

store=$(keys_of "$one")
file=$(find "$store" -type f -name '*_*' | head -n 1)
check 'the store is where Windows has it' test -d "$store"
check 'folders have mode 0700' test -z "$(find "$store" -type d ! -perm 0700)"
check 'files have mode 0600' test -z "$(find "$store" -type f ! -perm 0600)"
check 'there are such files' test "$(find "$store" -type f -name '*_*' | wc -l)" -ge 14
chmod 0755 "$store"
stock "$one" check
check 'rights of others on the folder are taken away' test "$(stat -c %a "$store")" = 700

# --- archive ----------------------------------------------------------------------------------------

total=$(find "$store" -type f -name '*_*' | wc -l)
printf 'a pass\xc3\xa4word\n' >password
util "$one" archive whole.ncar
expect 'an archive needs a password' 1 password
util "$one" archive whole.ncar --password-file password
expect 'a key that may not leave is told' 1 'the key "stock locked" is not in the archive: NTE_NOT_SUPPORTED'
expect 'the others are in the archive' 1 "$((total - 1)) of $total keys"
check 'the archive is there' test -s whole.ncar
check 'no name is in it in the clear' bash -c '! grep -qa stock whole.ncar && ! grep -qaP "s\x00t\x00o\x00c\x00k" whole.ncar'
util "$two" unarchive whole.ncar --password-file password --list
expect 'its content is told' 0 'stock brainpool'
expect 'with what is missing' 0 'stock locked (missing)'
util "$two" unarchive whole.ncar --password wrong
expect 'a wrong password is told' 1 'the password is wrong'
for place in 9 20 40 47 60 5000 -1; do
    python3 - "$place" <<'PYTHON'
import sys
data = bytearray(open('whole.ncar', 'rb').read())
data[int(sys.argv[1])] ^= 1
open('damaged.ncar', 'wb').write(data)
PYTHON
    util "$two" unarchive damaged.ncar --password-file password
    expect "a changed byte at $place is told" 1 damaged
done
head -c 3000 whole.ncar >cut.ncar
util "$two" unarchive cut.ncar --password-file password
expect 'a cut is told' 1 damaged
util "$two" unarchive password --password-file password
expect 'another file is told' 1 'no archive'
util "$two" keys
expect_not 'nothing was restored by all that' stock
util "$two" unarchive whole.ncar --password-file password
expect 'what was missing is told again' 1 'the key "stock locked" was not in the archive'
expect 'the others are restored' 1 "$((total - 1)) of $total keys restored"
stock "$two" check
expect 'with numbers, policies, properties, legacy specs' 0 '0 failures'
util "$two" delete 'stock aes'
expect 'one is deleted' 0 ''
util "$two" unarchive whole.ncar --password-file password
expect 'keys in the way are told' 1 'the key "stock rsa" stands in the way: NTE_EXISTS'
util "$two" keys
expect_not 'and nothing is restored' 'stock aes'
util "$two" unarchive whole.ncar --password-file password --overwrite
expect 'unless that is asked for' 1 "$((total - 1)) of $total keys restored"
stock "$two" check
expect 'all are good again' 0 '0 failures'

# read by others: PBKDF2 of Python, AES-GCM of libcrypto, PKCS#8 of OpenSSL
python3 - >p256.p8 <<'PYTHON'
import ctypes, hashlib, struct, sys
data = open('whole.ncar', 'rb').read()
password = open('password', 'rb').read().rstrip(b'\n')
magic, version, iterations, salt, nonce, size = struct.unpack('<8sII16s12sI', data[:48])
assert magic == b'NCRYPTAR' and version == 1 and len(data) == 48 + size + 16 + 32
assert hashlib.sha256(data[:-32]).digest() == data[-32:]
key = hashlib.pbkdf2_hmac('sha512', password, salt, iterations, 32)
crypto = ctypes.CDLL('libcrypto.so.3')
crypto.EVP_CIPHER_CTX_new.restype = crypto.EVP_aes_256_gcm.restype = ctypes.c_void_p
context, cipher = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new()), ctypes.c_void_p(crypto.EVP_aes_256_gcm())
plain, count = ctypes.create_string_buffer(size), ctypes.c_int()
assert crypto.EVP_DecryptInit_ex(context, cipher, None, key, nonce)
assert crypto.EVP_DecryptUpdate(context, None, ctypes.byref(count), data[:48], 48)
assert crypto.EVP_DecryptUpdate(context, plain, ctypes.byref(count), data[48:48 + size], size)
assert crypto.EVP_CIPHER_CTX_ctrl(context, 0x11, 16, data[48 + size:64 + size])
assert crypto.EVP_DecryptFinal_ex(context, plain, ctypes.byref(count)) == 1
data, place = plain.raw, 0

def number():
    global place
    place += 4
    return struct.unpack_from('<I', data, place - 4)[0]

def sized():
    global place
    size = number()
    place += size
    return data[place - size:place]

for _ in range(number()):
    name, algorithm, spec, status = sized(), sized(), number(), number()
    if status:
        continue
    kind, blob = sized(), sized()
    for _ in range(number()):
        sized(), number(), sized()
    if name == b'stock p256':
        assert kind == b'PKCS8_PRIVATEKEY'
        sys.stdout.buffer.write(blob)
assert place == len(data)
PYTHON
result 'the documented format is what others read' $?
util "$two" export --key 'stock p256' --type SPKI p256.spki
expect 'a public key of the other prefix' 0 ''
openssl pkey -pubin -inform DER -in p256.spki -pubout >ours 2>/dev/null
openssl pkey -inform DER -in p256.p8 -passin file:password -pubout >theirs 2>/dev/null
check 'is the one that OpenSSL finds in the archive' cmp ours theirs
check 'it is a key' grep -q BEGIN theirs

stock "$one" fill --machine
expect 'machine keys' 0 '0 failures'
util "$one" archive machine.ncar --password-file password --machine
expect 'are archived' 1 "$((total - 1)) of $total keys"
util "$two" unarchive machine.ncar --password-file password --machine
expect 'are restored' 1 "$((total - 1)) of $total keys restored"
stock "$two" check --machine
expect 'and good' 0 '0 failures'

# ncryptutil brought to Windows meets Windows' ncrypt.dll: it may want nothing that is not there
objdump -p "$util_exe" | awk '/DLL Name: ncrypt.dll/ { on = 1; next } /DLL Name:/ { on = 0 } on && $NF ~ /^N/ { print $NF }' |
    sort -u >wanted
cut -d, -f1 "$root/tests/data/exports.csv" | sort -u >offered
check 'ncryptutil imports from ncrypt.dll' grep -qx NCryptOpenKey wanted
check 'nothing but what Windows exports' test -z "$(comm -23 wanted offered)"

# --- a copied folder --------------------------------------------------------------------------------

theirs=$(keys_of "$two")
rm -rf "$theirs" && cp -a "$store" "$theirs"
util "$two" keys
expect 'a copied store is listed' 0 'stock rsa'
util "$two" export --key 'stock rsa' --type SPKI rsa.spki
expect 'but a file name holds the MachineGuid: not found' 1 NTE_BAD_KEYSET
set_guid "$two" "$(guid_of "$one")"
stock "$two" check
expect 'with the MachineGuid copied too, as in a copied prefix, the keys are good' 0 '0 failures'
stock "$two" check-locked
expect 'also those that may not leave' 0 '0 failures'

# --- a shared folder --------------------------------------------------------------------------------

rm -rf "$theirs" && ln -s "$store" "$theirs"
util "$two" keys
expect 'a store that is a link is refused' 1 NTE_PERM
util "$two" export --key 'stock rsa' --type SPKI rsa.spki
expect 'for opening' 1 NTE_PERM
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 2>/dev/null |
    openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout pass:word -outform DER -out key.p8
util "$two" restore key.p8 --password word
expect 'for writing' 1 NTE_PERM
rm "$theirs" && rm -rf "${theirs%/Keys}" && ln -s "${store%/Keys}" "${theirs%/Keys}"

# Two servers that know nothing of one another; the store's own locks must do.
storm() # PREFIX NAME
{
    local i prefix=$1
    for i in 1 2 3 4; do
        WINEPREFIX=$prefix wine "$util_exe" restore key.p8 --name "$2 $i" --password word </dev/null || echo "bad restore"
        WINEPREFIX=$prefix wine "$util_exe" rotate </dev/null || echo "bad rotate"
        WINEPREFIX=$prefix wine "$util_exe" keys </dev/null >/dev/null || echo "bad keys"
        WINEPREFIX=$prefix wine "$util_exe" export --key 'stock rsa' --type SPKI "$2.spki" </dev/null || echo "bad export"
    done
}
rm -f output
storm "$one" one >storm.one 2>&1 & first=$!
storm "$two" two >storm.two 2>&1 & second=$!
wait "$first" "$second"
cat storm.one storm.two >output
check 'two prefixes in one store at the same time: nothing fails' test ! -s output
util "$one" keys
check 'and nothing is lost' test "$(grep -cE ' (one|two) [1-4]$' output)" = 8
stock "$one" check
expect 'the keys are good in the one' 0 '0 failures'
stock "$two" check
expect 'and in the other' 0 '0 failures'

# --- links in place of files ------------------------------------------------------------------------

mv "$file" elsewhere && ln -s "$scratch/elsewhere" "$file"
stock "$one" check
[ "$code" != 0 ] || stock "$one" check-locked
[ "$code" != 0 ] && grep -qE "NTE_KEYSET_ENTRY_BAD|0x8009001a" output
result 'a key file that is a link is refused' $?
rm "$file" && mv elsewhere "$file"
stock "$one" check
expect 'put back it is good' 0 '0 failures'
exit $failed
