#!/bin/bash
# How ncrypt.dll behaves as a DLL, see tests/tools/hygiene.
exec "${BASH_SOURCE[0]%/*}/tools/hygiene" 'x86_64 *'
