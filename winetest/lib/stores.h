/*
 * Key stores of a test's own, which no other program uses at the same time.
 */
#ifndef WINETEST_STORES_H
#define WINETEST_STORES_H

#include "platform.h"

/* Under Wine: stores in a new folder, which this process and those that it starts use; TRUE.  On Windows
 * the stores are where they are; FALSE. */
BOOL make_own_stores(void);

/* Removes that folder. */
void remove_own_stores(void);

#endif
