# The OpenSSL cross-check: keys made by OpenSSL go through ncryptutil and come back.
#
# Sourced by tools/demo, which shows the results as tables, and by tests/test_openssl.sh, which
# prints a line for each. Both define
#
#   result KEY SUBJECT COLUMN VERDICT [DETAIL]
#
# KEY is a name from the list below, SUBJECT a blob type or an operation, COLUMN the check,
# VERDICT ok, fail or none (this check does not apply).
#
# Every number that a blob should hold is taken from OpenSSL's own view of the key, so a blob is
# compared with bytes that ncrypt.dll had no part in. Only OpenSSL's private exponent is not used:
# Windows has d modulo (p-1)(q-1), OpenSSL modulo lcm(p-1, q-1); it is calculated here.

# shellcheck shell=bash disable=SC2046,SC2086     # options and lists are words

cc_rsa_types="RSAPUBLICBLOB RSAPRIVATEBLOB RSAFULLPRIVATEBLOB CAPIPUBLICBLOB CAPIPRIVATEBLOB PUBLICBLOB PRIVATEBLOB PKCS8_PRIVATEKEY"
cc_ecc_types="ECCPUBLICBLOB ECCPRIVATEBLOB ECCFULLPUBLICBLOB ECCFULLPRIVATEBLOB PUBLICBLOB PRIVATEBLOB PKCS8_PRIVATEKEY"
cc_dsa_types="DSAPUBLICBLOB DSAPRIVATEBLOB CAPIDSAPUBLICBLOB CAPIDSAPRIVATEBLOB PUBLICBLOB PRIVATEBLOB PKCS8_PRIVATEKEY"
cc_dsa_v2_types="V2CAPIDSAPUBLICBLOB V2CAPIDSAPRIVATEBLOB" # of keys of up to 1024 bits
cc_dh_types="DHPUBLICBLOB DHPRIVATEBLOB CAPIDHPUBLICBLOB CAPIDHPRIVATEBLOB PUBLICBLOB PRIVATEBLOB PKCS8_PRIVATEKEY"

# shellcheck source=crosscheck_pq.sh
. "${BASH_SOURCE[0]%/*}/crosscheck_pq.sh"

