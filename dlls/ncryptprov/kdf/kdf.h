/*
 * Key derivation functions: one row per function of NCryptDeriveKey and NCryptKeyDerivation.
 *
 * Adding a function: a row in kdf.c, and if its mathematics is new, one in unix/derive.c.
 */
#ifndef NCRYPTPROV_KDF_H
#define NCRYPTPROV_KDF_H

#include "bridge.h"
#include "os.h"

/* What is asked for. */
struct kdf_request
{
    const uint8_t *secret;
    uint32_t secret_size;
    const NCryptBufferDesc *parameters; /* may be NULL */
    DWORD flags;
    BYTE *output; /* NULL: how many bytes would it be? */
    DWORD size;   /* room there; where the function gives as many as one likes, how many */
    DWORD *result;
};

/* A set of buffer types (KDF_*, bcrypt.h). */
#define KDF_TYPE(type) (1u << (type))
#define KDF_LAST_TYPE KDF_HKDF_INFO

enum kdf_size
{
    KDF_SIZE_DIGEST, /* of one digest; less is cut off */
    KDF_SIZE_SECRET, /* of the secret; less is cut off */
    KDF_SIZE_TLS,    /* 48 bytes, not less */
    KDF_SIZE_ASKED   /* as the caller likes */
};

/* The inputs of the bridge's call that are made of buffers. */
enum kdf_input
{
    KDF_KEY,
    KDF_BEFORE,
    KDF_AFTER,
    KDF_INPUT_COUNT
};

/* A derivation under way; the members after request are for the setup of a row to change. */
struct derivation
{
    const struct kdf *kdf;
    const struct kdf_request *request;
    enum bridge_kdf id;
    enum bridge_hash hash;
    uint64_t iterations;
    uint32_t flags; /* BRIDGE_DERIVE_* */
    bool secret_is_key;
};

struct kdf
{
    const WCHAR *name;
    bool from_key; /* a function of NCryptKeyDerivation */
    enum bridge_kdf id;
    enum kdf_size size;
    enum bridge_hash hash; /* if the caller names none and need not */
    uint32_t required;     /* sets of buffer types */
    uint32_t optional;
    uint32_t inputs[KDF_INPUT_COUNT]; /* buffers of these types make the input, in their order */
    uint32_t generic;                 /* KDF_GENERIC_PARAMETER may stand for all of these */
    bool zero_between;                /* a zero byte stands between the types of an input */
    SECURITY_STATUS (*setup)(struct derivation *derivation); /* rules of its own, or NULL */
    /* Does the work without the Unix side, or NULL.  size: bytes to write. */
    void (*derive)(const struct kdf_request *request, BYTE *output, DWORD size);
};

/* The row of that name, or NULL. */
const struct kdf *kdf_find(const WCHAR *name, bool from_key);

/* NTE_NOT_SUPPORTED: no such hash.  NTE_INVALID_PARAMETER: a buffer is missing, is not for this
 * function, or has a value that is not. */
SECURITY_STATUS kdf_derive(const struct kdf *kdf, const struct kdf_request *request);

#endif
