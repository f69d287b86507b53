# The provider of another maker that winetest/ksp.c puts behind the router. It exports what
# every provider exports, and nothing of ours.

define ksp_dll
$B/$1-windows/winetest/testksp.dll: tests/ksp/testksp.c spec/ncryptprov.spec mk/ksp.mk
	$$(call say,CC,$$@)
	$$Qmkdir -p $$(@D)
	$$Qgrep -w GetKeyStorageInterface spec/ncryptprov.spec > $$@.spec
	$$Qtools/spec2def --arch $1 $$@.spec > $$@.def
	$$Q$(pe_cc_$1) $(filter-out -MMD -MP,$(pe_cflags)) -shared $(pe_ldflags) $(pe_ldflags_$1) $$< $$@.def -o $$@
	$$Qrm -f $$@.def $$@.spec
pe: $B/$1-windows/winetest/testksp.dll
endef

$(if $(wildcard tests/ksp/testksp.c),$(foreach arch,$(archs),$(eval $(call ksp_dll,$(arch)))))
