/*
 * What both sides of the post-quantum benchmark measure: X(name, CNG algorithm, parameter set, libcrypto's
 * name, private blob type).
 */
#ifndef BENCH_PQ_SUBJECTS_H
#define BENCH_PQ_SUBJECTS_H

#define PQ_SUBJECTS(X)                                                                             \
    X("mlkem512", "ML-KEM", "512", "ML-KEM-512", "MLKEMPRIVATEBLOB")                               \
    X("mlkem768", "ML-KEM", "768", "ML-KEM-768", "MLKEMPRIVATEBLOB")                               \
    X("mlkem1024", "ML-KEM", "1024", "ML-KEM-1024", "MLKEMPRIVATEBLOB")                            \
    X("mldsa44", "ML-DSA", "44", "ML-DSA-44", "PQDSAPRIVATEBLOB")                                  \
    X("mldsa65", "ML-DSA", "65", "ML-DSA-65", "PQDSAPRIVATEBLOB")                                  \
    X("mldsa87", "ML-DSA", "87", "ML-DSA-87", "PQDSAPRIVATEBLOB")                                  \
    X("slhdsa128f", "SLH-DSA", "SHA2-128f", "SLH-DSA-SHA2-128f", "PQDSAPRIVATEBLOB")

/* The operations: X(name, function, calls in a batch, budget in milliseconds).  A signature of ML-DSA takes
 * a random number of rounds, hence the larger batches. */
#define PQ_KEY_OPERATIONS(X)                                                                       \
    X("generate", generate, 5, 60)                                                                 \
    X("import", import_key, 5, 60)                                                                 \
    X("export", export_key, 50, 30)
#define PQ_KEM_OPERATIONS(X)                                                                       \
    X("encapsulate", encapsulate, 20, 60)                                                          \
    X("decapsulate", decapsulate, 20, 60)
#define PQ_SIGNATURE_OPERATIONS(X)                                                                 \
    X("sign", sign, 100, 300)                                                                      \
    X("verify", verify, 20, 60)

#endif
