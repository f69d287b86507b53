/*
 * The blob types as fuzzers number them.  New ones go to the end: the corpus holds the numbers.
 * tests/tools/fuzz_seeds reads this list.
 */
#ifndef TESTS_FUZZ_TYPES_H
#define TESTS_FUZZ_TYPES_H

static const char *const fuzz_types[] = {
    "PUBLICBLOB",           "PRIVATEBLOB",          "RSAPUBLICBLOB",      "RSAPRIVATEBLOB",
    "RSAFULLPRIVATEBLOB",   "CAPIPUBLICBLOB",       "CAPIPRIVATEBLOB",    "ECCPUBLICBLOB",
    "ECCPRIVATEBLOB",       "ECCFULLPUBLICBLOB",    "ECCFULLPRIVATEBLOB", "SSLECCPUBLICBLOB",
    "DHPUBLICBLOB",         "DHPRIVATEBLOB",        "CAPIDHPUBLICBLOB",   "CAPIDHPRIVATEBLOB",
    "DSAPUBLICBLOB",        "DSAPRIVATEBLOB",       "CAPIDSAPUBLICBLOB",  "CAPIDSAPRIVATEBLOB",
    "V2CAPIDSAPUBLICBLOB",  "V2CAPIDSAPRIVATEBLOB", "MLKEMPUBLICBLOB",    "MLKEMPRIVATEBLOB",
    "MLKEMPRIVATESEEDBLOB", "PQDSAPUBLICBLOB",      "PQDSAPRIVATEBLOB",   "PQDSAPRIVATESEEDBLOB",
    "PQPrivateKeyBlob",     "CipherKeyBlob",        "KDFKeyBlob",         "ProtectedKeyBlob",
    "PKCS8_PRIVATEKEY",     "PKCS7_ENVELOPE",       "OpaqueTransport",    "PKCS11RsaAesWrapBlob",
};
#define FUZZ_TYPE_COUNT (sizeof(fuzz_types) / sizeof(fuzz_types[0]))

#endif