# cc_start DIRECTORY ARCH: works in the directory with the programs of an architecture
cc_start()
{
    local root=${BASH_SOURCE[0]%/*}/../..
    root=$(cd -- "$root" && pwd)
    export WINEDEBUG=${WINEDEBUG:--all} WINEDLLPATH=${WINEDLLPATH:-$root/build}
    export WINEPREFIX=${WINEPREFIX:-$root/build/prefix}
    cc_program=$root/build/$2-windows/ncryptutil.exe
    [ -f "$cc_program" ] || { echo "$cc_program is missing: run make" >&2; return 1; }
    # Windows looks for DLLs beside the program first; those in the prefix are to be shown.
    cd -- "$1" && mkdir -p keys blobs && cp -- "$cc_program" . && cc_program=$PWD/ncryptutil.exe
}

cc_util()
{
    wine "$cc_program" "$@" 2>&1 </dev/null
}

# cc_run LOG COMMAND...: the command's status; its output is kept for a failure's detail
cc_run()
{
    local log=$1
    shift
    "$@" >"$log" 2>&1 </dev/null
}

cc_why()
{
    tail -n 1 -- "$1" | tr -d '\r'
}

# What ncryptutil said about a blob type
cc_why_type()
{
    grep -m1 -- " as $2: " "$1" || cc_why "$1"
}

# --- keys -----------------------------------------------------------------------------------------

cc_family()
{
    case $1 in
    rsa*) echo RSA ;;
    dsa*) echo DSA ;;
    dh*) echo DH ;;
    mlkem*) echo MLKEM ;;
    mldsa*) echo MLDSA ;;
    sha*) echo SLHDSA ;;
    *) echo ECC ;;
    esac
}

cc_is_private() { case $1 in *PRIVATE* | *Private*) return 0 ;; esac; return 1; }

cc_types()
{
    case $1 in
    rsa*) echo "$cc_rsa_types" ;;
    dsa1024) echo "$cc_dsa_types $cc_dsa_v2_types" ;;
    dsa*) echo "$cc_dsa_types" ;;
    dh*) echo "$cc_dh_types" ;;
    mlkem*) echo "$cc_mlkem_types" ;;
    mldsa*) echo "$cc_mldsa_types" ;;
    sha*) echo "$cc_slhdsa_types" ;;
    *) echo "$cc_ecc_types" ;;
    esac
}

# The curve's name as CNG has it, for keys whose blobs do not tell it
cc_curve() { case $1 in bp*) echo "brainpoolP${1#bp}r1" ;; k256) echo secP256k1 ;; esac; }

# Options of ncryptutil for a blob of a key: KEY TYPE
cc_curve_options()
{
    local curve
    curve=$(cc_curve "$1")
    case $2 in ECCFULL* | PKCS8*) ;; *) [ -z "$curve" ] || echo --curve "$curve" ;; esac
}

# cc_make_key NAME: rsa2048, rsa3072 …, p256, p384, p521, bp256, bp384, bp512, k256, dsa1024, dsa2048, dh2048
cc_make_key()
{
    local options q
    case $1 in
    rsa*) options="-algorithm RSA -pkeyopt rsa_keygen_bits:${1#rsa}" ;;
    p*) options="-algorithm EC -pkeyopt ec_paramgen_curve:P-${1#p} -pkeyopt ec_param_enc:named_curve" ;;
    bp*) options="-algorithm EC -pkeyopt ec_paramgen_curve:$(cc_curve "$1") -pkeyopt ec_param_enc:named_curve" ;;
    k256) options="-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1 -pkeyopt ec_param_enc:named_curve" ;;
    mlkem* | mldsa* | sha*) options="-algorithm $(cc_pq_algorithm "$1")" ;;
    dh*) options="-algorithm DH -pkeyopt group:ffdhe${1#dh}" ;;
    dsa*)
        q=$(($(cc_field_bytes "$1") * 8)) options="-paramfile keys/$1.parameters"
        openssl genpkey -quiet -genparam -algorithm DSA -pkeyopt "dsa_paramgen_bits:${1#dsa}" \
            -pkeyopt "dsa_paramgen_q_bits:$q" -out "keys/$1.parameters" || return
        ;;
    esac
    openssl genpkey -quiet $options -out "keys/$1.pem" &&
        openssl pkey -in "keys/$1.pem" -pubout -out "keys/$1.pub.pem" &&
        openssl pkcs8 -topk8 -nocrypt -in "keys/$1.pem" -outform DER -out "keys/$1.der"
}

# --- the bytes that each blob should have -----------------------------------------------------------

cc_hex() { od -An -v -tx1 -- "$1" | tr -d ' \n'; }

# A number in hexadecimal, with leading zeros up to a length in bytes
cc_big() { local digits=$1; printf '%s' "$(printf '%*s' $(($2 * 2 - ${#digits})) '' | tr ' ' 0)$digits"; }

cc_little() { cc_big "$1" "$2" | fold -w2 | tac | tr -d '\n'; }

cc_dword() { cc_little "$(printf '%x' "$1")" 4; }

# The INTEGERs of a key's PKCS#1 form: version n e d p q dp dq qinv
cc_rsa_numbers()
{
    openssl rsa -in "keys/$1.pem" -traditional -outform DER 2>/dev/null | openssl asn1parse -inform DER |
        sed -n 's/.*prim: INTEGER *://p' | tr 'A-F' 'a-f'
}

# d modulo (p-1)(q-1), as Windows 10 and later export it
cc_private_exponent()
{
    python3 -c 'import sys; e, p, q = (int(x, 16) for x in sys.argv[1:])
x = "%x" % pow(e, -1, (p - 1) * (q - 1)); print(x)' "$1" "$2" "$3"
}

# cc_rsa_blob KEY TYPE, in hexadecimal
cc_rsa_blob()
{
    local numbers n e d p q dp dq qinv bits=${1#rsa} size half
    mapfile -t numbers < <(cc_rsa_numbers "$1")
    n=${numbers[1]} e=${numbers[2]} p=${numbers[4]} q=${numbers[5]}
    dp=${numbers[6]} dq=${numbers[7]} qinv=${numbers[8]}
    size=$(((bits + 7) / 8)) half=$(((bits + 15) / 16))
    d=$(cc_private_exponent "$e" "$p" "$q")

    # BCRYPT_RSAKEY_BLOB, then PUBLICKEYSTRUC and RSAPUBKEY
    local public private full capi
    public=$(cc_dword "$bits")$(cc_dword 3)$(cc_dword $size)
    private=$public$(cc_dword $half)$(cc_dword $half)$e$(cc_big "$n" $size)$(cc_big "$p" $half)$(cc_big "$q" $half)
    full=$(cc_big "$dp" $half)$(cc_big "$dq" $half)$(cc_big "$qinv" $half)$(cc_big "$d" $size)
    capi=$(cc_dword "$bits")$(cc_little "$e" 4)$(cc_little "$n" $size)
    case $2 in
    RSAPUBLICBLOB | PUBLICBLOB) echo "52534131$public$(cc_dword 0)$(cc_dword 0)$e$(cc_big "$n" $size)" ;;
    RSAPRIVATEBLOB | PRIVATEBLOB) echo "52534132$private" ;;
    RSAFULLPRIVATEBLOB) echo "52534133$private$full" ;;
    CAPIPUBLICBLOB) echo "0602000000a4000052534131$capi" ;;
    CAPIPRIVATEBLOB)
        echo "0702000000a4000052534132$capi$(cc_little "$p" $half)$(cc_little "$q" $half)$(
            cc_little "$dp" $half)$(cc_little "$dq" $half)$(cc_little "$qinv" $half)$(cc_little "$d" $size)"
        ;;
    esac
}

# Of ECC keys the size of a coordinate, of DSA keys of q
cc_field_bytes()
{
    case $1 in dsa1024) echo 20 ;; dsa*) echo 32 ;; *) local bits=${1##*[a-z]} && echo $(((bits + 7) / 8)) ;; esac
}

# cc_ecc_blob KEY TYPE: an ECDSA key, or an ECDH key if the blob says so (PKCS#8 has no difference)
cc_ecc_blob()
{
    local size kind xy d number
    size=$(cc_field_bytes "$1")
    case $1 in p256) number=1 ;; p384) number=3 ;; p521) number=5 ;; *) number=P ;; esac
    kind=$(head -c 3 "blobs/$1.$2")
    if [ $number = P ]
    then
        [ "$kind" = ECK ] || kind=ECD
        cc_is_private "$2" && number=V
    else
        [ "$kind" = ECK ] || kind=ECS
        cc_is_private "$2" && number=$((number + 1))
    fi
    xy=$(openssl pkey -pubin -in "keys/$1.pub.pem" -outform DER | tail -c $((size * 2)) | od -An -v -tx1 | tr -d ' \n')
    printf '%s' "$kind$number" | od -An -v -tx1 | tr -d ' \n'
    printf '%s' "$(cc_dword "$size")$xy"
    if cc_is_private "$2"
    then
        d=$(openssl ec -in "keys/$1.pem" -outform DER 2>/dev/null | openssl asn1parse -inform DER |
            sed -n 's/.*OCTET STRING *\[HEX DUMP\]://p' | tr 'A-F' 'a-f')
        cc_big "$d" "$size"
    fi
    echo
}

# The INTEGERs of a DER file, those of the key inside its first STRING after them
cc_integers()
{
    local listing string
    listing=$(openssl asn1parse -inform DER -in "$1")
    string=$(printf '%s\n' "$listing" | sed -n 's/^ *\([0-9]*\):.*prim: \(OCTET\|BIT\) STRING.*/\1/p' | head -n 1)
    { printf '%s\n' "$listing"; openssl asn1parse -inform DER -in "$1" -strparse "$string"; } |
        sed -n 's/.*prim: INTEGER *://p' | tr 'A-F' 'a-f'
}

# p, q, g, y and x of a DSA key; p, g, y and x of a DH key (without the optional length of x)
cc_group_numbers()
{
    local private public count=3
    [ "$(cc_family "$1")" = DSA ] || count=2
    openssl pkey -pubin -in "keys/$1.pub.pem" -outform DER -out "keys/$1.pub.der"
    mapfile -t private < <(cc_integers "keys/$1.der")
    mapfile -t public < <(cc_integers "keys/$1.pub.der")
    printf '%s\n' "${private[@]:1:count}" "${public[-1]}" "${private[-1]}"
}

# cc_dsa_blob KEY TYPE: a key without the seed of its parameters, which PKCS#8 does not have
cc_dsa_blob()
{
    local n size group body
    mapfile -t n < <(cc_group_numbers "$1")
    size=$((${1#dsa} / 8)) group=$(cc_field_bytes "$1")
    body=ffffffff$(printf '%*s' $((group * 2)) '' | tr ' ' f)$(cc_big "${n[1]}" "$group")$(
        cc_big "${n[0]}" $size)$(cc_big "${n[2]}" $size)$(cc_big "${n[3]}" $size)
    ! cc_is_private "$2" || body=$body$(cc_big "${n[4]}" "$group")
    case $1.$2 in
    dsa1024.*PRIVATE*) echo "44535056$(cc_dword $size)$body" ;; # BCRYPT_DSA_KEY_BLOB
    dsa1024.*) echo "44535042$(cc_dword $size)$body" ;;
    *PRIVATE*) echo "44505632$(cc_dword $size)$(cc_dword 1)$(cc_dword 1)$(cc_dword 32)$(cc_dword 32)$body" ;; # V2
    *) echo "44504232$(cc_dword $size)$(cc_dword 1)$(cc_dword 1)$(cc_dword 32)$(cc_dword 32)$body" ;;
    esac
}

