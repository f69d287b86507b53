# Programs for the benchmarks. "make bench" runs every tests/bench/bench_*.sh in order.
#   build/bench/X                         tests/bench/X.c, for Linux
#   build/<arch>-windows/bench/X.exe      tests/bench/windows/X.c, for Wine

bench_host := $(patsubst tests/bench/%.c,$B/bench/%,$(wildcard tests/bench/*.c))

$B/bench/%: $B/obj/bench/tests/bench/%.o
	$(call say,LD,$@)
	$Qmkdir -p $(@D)
	$Qgcc $^ $(unix_pkg_libs_x86_64) -lcrypto $(unix_libs) -o $@

$B/obj/bench/%.o: %.c mk/bench.mk
	$(call say,CC,$@)
	$Qmkdir -p $(@D)
	$Qgcc $(common_cflags) -std=gnu11 -O2 $(unix_pkg_cflags_x86_64) -c $< -o $@

define bench_windows
$B/obj/$1-windows/tests/bench/windows/%.o: tests/bench/windows/%.c mk/bench.mk
	$$(call say,CC,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(pe_cc_$1) $(pe_cflags) -c $$< -o $$@

$(foreach source,$(wildcard tests/bench/windows/*.c),$(call pe_exe,$1,bench/$(basename $(notdir $(source))),$(source))
)
endef
bench_programs_before := $(pe_programs)
$(foreach arch,$(archs),$(eval $(call bench_windows,$(arch))))
bench_windows_programs := $(filter-out $(bench_programs_before),$(pe_programs))
pe_programs := $(bench_programs_before)

bench-files: $B/host/plain/bench_store $(bench_host) $(bench_windows_programs)
.PHONY: bench-files
