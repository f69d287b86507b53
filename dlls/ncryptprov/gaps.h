/*
 * The provider's answers that no public source settles.  Each is named here and used by that name,
 * so that a run on native Windows which settles one changes one line.
 */
#ifndef NCRYPTPROV_GAPS_H
#define NCRYPTPROV_GAPS_H

#include "windows_headers.h"

/* Export of a blob type that is unknown, or that does not fit the key's algorithm: the status that
 * Microsoft documents for NCryptExportKey (seen natively only on the Platform provider). */
#define GAP_STATUS_BLOB_TYPE NTE_BAD_TYPE

/* Import of an unknown blob type. */
#define GAP_STATUS_IMPORT_BLOB_TYPE NTE_NOT_SUPPORTED

/* A private blob asked of a key that has only its public part, where the policy would allow it. */
#define GAP_STATUS_EXPORT_NO_PRIVATE NTE_INVALID_PARAMETER

/* Signing, decrypting or agreeing with a key that has only its public part. */
#define GAP_STATUS_USE_NO_PRIVATE NTE_NO_KEY

/* Agreeing with a key that is not for agreement (ECDSA, RSA): as the own key, and as
 * the other's. */
#define GAP_STATUS_AGREE_OWN_TYPE NTE_NOT_SUPPORTED
#define GAP_STATUS_AGREE_PEER_TYPE NTE_INVALID_PARAMETER

/* Derivation: a buffer that the KDF does not take, one that it needs and does not get, TLS_PRF into
 * less than its 48 bytes, a size query where the caller decides how many bytes there are. */
#define GAP_STATUS_KDF_BUFFER NTE_INVALID_PARAMETER
#define GAP_STATUS_KDF_TLS_SIZE NTE_INVALID_PARAMETER
#define GAP_STATUS_KDF_NO_OUTPUT NTE_INVALID_PARAMETER

/* TLS_PRF for SSL 2 and 3, which have other functions; TLS 1.2 with a hash that is neither SHA256 nor
 * SHA384. */
#define GAP_STATUS_KDF_TLS_PROTOCOL NTE_NOT_SUPPORTED
#define GAP_STATUS_KDF_TLS_HASH NTE_NOT_SUPPORTED

/* The hash of SP800_56A_CONCAT if the caller names none.  Programs that leave it out get SHA256 from
 * P-256 keys on Windows, and something else from larger ones (jose-jwt, ConcatKDF.cs). */
#define GAP_CONCAT_HASH(secret_size)                                                               \
    ((secret_size) <= 32 ? HASH_SHA256 : (secret_size) <= 48 ? HASH_SHA384 : HASH_SHA512)

/* Symmetric ciphers: input that is no whole number of blocks where nothing is padded, a chaining mode
 * that the cipher does not have, an IV of another length than the block, a tag that does not verify. */
#define GAP_STATUS_CIPHER_INPUT NTE_INVALID_PARAMETER
#define GAP_STATUS_CHAINING_MODE NTE_INVALID_PARAMETER
#define GAP_STATUS_IV_LENGTH NTE_INVALID_PARAMETER
#define GAP_STATUS_AUTH_TAG NTE_DECRYPTION_FAILURE

/* Blobs of symmetric keys: an algorithm that is unknown, or no such one. */
#define GAP_STATUS_KEY_BLOB_ALGORITHM NTE_NOT_SUPPORTED

/* A key for derivation that is finalized without its secret. */
#define GAP_STATUS_KDF_NO_SECRET NTE_INVALID_PARAMETER

/* Numbers of a key that contradict each other.  bcrypt answers NTE_BAD_DATA for RSA blobs it cannot
 * use, and STATUS_INVALID_PARAMETER for EC points off the curve. */
#define GAP_STATUS_RSA_NUMBERS NTE_BAD_DATA
#define GAP_STATUS_EC_NUMBERS NTE_INVALID_PARAMETER

#define GAP_STATUS_FFC_NUMBERS NTE_INVALID_PARAMETER

/* DSA and DH blobs that are longer or shorter than their fields say: seen for DH as bcrypt's
 * STATUS_INVALID_PARAMETER. */
#define GAP_STATUS_FFC_SIZE NTE_INVALID_PARAMETER