cc_dh_blob()
{
    local n size body
    mapfile -t n < <(cc_group_numbers "$1")
    size=$((${1#dh} / 8))
    body=$(cc_dword $size)$(cc_big "${n[0]}" $size)$(cc_big "${n[1]}" $size)$(cc_big "${n[2]}" $size)
    if cc_is_private "$2"
    then
        echo "44485056$body$(cc_big "${n[3]}" $size)"
    else
        echo "44485042$body"
    fi
}

cc_expected_blob()
{
    case $(cc_family "$1") in
    RSA) cc_rsa_blob "$@" ;;
    ECC) cc_ecc_blob "$@" ;;
    DSA) cc_dsa_blob "$@" ;;
    DH) cc_dh_blob "$@" ;;
    *) cc_pq_blob "$@" ;;
    esac
}

# --- what OpenSSL makes of it ---------------------------------------------------------------------

# A key as OpenSSL prints it, without the private exponent, and without a hint that DH keys may have
cc_text()
{
    openssl pkey -text -noout "$@" 2>/dev/null | sed '/^privateExponent:/,/^prime1:/{/^prime1:/!d}; /private-length:/d'
}

cc_same_key()
{
    local text
    text=$(cc_text -in "$2" -inform "${3:-DER}") || return
    [ "$text" = "$(cc_text -in "keys/$1.pem")" ] && openssl pkey -in "$2" -inform "${3:-DER}" -check -noout
}

