#include "archive_seal.h"

#include "text.h"

#include <bcrypt.h>
#include <string.h>

#define MAGIC "NCRYPTAR"
#define VERSION 1
#define ITERATIONS 210000
#define MOST_ITERATIONS 10000000 /* of a file that somebody else made */

enum
{
    AT_VERSION = 8,
    AT_ITERATIONS = 12,
    AT_SALT = 16,
    AT_NONCE = 32,
    AT_SIZE = 44,
    HEADER = 48,
    SALT = AT_NONCE - AT_SALT,
    NONCE = AT_SIZE - AT_NONCE,
    TAG = 16,
    DIGEST = 32,
    KEY = 32
};

static void put_number(BYTE *place, DWORD value)
{
    DWORD i;

    for (i = 0; i < sizeof(value); i++)
    {
        place[i] = (BYTE)(value >> 8 * i);
    }
}

static DWORD number_at(const BYTE *place)
{
    return place[0] | place[1] << 8 | place[2] << 16 | (DWORD)place[3] << 24;
}

/* ------------------------------------------------------------------------------------------
 * bcrypt.dll
 */
static NTSTATUS digest(const BYTE *data, DWORD size, BYTE result[DIGEST])
{
    BCRYPT_ALG_HANDLE algorithm;
    BCRYPT_HASH_HANDLE hash = NULL;
    NTSTATUS status = BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_SHA256_ALGORITHM, NULL, 0);

    if (status)
    {
        return status;
    }
    status = BCryptCreateHash(algorithm, &hash, NULL, 0, NULL, 0, 0);
    if (!status)
    {
        status = BCryptHashData(hash, (BYTE *)data, size, 0);
    }
    if (!status)
    {
        status = BCryptFinishHash(hash, result, DIGEST, 0);
    }
    if (hash)
    {
        BCryptDestroyHash(hash);
    }
    BCryptCloseAlgorithmProvider(algorithm, 0);
    return status;
}

static NTSTATUS derive(const char *password, const BYTE *header, BYTE key[KEY])
{
    BCRYPT_ALG_HANDLE algorithm;
    NTSTATUS status = BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_SHA512_ALGORITHM, NULL,
                                                  BCRYPT_ALG_HANDLE_HMAC_FLAG);

    if (status)
    {
        return status;
    }
    status = BCryptDeriveKeyPBKDF2(algorithm, (BYTE *)password, (DWORD)strlen(password),
                                   (BYTE *)header + AT_SALT, SALT,
                                   number_at(header + AT_ITERATIONS), key, KEY, 0);
    BCryptCloseAlgorithmProvider(algorithm, 0);
    return status;
}

/* Ready for GCM; both handles are to be closed. */
static NTSTATUS open_cipher(BYTE key[KEY], BCRYPT_ALG_HANDLE *algorithm, BCRYPT_KEY_HANDLE *handle)
{
    NTSTATUS status = BCryptOpenAlgorithmProvider(algorithm, BCRYPT_AES_ALGORITHM, NULL, 0);

    *handle = NULL;
    if (status)
    {
        *algorithm = NULL;
        return status;
    }
    status = BCryptSetProperty(*algorithm, BCRYPT_CHAINING_MODE, (BYTE *)BCRYPT_CHAIN_MODE_GCM,
                               sizeof(BCRYPT_CHAIN_MODE_GCM), 0);
    return status ? status : BCryptGenerateSymmetricKey(*algorithm, handle, NULL, 0, key, KEY, 0);
}

