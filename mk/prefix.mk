# Wine prefixes for the project's own use: build/prefix for "make run" and "make demo",
# build/check-prefix for the tests and build/clients-prefix for "make check-clients", so that they do
# not meet a user's keys; build/plain-prefix, without our DLLs, for "make compare". All are copies of a
# template that Wine makes once (20 seconds); the system DLLs are hard links, not copies.

prefixes := prefix check-prefix clients-prefix
prefix_files := $(foreach arch,$(archs),$B/$(arch)-windows/ncrypt.dll $B/$(arch)-windows/ncryptprov.dll)

$B/prefix-template/system.reg:
	$(call say,WINE,$(@D) (made once))
	$Qrm -rf $B/prefix-making && mkdir -p $B/prefix-making
	$Qexport WINEPREFIX=$(CURDIR)/$B/prefix-making WINEDLLPATH= \
	    WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe=' WINEDEBUG=-all; \
	    wineboot -i </dev/null >$B/prefix-making.log 2>&1 && wineserver -w && \
	    [ -f $$WINEPREFIX/system.reg ] || { cat $B/prefix-making.log; exit 1; }
	$Qmv -T $B/prefix-making $(@D)

$(patsubst %,$B/%/system.reg,$(prefixes) plain-prefix): $B/%/system.reg: | $B/prefix-template/system.reg
	$(call say,PREFIX,$(@D))
	$Qrm -rf $(@D).new && mkdir -p $(@D).new/drive_c/windows
	$Qcd $B/prefix-template && cp -a dosdevices *.reg .update-timestamp $$(ls wineserver 2>/dev/null) ../$*.new/ && cd drive_c && \
	    find . -mindepth 1 -maxdepth 1 ! -name windows -exec cp -a -t ../../$*.new/drive_c {} + && cd windows && \
	    find . -mindepth 1 -maxdepth 1 ! -name system32 ! -name syswow64 -exec cp -a -t ../../../$*.new/drive_c/windows {} + && \
	    cp -al system32 syswow64 ../../../$*.new/drive_c/windows/
	$Qrm -rf $(@D) && mv -T $(@D).new $(@D)

$(patsubst %,$B/%/.ncrypt-wine/manifest,$(prefixes)): $B/%/.ncrypt-wine/manifest: $(prefix_files) $(unix_files) | $B/%/system.reg
	$(call say,INSTALL,$B/$*)
	$Qtools/prefix install --quiet --busy-ok --prefix $B/$*
	$Qtouch $@

$(prefixes): %: $B/%/.ncrypt-wine/manifest
.PHONY: $(prefixes)
