/*
 * Reading and writing the spans of the bridge.
 */
#include <nettle/bignum.h>
#include <string.h>

#include "unixlib.h"

/* value: big-endian bytes of the span, unsigned; an empty span is 0. */
void span_read_mpz(mpz_t value, const struct bridge_span *span)
{
    nettle_mpz_set_str_256_u(value, span->size, span_data(span));
}

static bool fits(const struct bridge_span *span, const mpz_t value)
{
    return mpz_sgn(value) >= 0 && mpz_sizeinbase(value, 256) <= span->capacity && span->data;
}

enum bridge_status span_write_mpz(struct bridge_span *span, const mpz_t value)
{
    if (!fits(span, value))
        return BRIDGE_INTERNAL;
    nettle_mpz_get_str_256(span->capacity, span_data(span), value);
    span->size = span->capacity;
    return BRIDGE_OK;
}

static bool wanted(const struct bridge_span *span)
{
    return !span_given(span) && span->capacity > 0;
}

enum bridge_status span_write_parts(struct bridge_span *parts, const mpz_srcptr *values,
                                    size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (wanted(&parts[i]) && !fits(&parts[i], values[i]))
            return BRIDGE_INTERNAL;
    for (i = 0; i < count; i++)
        if (wanted(&parts[i]))
            span_write_mpz(&parts[i], values[i]);
    return BRIDGE_OK;
}

enum bridge_status span_reserve(struct bridge_span *span, size_t size)
{
    span->size = (uint32_t)size;
    if (size > span->capacity || (size && !span->data))
        return BRIDGE_BUFFER_TOO_SMALL;
    return BRIDGE_OK;
}

enum bridge_status span_write(struct bridge_span *span, const void *data, size_t size)
{
    enum bridge_status status = span_reserve(span, size);

    if (!status && size)
        memcpy(span_data(span), data, size);
    return status;
}