/* A DSA group that CNG's blobs cannot tell, such as one with q of 224 bits. */
#define GAP_STATUS_DSA_GROUP NTE_NOT_SUPPORTED

/* DHParameters and DSAParameters: asked for where there is no group yet; set where there is one. */
#define GAP_STATUS_NO_PARAMETERS NTE_NOT_FOUND
#define GAP_STATUS_PARAMETERS_FIXED NTE_NOT_SUPPORTED

/* DH blobs of CryptoAPI, version 3: which of CALG_DH_EPHEM and CALG_DH_SF is written, and what the
 * unknown seed is filled with.  x is written as long as p. */
#define GAP_CAPI_DH_ALGORITHM CALG_DH_EPHEM
#define GAP_CAPI_DH_SEED_FILLER 0

/* Whether DH keys have a PKCS#8 form at all is not shown either: they have that of PKCS #3,
 * dhKeyAgreement. */

/* A curve name that is unknown, or whose library is absent. */
#define GAP_STATUS_UNKNOWN_CURVE NTE_NOT_SUPPORTED

/* A key of a generic algorithm (ECDSA, ECDH) is made, or a blob with a generic magic number read, and
 * nothing says the curve.  Native fails with this or with NTE_NOT_SUPPORTED (.NET takes both). */
#define GAP_STATUS_NO_CURVE NTE_INVALID_PARAMETER

/* ECCCurveName of a key without one: explicit parameters, or nothing set yet.  .NET takes this, and
 * an empty string, for "explicit parameters", and fails with anything else. */
#define GAP_STATUS_NO_CURVE_NAME NTE_NOT_FOUND

/* Another curve than that of the algorithm's name is set, or one for a key that has its numbers. */
#define GAP_STATUS_CURVE_FIXED NTE_NOT_SUPPORTED

/* Explicit parameters of a twisted Edwards or Montgomery curve. */
#define GAP_STATUS_CURVE_TYPE NTE_NOT_SUPPORTED

/* Domain parameters of curve25519 as ECCParameters or in an ECCFULL*BLOB: their byte order is unknown.
 * How its PKCS#8 looks: pkcs8_curve25519.h of the Unix side. */
#define GAP_STATUS_25519_PARAMETERS NTE_NOT_SUPPORTED

/* dwCurveGenerationAlgId of exported parameters (none), whatever it was on import; and the size of
 * the seed in those of a named curve (no seed). */
#define GAP_CURVE_GENERATION BCRYPT_NO_CURVE_GENERATION_ALG_ID
#define GAP_NAMED_SEED 0

/* A private key that is longer than the field, in a blob where it is to be as long as the field. */
#define GAP_STATUS_EC_LONG_PRIVATE NTE_NOT_SUPPORTED

/* SSLECCPUBLICBLOB of a curve that TLS has no number for, or a number for no curve here. */
#define GAP_STATUS_NO_TLS_GROUP NTE_NOT_SUPPORTED

/* NCRYPT_TREAT_NIST_AS_GENERIC_ECC_FLAG: no public source says to which functions it belongs.  Here
 * creating and importing a key take it; ECDSA_P256 then is ECDSA on nistP256, and so on. */
#define GAP_GENERIC_ECC_FLAG NCRYPT_TREAT_NIST_AS_GENERIC_ECC_FLAG

/* Numbers of post-quantum keys that contradict each other. */
#define GAP_STATUS_PQ_NUMBERS NTE_BAD_DATA

/* ParameterSetName: a name that the algorithm does not have; none set when the key is to be made; none
 * set when it is asked for, or a length that follows from it; set when the key has its numbers; whether
 * the name may be set without its NUL. */
#define GAP_STATUS_PARAMETER_SET NTE_INVALID_PARAMETER
#define GAP_STATUS_NO_PARAMETER_SET NTE_INVALID_PARAMETER
#define GAP_STATUS_PARAMETER_SET_ABSENT NTE_NOT_FOUND
#define GAP_STATUS_PARAMETER_SET_FIXED NTE_NOT_SUPPORTED
#define GAP_PARAMETER_SET_WITHOUT_NUL true

/* Length, PublicKeyLength and Lengths of post-quantum keys, which have a parameter set instead. */
#define GAP_STATUS_PQ_LENGTH NTE_NOT_SUPPORTED

