# The conformance programs for a run on Windows, and what "make compare" needs.
#
#   build/ncrypt-winetest.zip     winetest.exe for both architectures, README.txt

winetest_all := $(foreach arch,$(archs),$B/$(arch)-windows/winetest-all/winetest.exe)

$B/ncrypt-winetest.zip: $(winetest_all) winetest/README-windows.txt tools/lib/make_zip.py
	$(call say,ZIP,$@)
	$Qpython3 tools/lib/make_zip.py $@ README.txt=winetest/README-windows.txt \
	    $(foreach arch,$(archs),$(arch)/winetest.exe=$B/$(arch)-windows/winetest-all/winetest.exe)

winetest-zip: $B/ncrypt-winetest.zip

# our DLLs of one architecture suffice, but a prefix has both
compare-files: $(winetest_all) prefix $B/plain-prefix/system.reg

.PHONY: winetest-zip compare-files
