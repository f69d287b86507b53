/*
 * Whether the post-quantum algorithms are there, for host tests of either side.
 */
#ifndef TESTS_PQ_AVAILABLE_H
#define TESTS_PQ_AVAILABLE_H

#include <stdbool.h>

/* By the version of libcrypto: from 3.5 on. */
bool test_pq_expected(void);

/* The same; if false, after a check that no algorithm is listed and no key made, and one skip that says
 * why. */
bool test_pq_available(void);

#endif
