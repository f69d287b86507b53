/*
 * What user_dll.dll, a DLL that uses ncrypt.dll in its DllMain, lets others see: the data export
 * user_results.
 */
#ifndef HYGIENE_USER_DLL_H
#define HYGIENE_USER_DLL_H

#include "api.h"

/* If an event of this name is there, DllMain sets it and waits a moment before it calls. */
#define USER_MEETING "ncrypt hygiene meeting"

struct user_results
{
    LONG process_attach;        /* status of the work done in DllMain */
    LONG thread_attach;         /* how many threads came */
    LONG thread_status;         /* worst status of theirs */
    LONG *detach_status;        /* where the status of the work at DLL_PROCESS_DETACH goes */
    NCRYPT_KEY_HANDLE busy_key; /* at the end of the process: a key that another thread was at */
};

#endif
