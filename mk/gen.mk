# Generated sources: ASN.1 modules and test vectors.

asn_modules := $(wildcard dlls/ncryptprov/unix/asn1/*.asn)
asn_sources := $(patsubst %.asn,$B/gen/%_asn1_tab.c,$(notdir $(asn_modules)))
vector_headers := $(patsubst tests/vectors/%.json,$B/gen/vectors_%.h,$(wildcard tests/vectors/*.json))

$B/gen/%_asn1_tab.c: dlls/ncryptprov/unix/asn1/%.asn
	$(call say,ASN1,$@)
	$Qmkdir -p $(@D)
	$Qasn1Parser -o $@ -n $*_asn1_tab $< >/dev/null

$B/gen/vectors_%.h: tests/vectors/%.json tests/tools/vectors2c
	$(call say,VECTORS,$@)
	$Qmkdir -p $(@D)
	$Qpython3 tests/tools/vectors2c $< > $@
