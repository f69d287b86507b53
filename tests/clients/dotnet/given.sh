# Sourced by lib.sh. given DIRECTORY: what OpenSSL makes for the .NET programs to take: keys, signatures,
# ciphertexts, agreed secrets. The message is the one of Harness.cs.

given_password='correct horse'

given()
{
    local name curve hash out=$1
    mkdir -p "$out"
    printf 'The quick brown fox jumps over the lazy dog' >"$out/message"
    for name in 1024 2048 3072; do given_rsa "$out/rsa$name" "$name"; done
    given_oaep "$out/rsa2048"
    given_encrypted "$out/rsa2048"
    for curve in P-256 P-384 P-521 brainpoolP256r1 secp256k1; do given_ec "$out" "$curve"; done
    given_encrypted "$out/P-256"
    given_dsa "$out/dsa1024" 1024 160
    given_dsa "$out/dsa2048" 2048 256
}

# What "openssl genpkey" writes as PEM, as PKCS#8 in DER: FILE ARGUMENTS...
given_key()
{
    openssl genpkey -quiet "${@:2}" -out "$1.key"
    openssl pkcs8 -topk8 -nocrypt -in "$1.key" -outform DER -out "$1"
}

# NAME.p8, NAME.spki and the message's signatures NAME.HASH.pkcs1 and NAME.HASH.pss (salt as long as the hash)
given_rsa()
{
    local name=$1 hash
    given_key "$name.p8" -algorithm RSA -pkeyopt "rsa_keygen_bits:$2"
    openssl pkey -in "$name.p8" -pubout -outform DER -out "$name.spki"
    for hash in sha1 sha256 sha384 sha512; do
        openssl dgst "-$hash" -sign "$name.p8" -out "$name.$hash.pkcs1" "${name%/*}/message"
        [ "$2.$hash" = 1024.sha512 ] ||
            openssl dgst "-$hash" -sign "$name.p8" -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest \
                -out "$name.$hash.pss" "${name%/*}/message"
    done
}

given_oaep()
{
    local name=$1 hash
    for hash in sha1 sha256 sha384 sha512; do
        openssl pkeyutl -encrypt -inkey "$name.p8" -in "${name%/*}/message" -out "$name.$hash.oaep" \
            -pkeyopt rsa_padding_mode:oaep -pkeyopt "rsa_oaep_md:$hash" -pkeyopt "rsa_mgf1_md:$hash"
    done
    openssl pkeyutl -encrypt -inkey "$name.p8" -in "${name%/*}/message" -out "$name.encrypted"
}

# NAME.SCHEME.p8e: the key under the password
given_encrypted()
{
    local name=$1
    encrypt() { openssl pkcs8 -topk8 -in "$name.p8" -outform DER -out "$name.$1.p8e" -passout "pass:$given_password" "${@:2}"; }
    encrypt aes128-sha1 -v2 aes-128-cbc -v2prf hmacWithSHA1
    encrypt aes192-sha384 -v2 aes-192-cbc -v2prf hmacWithSHA384
    encrypt aes256-sha256 -v2 aes-256-cbc -v2prf hmacWithSHA256
    encrypt 3des-sha512 -v2 des-ede3-cbc -v2prf hmacWithSHA512
    encrypt pkcs12-3des -v1 PBE-SHA1-3DES
}

# CURVE.p8, CURVE.other.p8, their shared secret CURVE.z, the message's signatures CURVE.HASH.der
given_ec()
{
    local name=$1/$2 hash
    given_key "$name.p8" -algorithm EC -pkeyopt "ec_paramgen_curve:$2"
    given_key "$name.other.p8" -algorithm EC -pkeyopt "ec_paramgen_curve:$2"
    openssl pkey -in "$name.other.p8" -pubout -out "$name.other.pem"
    openssl pkeyutl -derive -inkey "$name.p8" -peerkey "$name.other.pem" -out "$name.z"
    for hash in sha1 sha256 sha384 sha512; do
        openssl dgst "-$hash" -sign "$name.p8" -out "$name.$hash.der" "$1/message"
    done
}

given_dsa()
{
    local hash=sha1
    [ "$2" = 1024 ] || hash=sha256
    openssl genpkey -quiet -genparam -algorithm DSA -pkeyopt "dsa_paramgen_bits:$2" -pkeyopt "dsa_paramgen_q_bits:$3" -out "$1.param"
    given_key "$1.p8" -paramfile "$1.param"
    openssl dgst "-$hash" -sign "$1.p8" -out "$1.der" "${1%/*}/message"
}
