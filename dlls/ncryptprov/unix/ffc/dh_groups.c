/*
 * The groups that DH keys get if their caller names none: the largest safe primes of public
 * standards, with g = 2.
 */
#include <gnutls/gnutls.h>
#include <nettle/bignum.h>

#include "dh_object.h"

/* First and second Oakley group (RFC 2409 6.1, 6.2), and the 1536-bit MODP group (RFC 3526 section
 * 2), the lengths for which RFC 7919 has no group. */
static const struct
{
    uint32_t bits;
    const char *prime;
} oakley[] = {
    {768, "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74"
          "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
          "4FE1356D6D51C245E485B576625E7EC6F44C42E9A63A3620FFFFFFFFFFFFFFFF"},
    {1024, "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74"
           "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
           "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
           "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF"},
    {1536, "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74"
           "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
           "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
           "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05"
           "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB"
           "9ED529077096966D670C354E4ABC9804F1746C08CA237327FFFFFFFFFFFFFFFF"},
};

/* RFC 7919 */
static const gnutls_datum_t *const ffdhe[] = {
    &gnutls_ffdhe_2048_group_prime, &gnutls_ffdhe_3072_group_prime, &gnutls_ffdhe_4096_group_prime,
    &gnutls_ffdhe_6144_group_prime, &gnutls_ffdhe_8192_group_prime,
};

bool dh_group_find(uint32_t bits, mpz_t p)
{
    size_t i;

    for (i = 0; i < sizeof(oakley) / sizeof(oakley[0]); i++)
    {
        if (oakley[i].bits == bits)
            return !mpz_set_str(p, oakley[i].prime, 16);
    }
    for (i = 0; i < sizeof(ffdhe) / sizeof(ffdhe[0]); i++)
    {
        if (8 * ffdhe[i]->size == bits)
        {
            nettle_mpz_set_str_256_u(p, ffdhe[i]->size, ffdhe[i]->data);
            return true;
        }
    }
    return false;
}

bool dh_group_is_known(const mpz_t p)
{
    bool known;
    mpz_t prime;

    mpz_init(prime);
    known = dh_group_find((uint32_t)mpz_sizeinbase(p, 2), prime) && !mpz_cmp(p, prime);
    mpz_clear(prime);
    return known;
}
