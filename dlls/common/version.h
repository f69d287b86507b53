/* The product's name and version, once for resources and code. */
#ifndef COMMON_VERSION_H
#define COMMON_VERSION_H

#define PRODUCT_NAME "ncrypt for Wine"
#define PRODUCT_VERSION "0.1.0"
#define PRODUCT_VERSION_NUMBERS 0, 1, 0, 0

#endif
