# The build itself. It expects the environment's tools: "tools/env run make -f mk/main.mk GOAL", which
# is what the public Makefile does. Everything made lies in build/, and build/ is a WINEDLLPATH.

all:

B := build
archs := x86_64 i386
SHELL := /bin/bash
MAKEFLAGS += --no-builtin-rules --no-builtin-variables
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:

# V=1 shows the commands, otherwise one short line each, or nothing with QUIET=1
V ?= 0
ifeq ($(V),1)
Q :=
say = @:
else ifdef QUIET
Q := @
say = @:
else
Q := @
say = @printf '  %-7s %s\n' '$1' '$2'
endif

# $(call objects,DIR,SOURCES): the object files of SOURCES below build/obj/DIR
objects = $(patsubst %,$B/obj/$1/%.o,$(basename $2))

# A DLL's folders: every concern has one, headers are included by name alone. $(call pe_folders,DLL) are
# those of its PE side, $(call unix_folders,DLL) those of its Unix side.
folders_in = $(patsubst %/,%,$(wildcard $1/*/))
pe_folders = dlls/$1 $(filter-out %/unix,$(call folders_in,dlls/$1))
unix_folders = dlls/$1/unix $(call folders_in,dlls/$1/unix)
files_in = $(wildcard $(addsuffix /$2,$1))

# The same flags everywhere: warnings are errors, nothing depends on where or when it is built
common_cflags := -std=c11 -g -Wall -Wextra -Werror -Wvla -Wpointer-arith -Wwrite-strings \
    -ffile-prefix-map=$(CURDIR)=. -MMD -MP

include mk/gen.mk
include mk/pe.mk
include mk/ksp.mk
include mk/hygiene.mk
include mk/unix.mk
include mk/host.mk
include mk/fuzz.mk
include mk/bench.mk
include mk/prefix.mk
include mk/check.mk
include mk/clients.mk
include mk/install.mk
include mk/compare.mk

all: pe unix

.PHONY: all

# header dependencies, written by the compilers
-include $(shell [ ! -d $B/obj ] || find $B/obj -name '*.d')
