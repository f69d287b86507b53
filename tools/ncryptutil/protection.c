#include "protection.h"

#include "blobtypes.h"
#include "files.h"
#include "keys.h"
#include "text.h"

#include <ncrypt_ext.h>
#include <string.h>
#include <wincrypt.h>

#define DEFAULT_ITERATIONS 2000
#define SALT_BYTES 8
#define OID_AES256_CBC "2.16.840.1.101.3.4.1.42"

static BOOL read_certificate(const char *path, struct bytes *certificate)
{
    struct bytes decoded;

    if (!read_file(path, certificate))
    {
        return FALSE;
    }
    if (decode_pem(certificate, &decoded))
    {
        *certificate = decoded;
    }
    return TRUE;
}

BOOL read_export_settings(const struct arguments *arguments, struct export_settings *settings)
{
    const char *certificate = option_text(arguments, "cert");
    const char *cipher = option_text(arguments, "oid");

    memset(settings, 0, sizeof(*settings));
    settings->pbe = option_text(arguments, "pbe");
    settings->iterations = option_number(arguments, "iterations", DEFAULT_ITERATIONS);
    settings->cipher = cipher ? cipher : OID_AES256_CBC;
    settings->wrap_path = option_text(arguments, "wrap-key");
    settings->wrap_bits = option_number(arguments, "wrap-bits", 0);
    settings->wrap_hash = option_text(arguments, "wrap-hash");
    settings->wrap_label = option_text(arguments, "wrap-label");
    if (certificate && !read_certificate(certificate, &settings->certificate))
    {
        return FALSE;
    }
    return read_password(arguments, "out-password", &settings->password);
}

/* CRYPT_PKCS12_PBE_PARAMS is followed by the salt. */
static void add_pbe(struct parameters *parameters, const struct export_settings *settings)
{
    CRYPT_PKCS12_PBE_PARAMS *pbe = scratch(sizeof(*pbe) + SALT_BYTES);

    pbe->iIterations = (int)settings->iterations;
    pbe->cbSalt = SALT_BYTES;
    BCryptGenRandom(NULL, (BYTE *)(pbe + 1), SALT_BYTES, BCRYPT_USE_SYSTEM_PREFERRED_RNG);
    add_text(parameters, NCRYPTBUFFER_PKCS_ALG_OID, settings->pbe);
    add_parameter(parameters, NCRYPTBUFFER_PKCS_ALG_PARAM, pbe, sizeof(*pbe) + SALT_BYTES);
}

static void add_password(struct parameters *parameters, const struct export_settings *settings)
{
    if (settings->password)
    {
        add_wide_text(parameters, NCRYPTBUFFER_PKCS_SECRET, settings->password);
    }
    if (settings->pbe)
    {
        add_pbe(parameters, settings);
    }
}

static void add_recipient(struct parameters *parameters, const struct export_settings *settings)
{
    if (settings->certificate.size)
    {
        add_parameter(parameters, NCRYPTBUFFER_CERT_BLOB, settings->certificate.data,
                      settings->certificate.size);
        add_text(parameters, NCRYPTBUFFER_PKCS_ALG_OID, settings->cipher);
    }
}

static void add_wrapping(struct parameters *parameters, const struct export_settings *settings)
{
    if (settings->wrap_bits)
    {
        add_parameter(parameters, NCRYPTBUFFER_PKCS_AES_KEY_BITS, &settings->wrap_bits,
                      sizeof(settings->wrap_bits));
    }
    if (settings->wrap_hash)
    {
        add_wide_text(parameters, NCRYPTBUFFER_PKCS_PADDING_ALGO, settings->wrap_hash);
    }
    if (settings->wrap_label)
    {
        add_parameter(parameters, NCRYPTBUFFER_PKCS_PADDING_LABEL, settings->wrap_label,
                      strlen(settings->wrap_label));
    }
}

static const struct
{
    const char *type;
    void (*add)(struct parameters *parameters, const struct export_settings *settings);
} protections[] = {
    {"PKCS8_PRIVATEKEY", add_password},
    {"PKCS7_ENVELOPE", add_recipient},
    {"PKCS11RsaAesWrapBlob", add_wrapping},
};

/* A key under which private types are to be wrapped is never left out for one of them: it would be
 * written in the clear. */
NCRYPT_KEY_HANDLE export_parameters(const struct export_settings *settings, const char *type,
                                    struct parameters *parameters)
{
    const struct blob_type *row = find_blob_type(type);
    size_t i;

    start_parameters(parameters);
    for (i = 0; settings && i < ARRAYSIZE(protections); i++)
    {
        if (!strcmp(protections[i].type, type))
        {
            protections[i].add(parameters, settings);
        }
    }
    return settings && (!row || row->is_private) ? settings->wrap_key : 0;
}

BOOL start_wrapping(NCRYPT_PROV_HANDLE provider, struct export_settings *settings)
{
    return !settings->wrap_path ||
           open_wrapping_key(settings->wrap_path, provider, &settings->wrap_key);
}

void end_wrapping(struct export_settings *settings)
{
    if (settings->wrap_key)
    {
        NCryptFreeObject(settings->wrap_key);
    }
    settings->wrap_key = 0;
}
