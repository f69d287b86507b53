/*
 * The cases of hygiene.exe.  Each takes the arguments after its name.
 */
#ifndef HYGIENE_COMMANDS_H
#define HYGIENE_COMMANDS_H

void run_unload(char **arguments);
void run_first(char **arguments);
void run_threads(char **arguments);
void run_dllmain(char **arguments);
void run_inversion(char **arguments);
void run_exit(char **arguments);
void run_children(char **arguments);
void run_child(char **arguments);
void run_beside(char **arguments);
void run_open(char **arguments);
void run_exports(char **arguments);
void run_where(char **arguments);

#endif
