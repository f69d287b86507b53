/*
 * Which DLL is loaded: path and version resource of a module in this process.
 */
#ifndef NCRYPTUTIL_MODULE_H
#define NCRYPTUTIL_MODULE_H

#include <windows.h>

/* Prints them; FALSE if no module of this name is loaded. */
BOOL describe_module(const WCHAR *name);

#endif
