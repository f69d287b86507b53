#!/usr/bin/env python3
"""Whether the conformance programs of winetest/ use everything that the code's tables offer.

usage: tests/test_coverage.py

A thing counts as used if its constant, or its name as a string, stands in a program of winetest/ (outside
of comments). What no program can use is in EXCEPTIONS, with the reason; a note tells of one that is used
after all.
"""

import csv
import re
import sys
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / 'tests/tools'))

import tables                                   # noqa: E402

EXCEPTIONS = {
    'NTE_INTERNAL_ERROR': 'a bug, by definition',
    'NTE_KEYSET_NOT_DEF': 'needs a prefix without CryptoAPI: tests/host/test_legacy.c',
    'NTE_BAD_VER': 'needs a file of a future version: tests/host/test_store.c',
    'NTE_KEYSET_ENTRY_BAD': 'needs a damaged file: tests/host/test_store.c',
    'NTE_PROVIDER_DLL_FAIL': 'needs a missing Unix side: tests/tools/hygiene',
    'NTE_PROV_DLL_NOT_FOUND': 'needs a missing file in system32: tests/tools/hygiene',
    'NTE_NO_MEMORY': 'needs a process without memory',
    'NTE_BAD_KEY': 'every family has a status of its own for contradicting numbers',
    'RPC_X_NULL_REF_POINTER': 'as STATUS_NULL_REFERENCE',
    'ERROR_DISK_FULL': 'needs a full disk: tests/host/test_unix_store.c',
    'ERROR_IO_DEVICE': 'needs a broken disk: tests/host/test_unix_store.c',
}

failed = 0
used_exceptions = set()


def without_comments(text):
    return re.sub(r'//[^\n]*', '', re.sub(r'/\*.*?\*/', '', text, flags=re.S))


@lru_cache(None)
def programs():
    """The text of all programs, and the words in it."""
    text = '\n'.join(without_comments(path.read_text(encoding='utf-8')) for path in (ROOT / 'winetest').rglob('*.c') if path.name != 'status_name.c')     # names all of them
    return text, set(re.findall(r'\w+', text))


@lru_cache(None)
def aliases():
    """String -> the constants that stand for it."""
    found = {}
    with open(ROOT / 'tests/data/constants.csv', newline='', encoding='utf-8') as file:
        for row in csv.DictReader(file):
            match = re.fullmatch(r'L"(.*)"', row['value'])
            if match:
                found.setdefault(match[1], set()).add(row['name'])
    return found


def string_is_used(name):
    text, words = programs()
    return 'L"%s"' % name in text or bool(aliases().get(name, set()) & words)


def word_is_used(name):
    return name in programs()[1]


def check(description, names, is_used):
    global failed
    missing = []
    for name in sorted(set(names)):
        if name in EXCEPTIONS:
            used_exceptions.add(name)
            if is_used(name):
                print('# note: %s is an exception, but a program uses it' % name)
        elif not is_used(name):
            missing.append('%s is in no program of winetest/' % name)
    print('%s - %s: %d' % ('not ok' if missing or not names else 'ok', description, len(set(names))))
    failed += bool(missing or not names)
    for line in missing:
        print('# ' + line)


def words_of_code(pattern):
    found = set()
    for path in (ROOT / 'dlls').rglob('*.[ch]'):
        if 'unix' not in path.parts:
            found.update(re.findall(pattern, without_comments(path.read_text(encoding='utf-8'))))
    return found


def main():
    exports = tables.exports()
    check('implemented functions', [e.name for e in exports if not e.forward and 'unimplemented' not in e.flags],
          word_is_used)
    check('algorithms', [row['name'] for row in tables.key_types()], string_is_used)
    check('blob types', [row['name'] for row in tables.blob_types()] + ['PUBLICBLOB', 'PRIVATEBLOB'], string_is_used)
    check('properties of keys', [row['name'] for row in tables.key_properties()], string_is_used)
    check('properties of the provider', [row['name'] for row in tables.provider_properties()], string_is_used)
    check('derivations', [row['name'] for row in tables.derivations()], string_is_used)
    check('flags', words_of_code(r'\b(?:NCRYPT|BCRYPT)_\w+_FLAG\b') - words_of_code(r'\w+_MAGIC'), word_is_used)
    check('buffers', words_of_code(r'\b(?:NCRYPTBUFFER_\w+|KDF_[A-Z0-9_]+)\b') & set(tables.constants()), word_is_used)
    statuses = re.findall(r'^\| `(\w+)` \|', (ROOT / 'docs/statuses.md').read_text(encoding='utf-8'), re.M)
    check('statuses', statuses, word_is_used)
    unused = sorted(set(EXCEPTIONS) - used_exceptions)
    print('%s - exceptions: %d, none of them idle' % ('not ok' if unused else 'ok', len(EXCEPTIONS)))
    for name in unused:
        print('# %s is an exception, but nothing needs it' % name)
    return 1 if failed or unused else 0


if __name__ == '__main__':
    sys.exit(main())
