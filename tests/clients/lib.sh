# What the clients in bash share. They run in an empty directory, with WINEPREFIX, WINEDLLPATH and
# NCRYPT_CLIENTS set (tests/clients/run-all).
#
#   what PROGRAM VERSION "what it does" FUNCTION ["remark"]
#
# runs the function, which makes checks, and prints the row of tests/clients/run-all. In the function
#
#   check "what should be" COMMAND...       the command succeeds
#   check_not "what should be" COMMAND...   it fails
#   has FILE TEXT                           a command: the file has a line with this text
#
# A check that fails tells the log, and the row is FAIL. Nothing after it is skipped.
#
#   blocked PROGRAM VERSION "what it does" FUNCTION "what Wine lacks"
#
# is the same for what Wine itself does not allow: its checks say how it fails, so that the row becomes FAIL
# when Wine has learned it.

# shellcheck shell=bash

root=$(cd -- "${BASH_SOURCE[0]%/*}/../.." && pwd)
clients=$root/tests/clients
programs=$root/build/x86_64-windows/clients
wrong=0 checks=0
children=()

# Whatever a client started ends with it.
end_children()
{
    [ ${#children[@]} = 0 ] || kill "${children[@]}" 2>/dev/null
    children=()
}
trap end_children EXIT
trap 'exit 143' INT TERM

check()
{
    local what=$1
    shift
    checks=$((checks + 1))
    if "$@"
    then
        echo "    checked  $what"
    else
        echo "    WRONG    $what"
        wrong=$((wrong + 1))
    fi
}

check_not() { local what=$1; shift; check "$what" not "$@"; }
not() { ! "$@"; }
has() { grep -aqF -- "$2" "$1"; }

what()
{
    wrong=0 checks=0
    "$4"
    if [ $wrong = 0 ] && [ $checks != 0 ]
    then
        echo "${verdict:-ok}  $1 $2: $3${5:+ # $5}"
    else
        echo "FAIL  $1 $2: $3 # $wrong of $checks checks"
    fi
}

blocked() { local verdict=blocked; what "$@"; }

# Runs a Windows program, for at most two minutes
windows() { timeout -k 5 120 wine "$@" </dev/null; }

# The same with Wine's own ncrypt.dll, to see what ours changes
with_wines() { WINEDLLOVERRIDES="$WINEDLLOVERRIDES;ncrypt=b" windows "$@"; }

# wait_for FILE PATTERN: prints what the pattern's group matches, as soon as a line does
wait_for()
{
    local tries found
    for ((tries = 0; tries < 100; tries++))
    do
        found=$(sed -nE "s/.*$2.*/\1/p" "$1" 2>/dev/null | head -n 1)
        [ -z "$found" ] || break
        sleep 0.1
    done
    printf '%s\n' "$found"
}

# The output of a command only if it fails
quietly() { "$@" >quietly.log 2>&1 || { cat quietly.log; echo "failed: $*"; return 1; }; }

# make_root NAME ALGORITHM...: a certification authority, NAME.pem and NAME.key
make_root()
{
    quietly openssl req -x509 -newkey "${@:2}" -nodes -keyout "$1.key" -out "$1.pem" -days 30 \
        -subj "/O=Check of clients/CN=$1" -addext keyUsage=keyCertSign,cRLSign
}

# make_certificate NAME ROOT EXTENSIONS ALGORITHM...: NAME.pem and NAME.key, of a new key
make_certificate()
{
    quietly openssl genpkey -algorithm "${@:4}" -out "$1.key" &&
        openssl pkey -in "$1.key" -pubout -out "$1.pub" && certify "$1" "$2" "$3"
}

# certify NAME ROOT EXTENSIONS: NAME.pem for the public key in NAME.pub
certify()
{
    printf '%s\n' "$3" | sed 's/ *; */\n/g' >"$1.ext"
    quietly openssl x509 -new -force_pubkey "$1.pub" -subj "/O=Check of clients/CN=$1" -CA "$2.pem" \
        -CAkey "$2.key" -days 30 -extfile "$1.ext" -out "$1.pem" &&
        openssl x509 -in "$1.pem" -outform DER -out "$1.der"
}
