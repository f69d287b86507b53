/*
 * The libcrypto calls that post-quantum operations of the provider end in, made directly.
 */
#include <openssl/evp.h>
#include <stdlib.h>
#include <time.h>

#include "measure.h"

uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void must(int ok)
{
    if (ok != 1)
        abort();
}

struct subject
{
    const char *name;
    EVP_PKEY *key;
    EVP_SIGNATURE *algorithm;
    unsigned char output[20000], secret[32];
    size_t size;
};

static const unsigned char message[32] = {1, 2, 3};

static void generate(void *context)
{
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, ((struct subject *)context)->name);

    must(key != NULL);
    EVP_PKEY_free(key);
}

static EVP_PKEY_CTX *start(struct subject *subject)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, subject->key, NULL);

    must(ctx != NULL);
    return ctx;
}

static void sign(void *context)
{
    struct subject *subject = context;
    EVP_PKEY_CTX *ctx = start(subject);

    subject->size = sizeof(subject->output);
    must(EVP_PKEY_sign_message_init(ctx, subject->algorithm, NULL));
    must(EVP_PKEY_sign(ctx, subject->output, &subject->size, message, sizeof(message)));
    EVP_PKEY_CTX_free(ctx);
}

static void verify(void *context)
{
    struct subject *subject = context;
    EVP_PKEY_CTX *ctx = start(subject);

    must(EVP_PKEY_verify_message_init(ctx, subject->algorithm, NULL));
    must(EVP_PKEY_verify(ctx, subject->output, subject->size, message, sizeof(message)));
    EVP_PKEY_CTX_free(ctx);
}

static void encapsulate(void *context)
{
    struct subject *subject = context;
    EVP_PKEY_CTX *ctx = start(subject);
    size_t secret = sizeof(subject->secret);

    subject->size = sizeof(subject->output);
    must(EVP_PKEY_encapsulate_init(ctx, NULL));
    must(EVP_PKEY_encapsulate(ctx, subject->output, &subject->size, subject->secret, &secret));
    EVP_PKEY_CTX_free(ctx);
}

static void decapsulate(void *context)
{
    struct subject *subject = context;
    EVP_PKEY_CTX *ctx = start(subject);
    size_t secret = sizeof(subject->secret);

    must(EVP_PKEY_decapsulate_init(ctx, NULL));
    must(EVP_PKEY_decapsulate(ctx, subject->secret, &secret, subject->output, subject->size));
    EVP_PKEY_CTX_free(ctx);
}

static void open_subject(struct subject *subject, const char *name)
{
    subject->name = name;
    subject->key = EVP_PKEY_Q_keygen(NULL, NULL, name);
    must(subject->key != NULL);
    subject->algorithm = EVP_SIGNATURE_fetch(NULL, name, NULL); /* NULL for ML-KEM */
}

int main(void)
{
    static struct subject kem, dsa, slh;

    open_subject(&kem, "ML-KEM-768");
    open_subject(&dsa, "ML-DSA-65");
    open_subject(&slh, "SLH-DSA-SHA2-128f");
    report("mlkem768-generate", generate, &kem, 20, MILLISECONDS(300));
    report("mlkem768-encapsulate", encapsulate, &kem, 50, MILLISECONDS(300));
    report("mlkem768-decapsulate", decapsulate, &kem, 50, MILLISECONDS(300));
    report("mldsa65-generate", generate, &dsa, 20, MILLISECONDS(300));
    report("mldsa65-sign", sign, &dsa, 200, MILLISECONDS(1000));
    report("mldsa65-verify", verify, &dsa, 20, MILLISECONDS(300));
    report("slhdsa128f-sign", sign, &slh, 2, MILLISECONDS(600));
    report("slhdsa128f-verify", verify, &slh, 10, MILLISECONDS(300));
    return 0;
}
