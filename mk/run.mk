# make run EXE=path [ARGS="..."] [ARCH=i386]
#
# Its output is the program's output and its exit status is the program's. make by itself turns every
# failure into 2, so it loads a function that leaves with a given status. The program runs in the
# directory that make was called from, also with make -C.

ifneq (,$(filter run,$(MAKECMDGOALS)))

exit_with := $(here)/build/make/exit_with.so
-load $(exit_with)
# for this make, so never in another suite
$(exit_with): $(here)/mk/exit_with.c
	@cd $(here) && exec env -u NCRYPT_SUITE tools/env run sh -c 'mkdir -p build/make && gcc -shared -fPIC -O2 -Wall -o $@ $<' >&2

# the raw text: nothing in a path or an argument is make's
export NCRYPT_RUN_EXE := $(value EXE)
export NCRYPT_RUN_ARGS := $(value ARGS)
export NCRYPT_RUN_ARCH := $(value ARCH)
export NCRYPT_RUN_PWD := $(value PWD)
run_status := $(here)/build/make/status-$(shell echo $$PPID)

# If make dies, so does the program.
run-program: $(exit_with)
	@exec setpriv --pdeathsig TERM $(here)/tools/run --make $(run_status)

run: run-program
	@:$(exit-with $(shell cat $(run_status) 2>/dev/null; rm -f $(run_status)))

.PHONY: run run-program

endif
