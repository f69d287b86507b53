# The public commands. "make help" lists them.
#
# Each runs mk/main.mk, where the build rules are, in the project's environment (tools/env): Debian 13,
# natively or as a root file system that is made on first use. Nothing but make is needed beforehand.

.DEFAULT_GOAL := all
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory
here := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))

# settings that reach the build from the command line, and options worth keeping
settings := V ARCH TESTS CLIENTS FUZZ_SECONDS BENCH_ROUNDS PREFIX
JOBS ?= $(shell nproc)
in_env := cd $(here) && NCRYPT_ENV_PASS="$(settings)" MAKEFLAGS= exec tools/env run
build := $(in_env) tools/build -j$(JOBS) $(if $(findstring k,$(filter-out -%,$(firstword $(MAKEFLAGS)))),-k)

help:
	@echo "make              build everything into build/"
	@echo "make demo         set everything up and show the main job"
	@echo "make check        all tests; the last line sums them up (V=1 shows all output, TESTS='PATTERN ...')"
	@echo "make check-matrix all tests on every Debian we support, and a table of them (SUITES=\"bookworm trixie sid\")"
	@echo "make check-clients  programs of others on our DLLs, fetched with npm (280 MB once; CLIENTS='PATTERN ...')"
	@echo "make run          run any Windows program with our DLLs: EXE=path [ARGS=\"...\"] [ARCH=i386]"
	@echo "                  (tools/run PROGRAM ARGUMENTS... does the same without quoting)"
	@echo "make compare      our DLL and Wine's builtin side by side: build/compare/index.html"
	@echo "                  (NATIVE=native.jsonl: native Windows too; ARCH=i386; winetest/README.md)"
	@echo "make winetest-zip build/ncrypt-winetest.zip: the conformance programs for a run on Windows"
	@echo "make bench        measure speed, beside OpenSSL's"
	@echo "make fuzz         fuzz every parser, FUZZ_SECONDS=$(or $(FUZZ_SECONDS),60) each"
	@echo "make docs         bring docs/tables.md up to date with the code's tables"
	@echo "make install      install into Wine's own directories (as root; DESTDIR=), make uninstall undoes it"
	@echo "make clean        remove build/ and build-SUITE/"
	@echo
	@echo "tools/prefix      install | uninstall | status | verify: our DLLs in a Wine prefix of yours"
	@echo "tools/env         setup | run CMD | shell | status: the environment all this happens in"

all format docs install uninstall winetest-zip:
	@$(build) $@

# a directory of the host has this name in the environment
install uninstall: export NCRYPT_DESTDIR := $(if $(DESTDIR),$(shell $(here)/tools/env map '$(DESTDIR)'))

demo:
	@$(build) all prefix
	@$(in_env) tools/demo

check:
	@$(build) check-files
	@$(in_env) tests/run-all $(foreach pattern,$(TESTS),'$(pattern)')

# in the environment of each suite
check-matrix:
	@cd $(here) && SUITES='$(SUITES)' JOBS=$(JOBS) tests/run-matrix $(foreach pattern,$(TESTS),'$(pattern)')

# outside the environment is npm, inside is everything else; the prefix is a new one every time
client_names := $(foreach pattern,$(CLIENTS),'$(pattern)')
check-clients:
	@$(here)/tests/clients/fetch --for $(client_names) >/dev/null
	@$(in_env) rm -rf build/clients-prefix
	@$(build) clients-files
	@export NCRYPT_CLIENTS="$$($(here)/tools/env map "$$($(here)/tests/clients/fetch --cache)")" && \
	    $(in_env) tests/clients/run-all $(client_names)

# a file of the host has this name in the environment
compare: export NCRYPT_NATIVE := $(if $(NATIVE),$(shell $(here)/tools/env map '$(abspath $(NATIVE))'))
compare:
	@$(build) compare-files
	@$(in_env) tests/run-compare

bench:
	@$(build) all prefix bench-files
	@$(in_env) tests/run-bench

fuzz:
	@$(build) fuzz-files
	@$(in_env) make --no-print-directory -f mk/main.mk fuzz

# with the directories in /tmp in which Wine's servers of our prefixes had their sockets
clean:
	@for file in $(here)/build/*/wineserver $(here)/build-*/*/wineserver; do \
	    case $$(cat "$$file" 2>/dev/null) in wine-??????) rm -rf "/tmp/$$(cat "$$file")" ;; esac; done
	@rm -rf $(here)/build $(here)/build-*

.PHONY: docs help all demo check check-matrix check-clients compare winetest-zip bench fuzz format install uninstall clean

include $(here)/mk/run.mk