/* header, and the tag behind the ciphertext; from and to are as long as one another. */
static NTSTATUS apply(BOOL encrypt, const char *password, BYTE *header, BYTE *tag, const BYTE *from,
                      BYTE *to, DWORD size)
{
    BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO info;
    BCRYPT_ALG_HANDLE algorithm = NULL;
    BCRYPT_KEY_HANDLE handle = NULL;
    BYTE *key = scratch(KEY); /* wiped with all others */
    NTSTATUS status = derive(password, header, key);
    DWORD done;

    BCRYPT_INIT_AUTH_MODE_INFO(info);
    info.pbNonce = header + AT_NONCE;
    info.cbNonce = NONCE;
    info.pbAuthData = header;
    info.cbAuthData = HEADER;
    info.pbTag = tag;
    info.cbTag = TAG;
    if (!status)
    {
        status = open_cipher(key, &algorithm, &handle);
    }
    if (!status)
    {
        status = encrypt
                     ? BCryptEncrypt(handle, (BYTE *)from, size, &info, NULL, 0, to, size, &done, 0)
                     : BCryptDecrypt(handle, (BYTE *)from, size, &info, NULL, 0, to, size, &done,
                                     0);
    }
    if (handle)
    {
        BCryptDestroyKey(handle);
    }
    if (algorithm)
    {
        BCryptCloseAlgorithmProvider(algorithm, 0);
    }
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Files
 */
static NTSTATUS seal(const struct bytes *plain, const char *password, struct bytes *sealed)
{
    BYTE *header = sealed->data;
    BYTE *content = header + HEADER;
    NTSTATUS status = BCryptGenRandom(NULL, header + AT_SALT, SALT + NONCE,
                                      BCRYPT_USE_SYSTEM_PREFERRED_RNG);

    memcpy(header, MAGIC, AT_VERSION);
    put_number(header + AT_VERSION, VERSION);
    put_number(header + AT_ITERATIONS, ITERATIONS);
    put_number(header + AT_SIZE, plain->size);
    if (!status)
    {
        status = apply(TRUE, password, header, content + plain->size, plain->data, content,
                       plain->size);
    }
    return status ? status : digest(header, sealed->size - DIGEST, header + sealed->size - DIGEST);
}

BOOL seal_archive(const struct bytes *plain, const char *password, struct bytes *sealed)
{
    NTSTATUS status;

    sealed->size = HEADER + plain->size + TAG + DIGEST;
    sealed->data = scratch(sealed->size);
    status = seal(plain, password, sealed);
    if (status)
    {
        complain("bcrypt.dll cannot encrypt the archive: status %#lx", status);
    }
    return !status;
}

/* Everything that can be told without the password. */
static const char *what_is_wrong(const struct bytes *sealed)
{
    BYTE sum[DIGEST];

    if (sealed->size < AT_VERSION || memcmp(sealed->data, MAGIC, AT_VERSION))
    {
        return "this is no archive of ncryptutil";
    }
    if (sealed->size < HEADER + TAG + DIGEST)
    {
        return "the archive is damaged: it is cut off";
    }
    if (number_at(sealed->data + AT_VERSION) != VERSION)
    {
        return "the archive was made by a newer ncryptutil, or is damaged";
    }
    if (digest(sealed->data, sealed->size - DIGEST, sum) ||
        memcmp(sum, sealed->data + sealed->size - DIGEST, DIGEST))
    {
        return "the archive is damaged: its checksum does not fit";
    }
    if (number_at(sealed->data + AT_SIZE) != sealed->size - HEADER - TAG - DIGEST ||
        !number_at(sealed->data + AT_ITERATIONS) ||
        number_at(sealed->data + AT_ITERATIONS) > MOST_ITERATIONS)
    {
        return "the archive is malformed";
    }
    return NULL;
}

BOOL open_archive(const struct bytes *sealed, const char *password, struct bytes *plain)
{
    const char *wrong = what_is_wrong(sealed);
    BYTE *content = sealed->data + HEADER;

    if (!wrong)
    {
        plain->size = sealed->size - HEADER - TAG - DIGEST;
        plain->data = scratch(plain->size);
        if (apply(FALSE, password, sealed->data, content + plain->size, content, plain->data,
                  plain->size))
        {
            wrong = "the password is wrong";
        }
    }
    if (wrong)
    {
        complain("%s", wrong);
    }
    return !wrong;
}
