/*
 * The Unix side's decoders of DER.
 *
 *   byte 0  0 PrivateKeyInfo, 1 EncryptedPrivateKeyInfo, 2 EnvelopedData, 3 key under RSA and AES,
 *           4 parameters of an encryption (PBES2), 5 certificate of a recipient, 6 sealed data
 *   rest    the data
 */
#include <stdlib.h>
#include <string.h>

#include "key.h"
#include "unixcall.h"
#include "use_key.h"

#define ROOM 128 /* numbers padded to a field may be longer than the input */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An input, and an output of a size that the calls ask for. */
struct buffers
{
    struct bridge_span input, output;
    size_t room;
};

static void check_status(uint32_t status)
{
    if (status == BRIDGE_INTERNAL || status == BRIDGE_ABSENT)
        abort();
}

static void decode(const struct buffers *buffers)
{
    struct bridge_pkcs8_decode params = {.input = buffers->input};
    uint8_t *parts = malloc(BRIDGE_MAX_PARTS * buffers->room);
    uint32_t i;

    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
    {
        params.parts[i].data = bridge_pointer(parts + i * buffers->room);
        params.parts[i].capacity = (uint32_t)buffers->room;
    }
    check_status(call_pkcs8_decode(&params));
    free(parts);
}

static void decrypt(const struct buffers *buffers)
{
    static const uint8_t password[] = {'s', 0, 'e', 0, 'c', 0, 'r', 0, 'e', 0, 't', 0};
    struct bridge_pbe params = {.input = buffers->input, .output = buffers->output};

    params.password.data = bridge_pointer(password);
    params.password.size = sizeof(password);
    params.flags = BRIDGE_PBE_PASSWORD;
    check_status(call_pkcs8_decrypt(&params));
}

static uint64_t rsa_object(void)
{
    return ((const struct key *)fuzz_rsa_key())->object;
}

static void open_envelope(const struct buffers *buffers)
{
    struct bridge_envelope params = {
        .object = rsa_object(), .input = buffers->input, .output = buffers->output};

    check_status(call_envelope_decrypt(&params));
}

static void unwrap(const struct buffers *buffers)
{
    struct bridge_rsa_aes params = {.object = rsa_object(),
                                    .hash = HASH_SHA1,
                                    .input = buffers->input,
                                    .output = buffers->output,
                                    .modulus_size = 128};

    check_status(call_rsa_aes_unwrap(&params));
}

/* Only the size is asked for: the work is not what is looked for here. */
static void encrypt(const struct buffers *buffers)
{
    static const uint8_t plain[] = "some key", oid[] = "1.2.840.113549.1.5.13";
    struct bridge_pbe params = {.parameters = buffers->input, .flags = BRIDGE_PBE_PASSWORD};

    params.input = (struct bridge_span){bridge_pointer(plain), sizeof(plain), sizeof(plain)};
    params.oid = (struct bridge_span){bridge_pointer(oid), sizeof(oid) - 1, sizeof(oid) - 1};
    check_status(call_pkcs8_encrypt(&params));
}

static void make_envelope(const struct buffers *buffers)
{
    static const uint8_t plain[] = "some key", oid[] = "2.16.840.1.101.3.4.1.42";
    struct bridge_envelope params = {.certificate = buffers->input};

    params.input = (struct bridge_span){bridge_pointer(plain), sizeof(plain), sizeof(plain)};
    params.oid = (struct bridge_span){bridge_pointer(oid), sizeof(oid) - 1, sizeof(oid) - 1};
    check_status(call_envelope_encrypt(&params));
}

static void open_sealed(const struct buffers *buffers)
{
    static const uint8_t key[BRIDGE_SEAL_KEY];
    struct bridge_seal params = {.input = buffers->input, .output = buffers->output};

    params.key = (struct bridge_span){bridge_pointer(key), sizeof(key), sizeof(key)};
    check_status(call_open(&params));
}

static void (*const decoders[])(const struct buffers *) = {
    decode, decrypt, open_envelope, unwrap, encrypt, make_envelope, open_sealed};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffers buffers = {.room = size + ROOM};
    uint8_t *input, *output;

    if (!size || data[0] >= ARRAYSIZE(decoders))
        return 0;
    unixcall_attach();
    input = malloc(size);
    output = malloc(buffers.room);
    memcpy(input, data + 1, size - 1);
    buffers.input.data = bridge_pointer(input);
    buffers.input.size = buffers.input.capacity = (uint32_t)size - 1;
    buffers.output.data = bridge_pointer(output);
    buffers.output.capacity = (uint32_t)size;
    decoders[data[0]](&buffers);
    free(input);
    free(output);
    return 0;
}
