# The Windows side, for both architectures: build/<arch>-windows/
#
#   ncrypt.dll       plain native PE: a copy in system32 is loaded by any Wine, without an override
#   ncryptprov.dll   marked as builtin, because Wine gives only those a Unix side
#   libncrypt.a      import library with all our exports
#   *.exe            ncryptutil and the conformance programs

pe_cc_x86_64 := x86_64-w64-mingw32-gcc
pe_cc_i386 := i686-w64-mingw32-gcc
pe_windres_x86_64 := x86_64-w64-mingw32-windres
pe_windres_i386 := i686-w64-mingw32-windres
pe_dlltool_x86_64 := x86_64-w64-mingw32-dlltool
pe_dlltool_i386 := i686-w64-mingw32-dlltool

pe_cflags := $(common_cflags) -O2 -Iinclude -Idlls/common
pe_ldflags := -static-libgcc -Wl,--no-insert-timestamp
pe_libs := -lntdll -lkernel32 -ladvapi32
# exports are undecorated on i386, as on Windows
pe_ldflags_i386 := -Wl,--kill-at -Wl,--enable-stdcall-fixup
pe_sysflag_i386 := -k

common_sources := $(wildcard dlls/common/*.c)
winetest_sources := $(wildcard winetest/*.c)

# $(call pe_dll,ARCH,NAME)
define pe_dll
$1_$2_objects := $(call objects,$1-windows,$(call files_in,$(call pe_folders,$2),*.c) $(common_sources)) \
    $(if $(shell grep -e '-unimplemented' spec/$2.spec),$B/obj/$1-windows/spec/$2_stubs.o) $(patsubst %.rc,$B/obj/$1-windows/%.res,$(wildcard dlls/$2/*.rc))

$B/obj/$1-windows/spec/$2.def $B/obj/$1-windows/spec/$2_stubs.c &: spec/$2.spec tools/spec2def
	$$(call say,SPEC,$1 $$<)
	$$Qmkdir -p $B/obj/$1-windows/spec
	$$Qtools/spec2def --arch $1 --stubs $B/obj/$1-windows/spec/$2_stubs.c $$< > $B/obj/$1-windows/spec/$2.def

$B/obj/$1-windows/dlls/$2/%.o: dlls/$2/%.c mk/pe.mk
	$$(call say,CC,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(pe_cc_$1) $(pe_cflags) $(addprefix -I,$(call pe_folders,$2)) -c $$< -o $$@

$B/obj/$1-windows/spec/$2_stubs.o: $B/obj/$1-windows/spec/$2_stubs.c mk/pe.mk
	$$(call say,CC,$$@)
	$$Q$(pe_cc_$1) $(pe_cflags) -Idlls/$2 -c $$< -o $$@

$B/obj/$1-windows/$2.dll: $$($1_$2_objects) $B/obj/$1-windows/spec/$2.def
	$$(call say,LD,$$@)
	$$Q$(pe_cc_$1) -shared $(pe_ldflags) $(pe_ldflags_$1) $$^ $(pe_libs) -o $$@
endef

# $(call pe_exe,ARCH,PROGRAM,SOURCES)
define pe_exe
$B/$1-windows/$2.exe: $(call objects,$1-windows,$3) $B/$1-windows/libncrypt.a
	$$(call say,LD,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(pe_cc_$1) -mconsole $(pe_ldflags) $$^ $(pe_libs) -lbcrypt -lcrypt32 -lversion -lshell32 -o $$@
pe_programs += $B/$1-windows/$2.exe
endef

# $(call pe_rules,ARCH)
define pe_rules
$(call pe_dll,$1,ncrypt)
$(call pe_dll,$1,ncryptprov)

$B/obj/$1-windows/dlls/common/%.o: dlls/common/%.c mk/pe.mk
	$$(call say,CC,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(pe_cc_$1) $(pe_cflags) -c $$< -o $$@

$B/obj/$1-windows/tools/%.o: tools/%.c mk/pe.mk
	$$(call say,CC,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(pe_cc_$1) $(pe_cflags) -c $$< -o $$@

$B/obj/$1-windows/winetest/%.o: winetest/%.c mk/pe.mk | $(vector_headers)
	$$(call say,CC,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(pe_cc_$1) $(pe_cflags) -Iwinetest -Iwinetest/lib -I$B/gen -c $$< -o $$@

$B/obj/$1-windows/%.res: %.rc $(wildcard dlls/common/*.rc dlls/common/version.h)
	$$(call say,RC,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(pe_windres_$1) -O coff -Iinclude -Idlls/common -I$$(<D) $$< $$@

$B/$1-windows/ncrypt.dll: $B/obj/$1-windows/ncrypt.dll
	$$Qmkdir -p $$(@D)
	$$Qcp $$< $$@.new && mv $$@.new $$@

$B/$1-windows/ncryptprov.dll: $B/obj/$1-windows/ncryptprov.dll
	$$(call say,BUILTIN,$$@)
	$$Qmkdir -p $$(@D)
	$$Qcp $$< $$@.new && winebuild --builtin $$@.new && mv $$@.new $$@

$B/$1-windows/libncrypt.a: $B/obj/$1-windows/spec/ncrypt.def
	$$(call say,IMPLIB,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(pe_dlltool_$1) $(pe_sysflag_$1) -d $$< -l $$@

$(if $(wildcard tools/ncryptutil/*.c),$(call pe_exe,$1,ncryptutil,$(wildcard tools/ncryptutil/*.c)))
$(foreach source,$(winetest_sources),$(call pe_exe,$1,winetest/$(basename $(notdir $(source))),$(source) $(wildcard winetest/lib/*.c))
)

# all conformance programs in one, for a run on Windows; away from our DLLs, because Windows looks for
# DLLs beside the program first
$(call pe_exe,$1,winetest-all/winetest,$(winetest_sources) $(wildcard winetest/lib/*.c))
pe_files += $B/$1-windows/ncrypt.dll $B/$1-windows/ncryptprov.dll $B/$1-windows/libncrypt.a
endef

pe_programs :=
pe_files :=
$(foreach arch,$(archs),$(eval $(call pe_rules,$(arch))))

pe-dlls: $(pe_files)
pe: pe-dlls $(pe_programs)
.PHONY: pe pe-dlls
