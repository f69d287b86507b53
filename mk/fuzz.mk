# Fuzzers: every tests/fuzz/fuzz_*.c is built twice.
#   build/host/asan/replay/fuzz_X   gcc with sanitizers, replays tests/fuzz/corpus/X in "make check"
#   build/host/fuzz/fuzz_X          clang's libFuzzer, for "make fuzz"

FUZZ_SECONDS ?= 60
# what they share lies beside them
fuzz_support := $(filter-out tests/fuzz/replay_main.c tests/fuzz/fuzz_%,$(wildcard tests/fuzz/*.c))
fuzzers := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))

$B/host/asan/replay/%: $B/obj/host-asan/tests/fuzz/%.o $B/obj/host-asan/tests/fuzz/replay_main.o $(call objects,host-asan,$(fuzz_support)) $B/obj/host-asan/libprovider.a
	$(call say,LD,$@)
	$Qmkdir -p $(@D)
	$Q$(host_cc_asan) $(host_cflags_asan) $^ $(unix_pkg_libs_x86_64) $(unix_libs) -o $@

$B/host/fuzz/%: $B/obj/host-fuzz/tests/fuzz/%.o $(call objects,host-fuzz,$(fuzz_support)) $B/obj/host-fuzz/libprovider.a
	$(call say,LD,$@)
	$Qmkdir -p $(@D)
	$Q$(host_cc_fuzz) -fsanitize=fuzzer,address,undefined $^ $(unix_pkg_libs_x86_64) $(unix_libs) -o $@

fuzz-replay: $(patsubst %,$B/host/asan/replay/%,$(fuzzers))

fuzz-files: $(patsubst %,$B/host/fuzz/%,$(fuzzers))

# New findings go to build/fuzz/X; the corpus in the tree is only read.
fuzz: fuzz-files
	$Qstatus=0; for fuzzer in $(fuzzers); do \
	    name=$${fuzzer#fuzz_}; mkdir -p $B/fuzz/$$name; \
	    echo "fuzzing $$name for $(FUZZ_SECONDS) seconds (findings: $B/fuzz)"; \
	    corpus=tests/fuzz/corpus/$$name; [ -d $$corpus ] || corpus=; \
	    $B/host/fuzz/$$fuzzer -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 \
	        -artifact_prefix=$B/fuzz/$$name- $B/fuzz/$$name $$corpus >$B/fuzz/$$name.log 2>&1 \
	        && grep -E 'number_of_executed_units|average_exec' $B/fuzz/$$name.log \
	        || { status=1; tail -n 40 $B/fuzz/$$name.log; }; \
	done; exit $$status

.PHONY: fuzz fuzz-files fuzz-replay
