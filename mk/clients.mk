# What "make check-clients" needs beside the DLLs: programs of ours for its preparations,
# build/<arch>-windows/clients/X.exe out of tests/clients/X.c.

define client_windows
$B/obj/$1-windows/tests/clients/%.o: tests/clients/%.c mk/clients.mk
	$$(call say,CC,$$@)
	$$Qmkdir -p $$(@D)
	$$Q$(pe_cc_$1) $(pe_cflags) -c $$< -o $$@

$(foreach source,$(wildcard tests/clients/*.c),$(call pe_exe,$1,clients/$(basename $(notdir $(source))),$(source))
)
endef
client_programs_before := $(pe_programs)
$(foreach arch,$(archs),$(eval $(call client_windows,$(arch))))
client_windows_programs := $(filter-out $(client_programs_before),$(pe_programs))
pe_programs := $(client_programs_before)

clients-files: clients-prefix $(client_windows_programs) $(foreach arch,$(archs),$B/$(arch)-windows/ncryptutil.exe)
.PHONY: clients-files
