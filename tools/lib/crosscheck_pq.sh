# The post-quantum part of the OpenSSL cross-check, see crosscheck.sh, which sources this.
#
# Keys: mlkem512, mlkem768, mlkem1024; mldsa44, mldsa65, mldsa87; sha2-128s … shake-256f (SLH-DSA).

# shellcheck shell=bash disable=SC2046,SC2086     # options and lists are words

cc_pq_forms="PQPrivateKeyBlob PUBLICBLOB PRIVATEBLOB PKCS8_PRIVATEKEY"
cc_mlkem_types="MLKEMPUBLICBLOB MLKEMPRIVATEBLOB MLKEMPRIVATESEEDBLOB $cc_pq_forms"
cc_mldsa_types="PQDSAPUBLICBLOB PQDSAPRIVATEBLOB PQDSAPRIVATESEEDBLOB $cc_pq_forms"
cc_slhdsa_types="PQDSAPUBLICBLOB PQDSAPRIVATEBLOB $cc_pq_forms"

# Whether this OpenSSL is 3.5 or later
cc_has_pq() { openssl genpkey -quiet -algorithm ML-KEM-512 -out /dev/null 2>/dev/null; }

cc_is_pq() { case $(cc_family "$1") in MLKEM | MLDSA | SLHDSA) return 0 ;; esac; return 1; }

# ParameterSetName
cc_pq_set()
{
    case $1 in mlkem* | mldsa*) echo "${1:5}" ;; sha2-*) echo "SHA2${1:4}" ;; shake-*) echo "SHAKE${1:5}" ;; esac
}

# OpenSSL's name
cc_pq_algorithm()
{
    case $1 in mlkem*) printf ML-KEM- ;; mldsa*) printf ML-DSA- ;; *) printf SLH-DSA- ;; esac
    cc_pq_set "$1"
}

# cc_pq_number KEY PART: public, private or seed as OpenSSL prints it, in hexadecimal
cc_pq_number()
{
    local labels
    case $2 in public) labels='ek\|pub' ;; private) labels='dk\|priv' ;; *) labels=seed ;; esac
    openssl pkey -in "keys/$1.pem" -text -noout |
        sed -n "/^\($labels\):/,/^[a-zA-Z]/{/^ /p}" | tr -d ' :\n'
}

cc_utf16() { printf '%s\0' "$1" | iconv -f UTF-8 -t UTF-16LE | od -An -v -tx1 | tr -d ' \n'; }

# The blob of one part: magic, lengths, name of the set, bytes
cc_pq_part()
{
    local magic name number
    case $(cc_family "$1").$2 in
    MLKEM.public) magic=MLKP ;;
    MLKEM.private) magic=MLKR ;;
    MLKEM.seed) magic=MLKS ;;
    MLDSA.public) magic=DSPK ;;
    MLDSA.private) magic=DSSK ;;
    MLDSA.seed) magic=DSSS ;;
    SLHDSA.public) magic=SHPK ;;
    SLHDSA.private) magic=SHSK ;;
    esac
    name=$(cc_utf16 "$(cc_pq_set "$1")") number=$(cc_pq_number "$1" "$2")
    printf '%s' "$(printf '%s' $magic | od -An -tx1 | tr -d ' ')$(cc_dword $((${#name} / 2)))$(
        cc_dword $((${#number} / 2)))$name$number"
}

# NCRYPT_PQ_BLOB around the seed, where there is one
cc_pq_wrapped()
{
    local type blob part
    case $(cc_family "$1") in
    MLKEM) type=MLKEMPRIVATESEEDBLOB part=seed ;;
    MLDSA) type=PQDSAPRIVATESEEDBLOB part=seed ;;
    SLHDSA) type=PQDSAPRIVATEBLOB part=private ;;
    esac
    type=$(cc_utf16 $type) blob=$(cc_pq_part "$1" $part)
    printf '%s' "50515052$(cc_dword $((${#type} / 2)))$(cc_dword $((${#blob} / 2)))$type$blob"
}

# cc_pq_blob KEY TYPE, in hexadecimal
cc_pq_blob()
{
    case $2 in
    *PUBLICBLOB) cc_pq_part "$1" public ;;
    *SEEDBLOB) cc_pq_part "$1" seed ;;
    PQPrivateKeyBlob) cc_pq_wrapped "$1" ;;
    *) cc_pq_part "$1" private ;;
    esac
    echo
}

# A key that came in expanded form has no seed.
cc_same_expanded_key()
{
    local strip='/^seed:/,/^\(dk\|priv\):/{/^seed:/d; /^ /d}'
    [ "$(cc_text -in "$2" -inform DER | sed "$strip")" = "$(cc_text -in "keys/$1.pem" | sed "$strip")" ]
}

# --- signatures -------------------------------------------------------------------------------------

cc_pq_options() { [ "$1" != context ] || echo -pkeyopt context-string:cross-check; }

cc_pq_sign_with_openssl()
{
    openssl pkeyutl -sign -rawin -inkey "keys/$1.pem" $(cc_pq_options "$2") -in message -out "$3"
}

cc_pq_verify_with_openssl()
{
    openssl pkeyutl -verify -rawin -pubin -inkey "keys/$1.pub.pem" $(cc_pq_options "$2") -in message -sigfile "$3"
}

# --- encapsulation ----------------------------------------------------------------------------------

cc_kem_ours()
{
    cc_util encapsulate "blobs/$1.PUBLICBLOB" "$1.ours.ct" --out "$1.ours.secret" &&
        openssl pkeyutl -decap -inkey "keys/$1.pem" -in "$1.ours.ct" -secret "$1.ours.again" &&
        cmp "$1.ours.secret" "$1.ours.again"
}

cc_kem_theirs()
{
    openssl pkeyutl -encap -pubin -inkey "keys/$1.pub.pem" -out "$1.theirs.ct" -secret "$1.theirs.secret" &&
        cc_util decapsulate "blobs/$1.PRIVATEBLOB" "$1.theirs.ct" --out "$1.theirs.again" &&
        cmp "$1.theirs.secret" "$1.theirs.again"
}

# A changed ciphertext gives another secret, the same on both sides.
cc_kem_rejected()
{
    { head -c 99 "$1.theirs.ct" && tail -c +101 "$1.theirs.ct" && printf x; } >"$1.wrong.ct"
    cc_util decapsulate "blobs/$1.PRIVATEBLOB" "$1.wrong.ct" --out "$1.wrong.ours" &&
        openssl pkeyutl -decap -inkey "keys/$1.pem" -in "$1.wrong.ct" -secret "$1.wrong.theirs" &&
        cmp "$1.wrong.ours" "$1.wrong.theirs" && ! cmp -s "$1.wrong.ours" "$1.theirs.secret"
}

# cc_check_kem KEY
cc_check_kem()
{
    cc_check "$1" kem encapsulate cc_kem_ours "$1"
    cc_check "$1" kem decapsulate cc_kem_theirs "$1"
    cc_check "$1" kem reject cc_kem_rejected "$1"
}
