/*
 * The Nettle calls that the provider ends in, made directly: what NCrypt is compared with.
 */
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecdsa.h>
#include <nettle/rsa.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "threads.h"

uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void random_bytes(void *context, size_t length, uint8_t *dst)
{
    (void)context;
    if (gnutls_rnd(GNUTLS_RND_RANDOM, dst, length))
        abort();
}

/* DER DigestInfo of SHA-256 (RFC 8017 9.2), then a digest. */
static uint8_t digest_info[51] = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                  0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};

struct rsa
{
    struct rsa_public_key pub;
    struct rsa_private_key key;
};

static void rsa_sign(void *context)
{
    struct rsa *rsa = context;
    uint8_t signature[256];
    mpz_t s;

    mpz_init(s);
    if (!rsa_pkcs1_sign_tr(&rsa->pub, &rsa->key, NULL, random_bytes, sizeof(digest_info),
                           digest_info, s))
        abort();
    nettle_mpz_get_str_256(sizeof(signature), signature, s);
    mpz_clear(s);
}

static void ecdsa(void *context)
{
    uint8_t signature[64];
    struct dsa_signature s;

    dsa_signature_init(&s);
    ecdsa_sign(context, NULL, random_bytes, 32, digest_info + 19, &s);
    nettle_mpz_get_str_256(32, signature, s.r);
    nettle_mpz_get_str_256(32, signature + 32, s.s);
    dsa_signature_clear(&s);
}

/* direct [threads] */
int main(int argc, char **argv)
{
    unsigned int threads;

    struct ecc_scalar scalar;
    struct ecc_point point;
    struct rsa rsa;

    rsa_public_key_init(&rsa.pub);
    rsa_private_key_init(&rsa.key);
    mpz_set_ui(rsa.pub.e, 65537);
    if (!rsa_generate_keypair(&rsa.pub, &rsa.key, NULL, random_bytes, NULL, NULL, 2048, 0))
        abort();
    ecc_point_init(&point, nettle_get_secp_256r1());
    ecc_scalar_init(&scalar, nettle_get_secp_256r1());
    ecdsa_generate_keypair(&point, &scalar, NULL, random_bytes);

    for (threads = 1; argc > 1 && !strcmp(argv[1], "threads") && threads <= BENCH_MOST_THREADS;
         threads *= 2)
    {
        report_threads("rsa2048-sign", rsa_sign, &rsa, threads, MILLISECONDS(400));
        report_threads("p256-sign", ecdsa, &scalar, threads, MILLISECONDS(400));
    }
    if (argc > 1)
        return 0;
    report("rsa2048-sign", rsa_sign, &rsa, 10, MILLISECONDS(600));
    report("p256-sign", ecdsa, &scalar, 100, MILLISECONDS(600));
    return 0;
}
