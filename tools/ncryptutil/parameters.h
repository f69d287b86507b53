/*
 * Parameter lists (NCryptBufferDesc) of imports and exports.
 */
#ifndef NCRYPTUTIL_PARAMETERS_H
#define NCRYPTUTIL_PARAMETERS_H

#include "memory.h"

#include <ncrypt.h>

#define MAX_PARAMETERS 6

struct parameters
{
    NCryptBufferDesc list;
    NCryptBuffer buffers[MAX_PARAMETERS];
};

void start_parameters(struct parameters *parameters);

/* The data are not copied. */
void add_parameter(struct parameters *parameters, ULONG type, const void *data, size_t size);

/* Texts with their NUL. */
void add_text(struct parameters *parameters, ULONG type, const char *text);
void add_wide_text(struct parameters *parameters, ULONG type, const char *text);

/* NULL where nothing was added. */
NCryptBufferDesc *parameter_list(struct parameters *parameters);

#endif