/* The bits that the key usage attribute in the PKCS#8 of post-quantum keys may have: digitalSignature, so
 * that ML-KEM keys, whose use is keyEncipherment (RFC 9935), have no attribute. */
#define GAP_PKCS8_PQ_USAGE 0x80

/* The key usages of which one lets a key decapsulate; 0: any, as ncrypt.h has none for it. */
#define GAP_DECAPSULATE_USAGE 0

/* A pre-hash that FIPS 204 and FIPS 205 do not have, or a weak one. */
#define GAP_STATUS_PREHASH NTE_NOT_SUPPORTED

/* A signature's context string of more than 255 bytes. */
#define GAP_STATUS_LONG_CONTEXT NTE_INVALID_PARAMETER

/* BCRYPT_MLDSA_EXTERNAL_MU and NCRYPT_SILENT_FLAG are the same bit.  It asks an ML-DSA key for external
 * mu where NCRYPT_PAD_PQDSA_FLAG comes with it and no padding information, which would be of no use there;
 * everywhere else it says silent. */
#define GAP_EXTERNAL_MU_FLAGS (NCRYPT_PAD_PQDSA_FLAG | BCRYPT_MLDSA_EXTERNAL_MU)

/* PQPrivateKeyBlob holds the seed if it is known, as PKCS#8 does; else the expanded key. */
#define GAP_PQ_WRAPPED_SEED true

/* A key length that the algorithm does not have, when it is set. */
#define GAP_STATUS_LENGTH NTE_INVALID_PARAMETER

/* Decryption whose padding does not verify. */
#define GAP_STATUS_BAD_PADDING NTE_INVALID_PARAMETER

/* A key that a CAPI blob cannot express (RSA: exponent over 32 bits, primes of unequal length; DSA:
 * above 1024 bits in a version 2 blob). */
#define GAP_STATUS_CAPI_RANGE NTE_NOT_SUPPORTED

/* A buffer in a parameter list that the blob type has no use for. */
#define GAP_STATUS_UNKNOWN_BUFFER NTE_INVALID_PARAMETER

/* PKCS#8: an encrypted key without NCRYPTBUFFER_PKCS_SECRET on import; a scheme of encryption without
 * it on export. */
#define GAP_STATUS_PKCS8_NO_SECRET NTE_INVALID_PARAMETER

/* A password that does not open an encrypted key. */
#define GAP_STATUS_WRONG_PASSWORD NTE_INCORRECT_PASSWORD

/* PKCS7_ENVELOPE: export without the certificate or the content cipher, which the documentation
 * requires; import without the recipient's key, which hImportKey has to be (it is not looked for
 * among the stored keys); import with a key that does not open it. */
#define GAP_STATUS_ENVELOPE_PARAMETERS NTE_INVALID_PARAMETER
#define GAP_STATUS_ENVELOPE_NO_KEY NTE_NO_KEY
#define GAP_STATUS_ENVELOPE_NOT_OPENED NTE_DECRYPTION_FAILURE

/* PKCS11RsaAesWrapBlob: the policy flag of its name lets a key out, and the one for the clear does too;
 * an AES-256 key and SHA-1 (what PKCS #11 has by default, and what Azure's key vault writes) unless
 * the parameters say otherwise; a missing, or not fitting, key to wrap with; data that it does not open. */
#define GAP_POLICY_RSA_AES_WRAP                                                                    \
    (NCRYPT_ALLOW_PKCS11_RSA_AES_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG)
#define GAP_RSA_AES_KEY_BITS 256
#define GAP_RSA_AES_HASH HASH_SHA1
#define GAP_STATUS_RSA_AES_NO_KEY NTE_INVALID_PARAMETER
#define GAP_STATUS_RSA_AES_KEY_TYPE NTE_BAD_TYPE
#define GAP_STATUS_RSA_AES_NOT_OPENED NTE_DECRYPTION_FAILURE

/* Legacy blobs under a session key: a key that is not symmetric, a chaining mode that needs more than an
 * IV, data that the key does not open. */
