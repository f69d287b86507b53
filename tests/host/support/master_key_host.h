/*
 * The master keys of host tests.
 */
#ifndef TESTS_MASTER_KEY_HOST_H
#define TESTS_MASTER_KEY_HOST_H

#include "protect.h"

/* Set to another number, this is another computer. */
extern BYTE master_key_computer;

#endif
