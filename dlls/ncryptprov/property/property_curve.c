/*
 * Properties about curves, see property_curve.h.
 */
#include "property_curve.h"

#include "curve.h"
#include "ec_domain.h"
#include "gaps.h"
#include "parameters.h"
#include "property.h"
#include "wide.h"

static bool is_ec(const struct key *key)
{
    return key->type->family == &ec_family;
}

SECURITY_STATUS curve_get_name(const struct key *key, struct writer *writer)
{
    const struct curve *curve = curve_info(key->curve);

    if (!is_ec(key))
        return NTE_NOT_SUPPORTED;
    return curve ? property_put_text(writer, curve->name) : GAP_STATUS_NO_CURVE_NAME;
}

SECURITY_STATUS curve_get_parameters(const struct key *key, struct writer *writer)
{
    struct material *domain;
    SECURITY_STATUS status;

    if (!is_ec(key))
        return NTE_NOT_SUPPORTED;
    if (key->curve == CURVE_NONE)
        return GAP_STATUS_NO_CURVE_NAME;
    if ((status = ec_key_domain(key, &domain)))
        return status;
    ec_write_domain(writer, domain);
    material_free(domain);
    return ERROR_SUCCESS;
}

/* Whether a curve may be set at all. */
static SECURITY_STATUS check_settable(const struct key *key)
{
    if (!is_ec(key))
        return NTE_NOT_SUPPORTED;
    return key->material ? GAP_STATUS_CURVE_FIXED : ERROR_SUCCESS;
}

SECURITY_STATUS curve_set_name(struct key *key, const BYTE *data, DWORD size)
{
    const NCryptBuffer buffer = {size, NCRYPTBUFFER_ECC_CURVE_NAME, (void *)data};
    const WCHAR *name = parameter_text(&buffer);
    SECURITY_STATUS status = check_settable(key);
    enum bridge_curve curve;

    if (status)
        return status;
    if (!name)
        return NTE_INVALID_PARAMETER;
    if ((curve = curve_by_name(name)) == CURVE_NONE)
        return GAP_STATUS_UNKNOWN_CURVE;
    if (key->type->curve != CURVE_NONE)
        return curve_is_same(curve, key->type->curve) ? ERROR_SUCCESS : GAP_STATUS_CURVE_FIXED;
    if (!key_type_has_curve(key->type, curve))
        return NTE_NOT_SUPPORTED;
    key->curve = curve;
    key->length = curve_info(curve)->bits;
    return ERROR_SUCCESS;
}

/* The value is kept as it came until the key is made. */
SECURITY_STATUS curve_set_parameters(struct key *key, const BYTE *data, DWORD size)
{
    SECURITY_STATUS status = check_settable(key);
    struct material *domain;
    struct ec_sizes sizes;

    if (status)
        return status;
    if (key->type->curve != CURVE_NONE)
        return GAP_STATUS_CURVE_FIXED;
    if ((status = ec_decode_parameters(data, size, &domain)))
        return status;
    status = property_list_set(&key->properties, NCRYPT_ECC_PARAMETERS_PROPERTY, data, size,
                               false); /* they are among the numbers later */
    ec_domain_sizes(CURVE_EXPLICIT, domain, &sizes);
    material_free(domain);
    if (status)
        return status;
    key->curve = CURVE_EXPLICIT;
    key->length = sizes.field_bits;
    return ERROR_SUCCESS;
}

static bool is_listed(enum bridge_curve curve, bool agreement)
{
    return curve_info(curve) && curve_is_available(curve) && (agreement || curve != CURVE_25519);
}

static void put_pointer(struct writer *writer, uint32_t offset)
{
    const BYTE *target = writer->data ? writer->data + offset : NULL;

    writer_bytes(writer, (const uint8_t *)&target, sizeof(target));
}

static void put_names(bool agreement, struct writer *writer)
{
    uint32_t i;

    for (i = 0; i < CURVE_COUNT; i++)
    {
        if (is_listed(i, agreement))
            property_put_text(writer, curve_info(i)->name);
    }
}

SECURITY_STATUS curve_put_name_list(bool agreement, struct writer *writer)
{
    BCRYPT_ECC_CURVE_NAMES names = {0, NULL};
    uint32_t i, offset = sizeof(names);

    for (i = 0; i < CURVE_COUNT; i++)
        names.dwEccCurveNames += is_listed(i, agreement);
    if (writer->data)
        names.pEccCurveNames = (LPWSTR *)(writer->data + offset);
    writer_bytes(writer, (const uint8_t *)&names, sizeof(names));
    offset += names.dwEccCurveNames * (uint32_t)sizeof(LPWSTR);
    for (i = 0; i < CURVE_COUNT; i++)
    {
        if (!is_listed(i, agreement))
            continue;
        put_pointer(writer, offset);
        offset += (uint32_t)wide_size(curve_info(i)->name);
    }
    put_names(agreement, writer);
    return ERROR_SUCCESS;
}

SECURITY_STATUS curve_get_name_list(const struct key *key, struct writer *writer)
{
    if (!is_ec(key))
        return NTE_NOT_SUPPORTED;
    return curve_put_name_list(key->type->operations & NCRYPT_SECRET_AGREEMENT_OPERATION, writer);
}