#define GAP_STATUS_SESSION_KEY_TYPE NTE_BAD_TYPE
#define GAP_STATUS_SESSION_KEY_MODE NTE_NOT_SUPPORTED
#define GAP_STATUS_SESSION_KEY_NOT_OPENED NTE_BAD_DATA

/* The store's master key is there but damaged: no key under it can be read any more.  Not a code for
 * "absent", so that nobody makes a new one. */
#define GAP_STATUS_MASTER_KEY NTE_KEYSET_ENTRY_BAD

/* Files in a key store that give no key: damaged; of another program, another computer or another
 * master key; of a newer version of this provider.  Never NTE_BAD_KEYSET, which callers take as
 * leave to create the key anew. */
#define GAP_STATUS_KEY_DAMAGED NTE_KEYSET_ENTRY_BAD
#define GAP_STATUS_KEY_FOREIGN NTE_DECRYPTION_FAILURE
#define GAP_STATUS_KEY_VERSION NTE_BAD_VER

/* A key's name that is empty, or longer than GAP_MAX_NAME_LENGTH characters. */
#define GAP_STATUS_NAME NTE_INVALID_PARAMETER

/* Keys of CryptoAPI's containers.  Without a legacy spec the container's key is taken, of two the first in
 * this order.  One that CryptoAPI exports may be exported here too; a signature key only signs. */
#define GAP_LEGACY_SPEC_ORDER {AT_KEYEXCHANGE, AT_SIGNATURE}
#define GAP_LEGACY_EXPORTABLE (NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG)
#define GAP_LEGACY_SIGNATURE_USAGE NCRYPT_ALLOW_SIGNING_FLAG

/* A property of such a key that is to persist: a container has no room for it. */
#define GAP_STATUS_LEGACY_PROPERTY NTE_NOT_SUPPORTED

/* NCRYPT_WRITE_KEY_TO_LEGACY_STORE_FLAG: for a key that is no RSA key pair ("This flag only applies to RSA
 * keys"; the sample provider of Microsoft's kit answers this); as which key of the container one
 * without a legacy spec is written; a name that a container cannot have.  A key without a name is
 * written to no store, with or without the flag.  Deleting such a key deletes both. */
#define GAP_STATUS_LEGACY_FAMILY NTE_NOT_SUPPORTED
#define GAP_LEGACY_SPEC AT_KEYEXCHANGE
#define GAP_STATUS_LEGACY_NAME NTE_INVALID_PARAMETER

/* Deleting a named key before it is finalized. */
#define GAP_STATUS_DELETE_UNFINALIZED NTE_BAD_KEY_STATE

/* The security descriptor of a key that is in no store. */
#define GAP_STATUS_SECURITY_EPHEMERAL NTE_NOT_SUPPORTED

/* A stored key with a protecting UI policy (NCRYPT_UI_PROTECT_KEY_FLAG or ..._FORCE_HIGH_PROTECTION_FLAG),
 * when it is finalized, signs, decrypts, agrees, or gives its private part: Windows asks the user, unless
 * the caller says NCRYPT_SILENT_FLAG, for which this code is documented.  Here nobody can be asked, and the
 * user's consent is taken as given: the alternative, NTE_UI_REQUIRED, would make such keys useless. */
#define GAP_STATUS_SILENT NTE_SILENT_CONTEXT
#define GAP_STATUS_CONSENT ERROR_SUCCESS

/* Setting Key Usage of a finalized key in a store; what is seen natively is Export Policy. */
#define GAP_STATUS_SET_FINALIZED NTE_NOT_SUPPORTED

/* Properties of the provider: version 1.0; names as long as a path. */
#define GAP_PROVIDER_VERSION 0x00010000
#define GAP_MAX_NAME_LENGTH 260

/* A custom property, absent, asked for without NCRYPT_PERSIST_ONLY_FLAG. */
#define GAP_STATUS_UNKNOWN_PROPERTY NTE_NOT_SUPPORTED

/* Deleting a key that has no name. */
#define GAP_STATUS_DELETE_EPHEMERAL NTE_INVALID_PARAMETER

/* A key isolated by the hypervisor is required.  Documented as NTE_VBS_UNAVAILABLE, a code whose value
 * no public header gives. */
#define GAP_STATUS_NO_ISOLATION NTE_NOT_SUPPORTED

#endif