cc_same_public_key()
{
    openssl pkey -pubin -inform MSBLOB -in "$2" -out "$2.pem" && cmp -- "$2.pem" "keys/$1.pub.pem"
}

# --- checks -----------------------------------------------------------------------------------------

# cc_compare KEY TYPE COLUMN FILE FILE
cc_compare()
{
    local difference
    if [ ! -f "$5" ]
    then
        result "$1" "$2" "$3" fail "not written: $(cc_why_type "again/$2.log" "$2")"
    elif difference=$(cmp -- "$4" "$5" 2>&1)
    then
        result "$1" "$2" "$3" ok
    else
        result "$1" "$2" "$3" fail "$difference"
    fi
}

# cc_check KEY SUBJECT COLUMN COMMAND...
cc_check()
{
    local key=$1 subject=$2 column=$3
    shift 3
    if cc_run check.log "$@"
    then
        result "$key" "$subject" "$column" ok
    else
        result "$key" "$subject" "$column" fail "$(cc_why check.log)"
    fi
}

# The reverse: the command must fail with this text
cc_check_refused()
{
    local key=$1 subject=$2 column=$3 text=$4
    shift 4
    if cc_run check.log "$@"
    then
        result "$key" "$subject" "$column" fail "accepted"
    elif grep -q -- "$text" check.log
    then
        result "$key" "$subject" "$column" ok
    else
        result "$key" "$subject" "$column" fail "$(cc_why check.log)"
    fi
}

