# What "make check" runs. The tests are found and run by tests/run-all; here is what must be built
# before, and the checks of the sources themselves.

# include/ is left out: its tables of constants are laid out by hand
c_sources = $(filter-out include/%,$(shell git ls-files --cached --others --exclude-standard -- '*.c' '*.h'))

check-files: all host fuzz-replay check-prefix

# clang as a third compiler, with its own opinion of the Unix side
clang-check: $(asn_sources)
	$(call say,CLANG,$(words $(unix_sources)) files of the Unix side)
	$Q[ -z "$(unix_sources)" ] || clang -fsyntax-only $(filter-out -MMD -MP,$(unix_cflags)) $(unix_pkg_cflags_x86_64) $(unix_sources)

# Other versions format otherwise; this one is in every suite that we build in.
clang_format := clang-format-19

format-check:
	$(call say,FORMAT,$(words $(c_sources)) files)
	$Q$(clang_format) --dry-run -Werror $(c_sources)

format:
	$(call say,FORMAT,$(words $(c_sources)) files)
	$Q$(clang_format) -i $(c_sources)

docs:
	$(call say,DOCS,docs/tables.md)
	$Qtests/tools/tables.py --write

.PHONY: docs check-files clang-check format-check format
