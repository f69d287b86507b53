# The programs of tests/hygiene, which tests/tools/hygiene runs: build/<arch>-windows/hygiene/
#
#   hygiene.exe     does not import ncrypt.dll, so that it can come and go
#   user_dll.dll    uses ncrypt.dll in its DllMain
#   delayed.exe     imports ncrypt.dll by a delay-load library

hygiene_cases := $(filter-out user_dll delayed,$(basename $(notdir $(wildcard tests/hygiene/*.c))))

# $(call hygiene_objects,ARCH,NAMES)
hygiene_objects = $(patsubst %,$B/obj/$1-windows/tests/hygiene/%.o,$2)

define hygiene_rules
$B/obj/$1-windows/tests/hygiene/%.o: tests/hygiene/%.c mk/hygiene.mk mk/pe.mk
	$$(call say,CC,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(pe_cc_$1) $(pe_cflags) -c $$< -o $$@

$B/$1-windows/hygiene/hygiene.exe: $(call hygiene_objects,$1,$(hygiene_cases))
	$$(call say,LD,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(pe_cc_$1) -mconsole $(pe_ldflags) $$^ $(pe_libs) -lbcrypt -o $$@

$B/$1-windows/hygiene/user_dll.dll: $(call hygiene_objects,$1,user_dll work) $B/$1-windows/libncrypt.a
	$$(call say,LD,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(pe_cc_$1) -shared $(pe_ldflags) $$^ $(pe_libs) -o $$@

$B/obj/$1-windows/libncrypt_delayed.a: $B/obj/$1-windows/spec/ncrypt.def
	$$(call say,IMPLIB,$$@)
	$$Q$(pe_dlltool_$1) $(pe_sysflag_$1) -d $$< --output-delaylib $$@

$B/$1-windows/hygiene/delayed.exe: $(call hygiene_objects,$1,delayed report) $B/obj/$1-windows/libncrypt_delayed.a
	$$(call say,LD,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(pe_cc_$1) -mconsole $(pe_ldflags) $$^ -ldelayimp $(pe_libs) -o $$@

pe: $(patsubst %,$B/$1-windows/hygiene/%,hygiene.exe user_dll.dll delayed.exe)
endef

$(foreach arch,$(archs),$(eval $(call hygiene_rules,$(arch))))