# Exports all keys in all types. One program run does all types of a key.
cc_export_keys()
{
    local key
    for key
    do
        # cc_check_blobs finds what is missing
        cc_run "$key.log" cc_util convert "keys/$key.der" --to "$(cc_types "$key" | tr ' ' ,)" --out-dir blobs
    done
}

# Imports each blob as the type it has and exports it again, as this type and, if it is private, as
# PKCS#8. One program run for a type and curve does all keys.
cc_reimport_blobs()
{
    local key type curve files to options
    for type in $(for key; do printf '%s\n' $(cc_types "$key"); done | sort -u)
    do
        to=$type
        cc_is_private "$type" && [ "$type" != PKCS8_PRIVATEKEY ] && to=$type,PKCS8_PRIVATEKEY
        mkdir -p "again/$type"
        for curve in $(for key; do options=$(cc_curve_options "$key" "$type") && echo "${options#* }."; done | sort -u)
        do
            files=()
            for key
            do
                options=$(cc_curve_options "$key" "$type")
                [ "${options#* }." != "$curve" ] || [ ! -f "blobs/$key.$type" ] || files+=("blobs/$key.$type")
            done
            curve=${curve%.}
            [ ${#files[@]} = 0 ] || cc_run check.log cc_util convert "${files[@]}" --from "$type" \
                ${curve:+--curve "$curve"} --to "$to" --out-dir "again/$type"
            [ ! -f check.log ] || cat check.log >>"again/$type.log"
        done
    done
}

cc_check_numbers()
{
    # of the others OpenSSL does not tell all bytes
    case $2 in
    PKCS8_PRIVATEKEY | ECCFULL* | CAPIDSA* | CAPIDH* | V2CAPIDSA*)
        result "$1" "$2" numbers none
        return
        ;;
    esac
    cc_hex "blobs/$1.$2" >"$1.$2.hex"
    cc_expected_blob "$1" "$2" | tr -d '\n' >"$1.$2.expected"
    cc_compare "$1" "$2" numbers "$1.$2.expected" "$1.$2.hex"
}

# A key that came as ECCFULL… has its curve as explicit parameters; OpenSSL knows which curve that is.
cc_same_explicit_key()
{
    openssl pkey -in "$2" -inform DER -ec_param_enc named_curve -out "$2.pem" && cc_same_key "$1" "$2.pem" PEM
}

cc_check_pkcs8()
{
    if [ "$2" = ECCFULLPRIVATEBLOB ]
    then
        cc_check "$1" "$2" pkcs8 cc_same_explicit_key "$1" "again/$2/$1.PKCS8_PRIVATEKEY"
        return
    fi
    if cc_is_pq "$1" && [[ $2 = *PRIVATEBLOB ]]
    then
        cc_check "$1" "$2" pkcs8 cc_same_expanded_key "$1" "again/$2/$1.PKCS8_PRIVATEKEY"
    elif cc_is_private "$2" && [ "$2" != PKCS8_PRIVATEKEY ]
    then
        cc_check "$1" "$2" pkcs8 cc_same_key "$1" "again/$2/$1.PKCS8_PRIVATEKEY"
    else
        result "$1" "$2" pkcs8 none
    fi
}

# OpenSSL reads PKCS#8 and the CAPI blobs ("MSBLOB") itself.
cc_check_openssl()
{
    case $2 in
    PKCS8_PRIVATEKEY) cc_check "$1" "$2" openssl cc_same_key "$1" "blobs/$1.$2" ;;
    CAPIPRIVATEBLOB | V2CAPIDSAPRIVATEBLOB) cc_check "$1" "$2" openssl cc_same_key "$1" "blobs/$1.$2" MSBLOB ;;
    CAPIPUBLICBLOB | V2CAPIDSAPUBLICBLOB) cc_check "$1" "$2" openssl cc_same_public_key "$1" "blobs/$1.$2" ;;
    *) result "$1" "$2" openssl none ;;
    esac
}

# cc_check_blobs KEY...: after cc_export_keys and cc_reimport_blobs
cc_check_blobs()
{
    local key type
    for key
    do
        for type in $(cc_types "$key")
        do
            if [ ! -f "blobs/$key.$type" ]
            then
                result "$key" "$type" roundtrip fail "$(cc_why_type "$key.log" "$type")"
                continue
            fi
            cc_compare "$key" "$type" roundtrip "blobs/$key.$type" "again/$type/$key.$type"
            cc_check_numbers "$key" "$type"
            cc_check_pkcs8 "$key" "$type"
            cc_check_openssl "$key" "$type"
        done
    done
}

