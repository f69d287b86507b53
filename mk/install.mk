# make install: into Wine's own directories, as a distributor does it (DESTDIR= for a package).
#
#   <wine>/<arch>-windows/ncryptprov.dll, <wine>/<arch>-unix/ncryptprov.so    found by every prefix
#   PREFIX/share/ncrypt-wine/<arch>-windows/                                  what a prefix gets
#   PREFIX/bin/ncrypt-wine-prefix                                             tools/prefix
#
# Wine's own ncrypt.dll stays as it is: a prefix is switched over, and back, by ncrypt-wine-prefix.

PREFIX ?= /usr
DESTDIR ?= $(NCRYPT_DESTDIR)
install_data := $(DESTDIR)$(PREFIX)/share/ncrypt-wine
install_script := $(DESTDIR)$(PREFIX)/bin/ncrypt-wine-prefix

# Where this Wine keeps its modules: one directory for both architectures, or one for each.
wine_directories := $(sort $(patsubst %/,%,$(dir $(patsubst %/ntdll.so,%,$(wildcard \
    $(foreach arch,$(archs),$(addsuffix /$(arch)-unix/ntdll.so, \
        /usr/lib/*-linux-gnu/wine /usr/lib64/wine /usr/lib32/wine /usr/lib/wine /opt/wine-*/lib64/wine /opt/wine-*/lib/wine)))))))

# the parts of Wine that are there: <dir>/<arch>-windows <dir>/<arch>-unix
wine_parts := $(wildcard $(foreach directory,$(wine_directories),$(foreach arch,$(archs), \
    $(directory)/$(arch)-windows $(directory)/$(arch)-unix)))
installed_in_wine := $(foreach part,$(wine_parts),$(part)/ncryptprov.$(if $(filter %-unix,$(part)),so,dll))
installed_data := $(foreach arch,$(archs), \
    $(addprefix $(install_data)/$(arch)-windows/,ncrypt.dll ncryptprov.dll ncryptutil.exe libncrypt.a))

install: install-check
	$Q$(MAKE) --no-print-directory -f mk/main.mk all
	$Qset -e; for file in $(installed_in_wine); do \
	    part=$${file%/*}; part=$${part##*/}; \
	    echo "  INSTALL $(DESTDIR)$$file"; install -D -m 644 $B/$$part/$${file##*/} "$(DESTDIR)$$file"; done
	$Qset -e; for file in $(installed_data); do \
	    part=$${file%/*}; part=$${part##*/}; \
	    echo "  INSTALL $$file"; install -D -m 644 $B/$$part/$${file##*/} "$$file"; done
	$Qecho "  INSTALL $(install_data)/include"; install -d $(install_data)/include; \
	    install -m 644 include/*.h $(install_data)/include/
	$Qecho "  INSTALL $(install_script)"; install -D -m 755 tools/prefix $(install_script)
	@echo "A prefix gets it by: ncrypt-wine-prefix install --prefix DIR"

install-check:
	@[ -n "$(wine_parts)" ] || { echo "install: Wine's directories are not found" >&2; exit 1; }
	@[ -n "$(DESTDIR)" ] || [ -w /usr ] || { echo "install: this system is not Debian 13, and its own Wine, if there" \
	    "is one, lacks the libraries that this is built with; DESTDIR=DIR makes a package of it" >&2; exit 1; }

uninstall:
	$Qrm -f $(addprefix $(DESTDIR),$(installed_in_wine)) $(install_script)
	$Qrm -rf $(install_data)
	@echo "  REMOVED $(addprefix $(DESTDIR),$(installed_in_wine)) $(install_data) $(install_script)"

.PHONY: install install-check uninstall
