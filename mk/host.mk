# Host-side tests: the provider's Windows-independent sources and its Unix side as ordinary Linux
# programs, once plain and once under each sanitizer: build/host/<variant>/test_*

# The Windows types and constants come from Wine's headers. "long" is 32 bits wide on Windows;
# Wine's headers know that. WCHAR is 16 bits wide, hence -fshort-wchar.
wine_headers := $(patsubst %/windef.h,%,$(firstword $(wildcard \
    /usr/include/wine/wine/windows/windef.h /usr/include/wine/windows/windef.h /opt/wine*/include/wine/windows/windef.h)))
HOST_TEST_CFLAGS := -DNCRYPT_HOST_TEST -std=gnu11 -fshort-wchar -fms-extensions \
    -Wno-pragma-pack -Wno-unknown-pragmas -fno-omit-frame-pointer \
    -isystem $(wine_headers) \
    -Iinclude -Idlls/common $(addprefix -I,$(call pe_folders,ncryptprov) $(call unix_folders,ncryptprov)) -Itests/host -Itests/host/support -I$B/gen

host_variants := plain asan
host_cc_plain := gcc
host_cflags_plain := -O2
host_cc_asan := gcc
host_cflags_asan := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all
host_cc_tsan := gcc
host_cflags_tsan := -O1 -fsanitize=thread
host_cc_fuzz := clang
host_cflags_fuzz := -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all

# what a Linux program can hold: all but the files that call Windows itself
host_windows_only := %_windows.c
host_common_sources := $(filter-out $(host_windows_only),$(call files_in,$(call pe_folders,ncryptprov) dlls/common,*.c))
host_support_sources := $(wildcard tests/host/support/*.c)
host_tests := $(patsubst tests/host/%.c,%,$(wildcard tests/host/test_*.c))
host_lib_sources := $(host_common_sources) $(host_support_sources) $(unix_sources) $(asn_sources)

# libcryptos for tests/host/test_pq_absent.c: too old, and two that have no post-quantum algorithms
# whatever their version says
host_stubs := $(patsubst %,$B/host/stub/%/libcrypto.so.3,3.0 3.5-bare 3.5-dead)
$B/host/stub/3.0/%: host_stub_flags := -DSTUB_MINOR=0
$B/host/stub/3.5-bare/%: host_stub_flags := -DSTUB_MINOR=5
$B/host/stub/3.5-dead/%: host_stub_flags := -DSTUB_MINOR=5 -DSTUB_PQ

$(host_stubs): tests/host/stub/libcrypto_stub.c dlls/ncryptprov/unix/libcrypto.h mk/host.mk
	$(call say,LD,$@)
	$Qmkdir -p $(@D)
	$Qgcc $(filter-out -fvisibility=hidden,$(unix_cflags)) $(unix_pkg_cflags_x86_64) $(host_stub_flags) -shared -Wl,-soname,libcrypto.so.3 $< -o $@

# $(call host_rules,VARIANT)
define host_rules
# the Unix side keeps its own flags: it sees no Windows header
$B/obj/host-$1/dlls/ncryptprov/unix/%.o: dlls/ncryptprov/unix/%.c mk/host.mk
	$$(call say,CC,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(host_cc_$1) $(filter-out -O% -D_FORTIFY_SOURCE%,$(unix_cflags)) $(host_cflags_$1) $$(unix_pkg_cflags_x86_64) -c $$< -o $$@

$B/obj/host-$1/$B/gen/%.o: $B/gen/%.c mk/host.mk
	$$(call say,CC,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(host_cc_$1) $(filter-out -O% -D_FORTIFY_SOURCE%,$(unix_cflags)) $(host_cflags_$1) -c $$< -o $$@

$B/obj/host-$1/%.o: %.c mk/host.mk | $(vector_headers)
	$$(call say,CC,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(host_cc_$1) $(common_cflags) $(HOST_TEST_CFLAGS) $(host_cflags_$1) -c $$< -o $$@

$B/obj/host-$1/libprovider.a: $(call objects,host-$1,$(host_lib_sources))
	$$(call say,AR,$$@)
	$$Qrm -f $$@ && ar rcs $$@ $$^

$B/host/$1/%: $B/obj/host-$1/tests/host/%.o $B/obj/host-$1/libprovider.a
	$$(call say,LD,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(host_cc_$1) $(host_cflags_$1) $$^ $$(unix_pkg_libs_x86_64) $(unix_libs) -o $$@

$B/host/$1/test_pq_absent: | $(host_stubs)

host-$1: $(patsubst %,$B/host/$1/%,$(host_tests))
.PHONY: host-$1
endef

$(foreach variant,plain asan tsan fuzz,$(eval $(call host_rules,$(variant))))

host: $(patsubst %,host-%,$(host_variants))
.PHONY: host