# --- signatures -------------------------------------------------------------------------------------

# r and s of CNG, one after the other, to the DER form of OpenSSL and back
cc_signature_to_der()
{
    local size hex
    size=$(cc_field_bytes "$1") hex=$(cc_hex "$2")
    {
        echo 'asn1 = SEQUENCE:signature'
        echo '[signature]'
        echo "r = INTEGER:0x${hex:0:size * 2}"
        echo "s = INTEGER:0x${hex:size * 2}"
    } >"$3.conf"
    openssl asn1parse -genconf "$3.conf" -noout -out "$3"
}

cc_signature_from_der()
{
    local number hex=
    for number in $(openssl asn1parse -inform DER -in "$2" | sed -n 's/.*prim: INTEGER *://p')
    do
        hex=$hex$(cc_big "$number" "$(cc_field_bytes "$1")")
    done
    # shellcheck disable=SC2059
    printf "$(printf '%s' "$hex" | sed 's/../\\x&/g')" >"$3"
}

# The options of both programs for a signature scheme
cc_openssl_options()
{
    case $1 in
    pss) echo -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest ;;
    esac
}

cc_util_options()
{
    case $1 in *dsa | pure) ;; context) echo --context cross-check ;; *) echo --padding "$1" ;; esac
    cc_curve_options "$2" PRIVATEBLOB
}

cc_hash_of()
{
    case $1 in p384 | rsa3072) echo SHA384 ;; p521 | rsa4096) echo SHA512 ;; dsa1024) echo SHA1 ;; mldsa* | sha*) echo - ;; *) echo SHA256 ;; esac
}

# cc_sign_with_openssl KEY SCHEME HASH OUT
cc_sign_with_openssl()
{
    local out=$4
    cc_is_pq "$1" && { cc_pq_sign_with_openssl "$1" "$2" "$4"; return; }
    [[ $2 != *dsa ]] || out=$4.der
    openssl dgst "-$3" -sign "keys/$1.pem" $(cc_openssl_options "$2") -out "$out" message || return
    [[ $2 != *dsa ]] || cc_signature_from_der "$1" "$4.der" "$4"
}

cc_verify_with_openssl()
{
    local signature=$4
    cc_is_pq "$1" && { cc_pq_verify_with_openssl "$1" "$2" "$4"; return; }
    if [[ $2 = *dsa ]]
    then
        signature=$4.der
        cc_signature_to_der "$1" "$4" "$signature" || return
    fi
    openssl dgst "-$3" -verify "keys/$1.pub.pem" $(cc_openssl_options "$2") -signature "$signature" message
}

cc_sign_and_verify()
{
    cc_util sign "blobs/$1.PRIVATEBLOB" message --hash "$3" $(cc_util_options "$2" "$1") --out "$4" &&
        cc_verify_with_openssl "$1" "$2" "$3" "$4"
}

cc_verify_theirs()
{
    cc_sign_with_openssl "$1" "$2" "$3" "$4" &&
        cc_util verify "blobs/$1.PUBLICBLOB" message "$4" --hash "$3" $(cc_util_options "$2" "$1")
}

# cc_check_signatures KEY SCHEME: pkcs1, pss, ecdsa, dsa, pure (of the message itself), context
cc_check_signatures()
{
    local hash signature
    hash=$(cc_hash_of "$1") signature=$1.$2.sig
    echo "What is signed with $1." >message
    echo "What is signed with $1!" >changed
    cc_check "$1" "$2" sign cc_sign_and_verify "$1" "$2" "$hash" "$signature.ours"
    cc_check "$1" "$2" verify cc_verify_theirs "$1" "$2" "$hash" "$signature.theirs"
    cc_check_refused "$1" "$2" refuse NTE_BAD_SIGNATURE \
        cc_util verify "blobs/$1.PUBLICBLOB" changed "$signature.ours" --hash "$hash" $(cc_util_options "$2" "$1")
}

