/*
 * Certificates of recipients, read by GnuTLS.
 */
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "envelope.h"

void recipient_clear(struct recipient *recipient)
{
    bytes_clear(&recipient->rid);
    bytes_clear(&recipient->e);
    bytes_clear(&recipient->n);
}

static enum bridge_status take(gnutls_datum_t *datum, struct bytes *out)
{
    enum bridge_status status = bytes_set(out, datum->data, datum->size);

    gnutls_free(datum->data);
    datum->data = NULL;
    return status;
}

static enum bridge_status encode_rid(const struct bytes *issuer, const struct bytes *serial,
                                     struct bytes *out)
{
    asn1_node node;
    enum bridge_status status = der_new("IssuerAndSerialNumber", &node);

    if (!status)
        status = der_write(node, "issuer", issuer->data, issuer->size);
    if (!status) /* as it is in the certificate, be it negative */
        status = der_write(node, "serialNumber", serial->data, serial->size);
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

#define MAX_SERIAL 64 /* bytes; RFC 5280 section 4.1.2.2 allows 20 */

static enum bridge_status read_rid(gnutls_x509_crt_t crt, struct bytes *out)
{
    uint8_t number[MAX_SERIAL];
    size_t size = sizeof(number);
    struct bytes issuer = {0}, serial = {0};
    gnutls_datum_t dn = {NULL, 0};
    enum bridge_status status = status_from_gnutls(gnutls_x509_crt_get_raw_issuer_dn(crt, &dn));

    if (!status)
        status = take(&dn, &issuer);
    if (!status)
        status = status_from_gnutls(gnutls_x509_crt_get_serial(crt, number, &size));
    if (!status)
        status = bytes_set(&serial, number, size);
    if (!status)
        status = encode_rid(&issuer, &serial, out);
    bytes_clear(&issuer);
    bytes_clear(&serial);
    return status;
}

static enum bridge_status read_key(gnutls_x509_crt_t crt, struct recipient *recipient)
{
    gnutls_datum_t n = {NULL, 0}, e = {NULL, 0};
    enum bridge_status status;

    if (gnutls_x509_crt_get_pk_algorithm(crt, NULL) != GNUTLS_PK_RSA)
        return BRIDGE_NOT_SUPPORTED;
    if ((status = status_from_gnutls(gnutls_x509_crt_get_pk_rsa_raw(crt, &n, &e))))
        return status;
    status = bytes_set_number(&recipient->n, n.data, n.size, 0);
    if (!status)
        status = bytes_set_number(&recipient->e, e.data, e.size, 0);
    gnutls_free(n.data);
    gnutls_free(e.data);
    return status;
}

enum bridge_status recipient_read(const struct bridge_span *certificate,
                                  struct recipient *recipient)
{
    const gnutls_datum_t der = {span_data(certificate), certificate->size};
    gnutls_x509_crt_t crt;
    enum bridge_status status = status_from_gnutls(gnutls_x509_crt_init(&crt));

    if (status)
        return status;
    if (gnutls_x509_crt_import(crt, &der, GNUTLS_X509_FMT_DER))
        status = BRIDGE_BAD_DATA;
    if (!status)
        status = read_key(crt, recipient);
    if (!status)
        status = read_rid(crt, &recipient->rid);
    gnutls_x509_crt_deinit(crt);
    return status;
}

static void set_part(struct bridge_span *part, const struct bytes *value)
{
    part->data = (uintptr_t)value->data;
    part->size = part->capacity = (uint32_t)value->size;
}

static enum bridge_status encrypt(uint64_t object, const uint8_t *key, size_t size,
                                  struct bytes *out)
{
    struct bridge_crypt params = {.object = object, .scheme = SCHEME_PKCS1};

    params.input.data = (uintptr_t)key;
    params.input.size = (uint32_t)size;
    params.output.data = (uintptr_t)out->data;
    params.output.capacity = (uint32_t)out->size;
    return unix_encrypt(&params);
}

enum bridge_status recipient_encrypt(const struct recipient *recipient, const uint8_t *key,
                                     size_t size, struct bytes *out)
{
    struct bridge_key_import import = {.family = FAMILY_RSA};
    struct bridge_key_free release = {0};
    enum bridge_status status;

    set_part(&import.parts[RSA_E], &recipient->e);
    set_part(&import.parts[RSA_N], &recipient->n);
    if ((status = unix_key_import(&import)))
        return status == BRIDGE_BAD_KEY ? BRIDGE_BAD_DATA : status;
    if (!(status = bytes_alloc(out, recipient->n.size)))
        status = encrypt(import.object, key, size, out);
    release.object = import.object;
    unix_key_free(&release);
    return status;
}
