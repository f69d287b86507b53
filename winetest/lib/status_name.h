/*
 * Names of status codes.
 */
#ifndef WINETEST_STATUS_NAME_H
#define WINETEST_STATUS_NAME_H

#include "wine/test.h"

const char *status_name(LONG status); /* the number as text if it has no name here */

#endif