cc_signature_schemes() { case $1 in rsa*) echo pkcs1 pss ;; dsa*) echo dsa ;; dh* | mlkem*) ;; mldsa* | sha*) echo pure context ;; *) echo ecdsa ;; esac; }

# --- encryption -------------------------------------------------------------------------------------

cc_pkeyutl_options()
{
    case $1 in
    oaep) echo -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256 ;;
    pkcs1) echo -pkeyopt rsa_padding_mode:pkcs1 ;;
    esac
}

cc_encrypt_and_decrypt()
{
    cc_util encrypt "blobs/$1.PUBLICBLOB" message --padding "$2" --out "$3" &&
        openssl pkeyutl -decrypt -inkey "keys/$1.pem" $(cc_pkeyutl_options "$2") -in "$3" -out "$3.plain" &&
        cmp message "$3.plain"
}

cc_decrypt_theirs()
{
    openssl pkeyutl -encrypt -pubin -inkey "keys/$1.pub.pem" $(cc_pkeyutl_options "$2") -in message -out "$3" &&
        cc_util decrypt "blobs/$1.PRIVATEBLOB" "$3" --padding "$2" --out "$3.plain" && cmp message "$3.plain"
}

# cc_check_encryption KEY PADDING: oaep, pkcs1
cc_check_encryption()
{
    echo "What is encrypted under $1." >message
    cc_check "$1" "$2" encrypt cc_encrypt_and_decrypt "$1" "$2" "$1.$2.ours"
    cc_check "$1" "$2" decrypt cc_decrypt_theirs "$1" "$2" "$1.$2.theirs"
}

# --- PKCS#8 under a password --------------------------------------------------------------------------

cc_password_ours()
{
    cc_util convert "keys/$1.der" --to PKCS8_PRIVATEKEY --out-password "$2" --pem --out "$1.ours.pem" &&
        openssl pkey -in "$1.ours.pem" -passin "pass:$2" -out "$1.ours.plain.pem" &&
        cc_same_key "$1" "$1.ours.plain.pem" PEM
}

cc_password_theirs()
{
    openssl pkcs8 -topk8 -v2 aes-256-cbc -in "keys/$1.pem" -passout "pass:$2" -out "$1.theirs.pem" &&
        cc_util convert "$1.theirs.pem" --password "$2" --to PKCS8_PRIVATEKEY --out "$1.theirs.der" &&
        cc_same_key "$1" "$1.theirs.der"
}

# cc_check_password KEY
cc_check_password()
{
    cc_check "$1" password ours cc_password_ours "$1" "Päßwort 12"
    cc_check "$1" password theirs cc_password_theirs "$1" "Päßwort 12"
    cc_check_refused "$1" password refuse NTE_INCORRECT_PASSWORD \
        cc_util import "$1.theirs.pem" --password "wrong"
}

# --- PKCS#8 in a CMS envelope ---------------------------------------------------------------------------

cc_make_recipient()
{
    openssl req -x509 -newkey rsa:2048 -nodes -keyout keys/recipient.pem -out keys/recipient.crt \
        -subj "/O=Cross-check/CN=Recipient" -days 2 2>/dev/null
}

cc_envelope_ours()
{
    cc_util convert "keys/$1.der" --to PKCS7_ENVELOPE --cert keys/recipient.crt --out "$1.ours.p7" &&
        openssl cms -decrypt -binary -inform DER -in "$1.ours.p7" -inkey keys/recipient.pem -out "$1.ours.p8" &&
        cc_same_key "$1" "$1.ours.p8"
}

cc_envelope_theirs()
{
    openssl cms -encrypt -binary -aes-128-cbc -outform DER -in "keys/$1.der" -out "$1.theirs.p7" keys/recipient.crt &&
        cc_util convert "$1.theirs.p7" --unwrap-key keys/recipient.pem --to PKCS8_PRIVATEKEY --out "$1.theirs.p8" &&
        cc_same_key "$1" "$1.theirs.p8"
}

# cc_check_envelope KEY: after cc_make_recipient
cc_check_envelope()
{
    cc_check "$1" envelope ours cc_envelope_ours "$1"
    cc_check "$1" envelope theirs cc_envelope_theirs "$1"
    cc_check_refused "$1" envelope refuse NTE_NO_KEY cc_util import "$1.theirs.p7"
}
