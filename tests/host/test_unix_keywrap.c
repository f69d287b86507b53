/*
 * AES key wrap with padding: Wycheproof's cases, and every length there and back.
 */
#include <string.h>

#include "keywrap.h"
#include "wycheproof.h"

static void test_case(struct wycheproof *cases)
{
    struct data key = wycheproof_bytes(cases, 0), message = wycheproof_bytes(cases, 1);
    struct data wrapped = wycheproof_bytes(cases, 2);
    const struct bytes plain = {(uint8_t *)message.bytes, message.size};
    const struct bytes input = {(uint8_t *)wrapped.bytes, wrapped.size};
    struct bytes out = {0};
    enum bridge_status status = kwp_unwrap(key.bytes, key.size, &input, &out);

    if (wycheproof_invalid(cases))
        check_status(status, BRIDGE_DECRYPTION_FAILED);
    else if (check_status(status, BRIDGE_OK))
        check_bytes(((struct data){out.data, out.size}), message);
    bytes_clear(&out);
    if (!wycheproof_valid(cases))
        return;
    if (check_status(kwp_wrap(key.bytes, key.size, &plain, &out), BRIDGE_OK))
        check_bytes(((struct data){out.data, out.size}), wrapped);
    bytes_clear(&out);
}

static void test_lengths(size_t key_size)
{
    static const uint8_t key[32] = {1, 2, 3};
    uint8_t message[80] = {0}; /* zeros, so that padding and message look alike */
    size_t size;

    for (size = 1; size <= sizeof(message); size++)
    {
        const struct bytes input = {message, size};
        struct bytes wrapped = {0}, plain = {0};

        check_status(kwp_wrap(key, key_size, &input, &wrapped), BRIDGE_OK);
        check(wrapped.size == kwp_wrapped_size(size), "%zu bytes: %zu", size, wrapped.size);
        check_status(kwp_unwrap(key, key_size, &wrapped, &plain), BRIDGE_OK);
        check_bytes(((struct data){plain.data, plain.size}), ((struct data){message, size}));
        bytes_clear(&plain);
        wrapped.data[size % wrapped.size] ^= 0x10;
        check_status(kwp_unwrap(key, key_size, &wrapped, &plain), BRIDGE_DECRYPTION_FAILED);
        bytes_clear(&plain);
        bytes_clear(&wrapped);
    }
}

static void test_bad_sizes(void)
{
    uint8_t data[24] = {0};
    struct bytes input = {data, 0}, out = {0};

    check_status(kwp_wrap(data, 16, &input, &out), BRIDGE_INVALID_PARAMETER);
    input.size = 8;
    check_status(kwp_wrap(data, 15, &input, &out), BRIDGE_INVALID_PARAMETER);
    check_status(kwp_unwrap(data, 17, &input, &out), BRIDGE_INVALID_PARAMETER);
    for (input.size = 0; input.size < sizeof(data); input.size++)
    {
        check_status(kwp_unwrap(data, 16, &input, &out), BRIDGE_DECRYPTION_FAILED);
        bytes_clear(&out);
    }
}

int main(void)
{
    struct wycheproof *cases = wycheproof_open("aes_kwp_test.json", "key msg ct");

    while (cases && wycheproof_next(cases))
        test_case(cases);
    test_lengths(16);
    test_lengths(24);
    test_lengths(32);
    test_bad_sizes();
    return check_summary("unix_keywrap");
}
