/*
 * The libcrypto calls that post-quantum operations of the provider end in, made directly.
 */
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdlib.h>
#include <time.h>

#include "measure.h"
#include "pq_subjects.h"

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
    const char *name, *libcrypto;
    EVP_PKEY *key;
    EVP_SIGNATURE *algorithm; /* NULL for ML-KEM */
    unsigned char output[20000], secret[32], private[6000];
    size_t size, private_size;
};

static const unsigned char message[32] = {1, 2, 3};

static void generate(void *context)
{
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, ((struct subject *)context)->libcrypto);

    must(key != NULL);
    EVP_PKEY_free(key);
}

static void import_key(void *context)
{
    struct subject *subject = context;
    OSSL_PARAM params[] = {
        OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_PRIV_KEY, subject->private, subject->private_size),
        OSSL_PARAM_END};
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, subject->libcrypto, NULL);
    EVP_PKEY *key = NULL;

    must(ctx != NULL);
    must(EVP_PKEY_fromdata_init(ctx));
    must(EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEYPAIR, params));
    EVP_PKEY_CTX_free(ctx);
    EVP_PKEY_free(key);
}

static void export_key(void *context)
{
    struct subject *subject = context;

    must(EVP_PKEY_get_octet_string_param(subject->key, OSSL_PKEY_PARAM_PRIV_KEY, subject->private,
                                         sizeof(subject->private), &subject->private_size));
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

static void run(struct subject *subject)
{
    char name[40];

    subject->key = EVP_PKEY_Q_keygen(NULL, NULL, subject->libcrypto);
    must(subject->key != NULL);
    subject->algorithm = EVP_SIGNATURE_fetch(NULL, subject->libcrypto, NULL);
    export_key(subject);
#define RUN(what, function, batch, budget)                                                         \
    snprintf(name, sizeof(name), "%s-%s", subject->name, what);                                    \
    report(name, function, subject, batch, MILLISECONDS(budget));
    PQ_KEY_OPERATIONS(RUN)
    if (!subject->algorithm)
    {
        PQ_KEM_OPERATIONS(RUN)
    }
    else
    {
        PQ_SIGNATURE_OPERATIONS(RUN)
    }
    EVP_SIGNATURE_free(subject->algorithm);
    EVP_PKEY_free(subject->key);
}

int main(void)
{
#define SUBJECT(id, algorithm, set, openssl, type) {.name = id, .libcrypto = openssl},
    static struct subject subjects[] = {PQ_SUBJECTS(SUBJECT)};

    for (size_t i = 0; i < sizeof(subjects) / sizeof(*subjects); i++)
        run(&subjects[i]);
    return 0;
}
