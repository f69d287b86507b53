# The Unix side of ncryptprov.dll, for both architectures: build/<arch>-unix/ncryptprov.so

unix_cc_x86_64 := gcc -m64
unix_cc_i386 := gcc -m32
unix_pkgconfig_x86_64 := pkg-config
unix_pkgconfig_i386 := PKG_CONFIG_LIBDIR=/usr/lib/i386-linux-gnu/pkgconfig:/usr/share/pkgconfig pkg-config
unix_packages := gnutls hogweed nettle gmp libtasn1

unix_sources := $(call files_in,$(call unix_folders,ncryptprov),*.c)
unix_cflags := $(common_cflags) -O2 -fPIC -fvisibility=hidden -std=gnu11 \
    -D_FORTIFY_SOURCE=2 -fstack-protector-strong \
    -Iinclude -Idlls/common -Idlls/ncryptprov/bridge $(addprefix -I,$(call unix_folders,ncryptprov)) -I$B/gen
# nodelete: GMP keeps pointers to our memory functions, and threads to our thread-local variables
unix_ldflags := -shared -Wl,-z,defs,-z,now,-z,relro,-z,noexecstack,-z,nodelete -Wl,--build-id=sha1
unix_libs := -ldl -lpthread

define unix_rules
unix_pkg_cflags_$1 := $$(shell $(unix_pkgconfig_$1) --cflags $(unix_packages))
unix_pkg_libs_$1 := $$(shell $(unix_pkgconfig_$1) --libs $(unix_packages))

$B/obj/$1-unix/%.o: %.c mk/unix.mk
	$$(call say,CC,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(unix_cc_$1) $(unix_cflags) $$(unix_pkg_cflags_$1) -c $$< -o $$@

$B/$1-unix/ncryptprov.so: $(call objects,$1-unix,$(unix_sources) $(asn_sources))
	$$(call say,LD,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(unix_cc_$1) $(unix_ldflags) -Wl,-soname,ncryptprov.so $$^ $$(unix_pkg_libs_$1) $(unix_libs) -o $$@.new
	$$Qmv $$@.new $$@

unix_files += $B/$1-unix/ncryptprov.so
endef

unix_files :=
$(foreach arch,$(archs),$(eval $(call unix_rules,$(arch))))

unix: $(unix_files)
.PHONY: unix
