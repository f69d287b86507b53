#!/usr/bin/env python3
"""What the DLL can do, read from the tables of its own source.

usage: tests/tools/tables.py            prints docs/tables.md
       tests/tools/tables.py --write    writes it (make docs)

The tables are the initialisers in dlls/ncryptprov, after MinGW's preprocessor, and spec/ncrypt.spec.
tests/test_docs.py checks with the same functions that the documents say what they say.
"""

import csv
import importlib.machinery
import importlib.util
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROVIDER = ROOT / 'dlls/ncryptprov'
COMPILER = 'x86_64-w64-mingw32-gcc'


def preprocess(path):
    folders = [ROOT / 'include', ROOT / 'dlls/common', PROVIDER] + [f for f in PROVIDER.iterdir() if f.is_dir()]
    command = [COMPILER, '-E', '-P', *('-I%s' % folder for folder in folders if folder.name != 'unix'), str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def split(text):
    """The parts of an initialiser between the commas of its outermost level."""
    parts, depth, start, quoted = [], 0, 0, False
    for place, char in enumerate(text):
        if char == '"' and text[place - 1] != '\\':
            quoted = not quoted
        elif not quoted and char in '{(':
            depth += 1
        elif not quoted and char in '})':
            depth -= 1
        elif not quoted and char == ',' and not depth:
            parts.append(text[start:place].strip())
            start = place + 1
    return [part for part in parts + [text[start:].strip()] if part]


def body(text, start):
    """What is between the brace at start and its end."""
    depth = 0
    for place in range(start, len(text)):
        depth += {'{': 1, '}': -1}.get(text[place], 0)
        if not depth:
            return text[start + 1:place]
    raise ValueError('no end of the table')


def value(text):
    """A string without its quotes, a number, or the text as it is."""
    match = re.fullmatch(r'\(*\s*L((?:"[^"]*"\s*)+)\)*', text)
    if match:
        return ''.join(re.findall(r'"([^"]*)"', match[1]))
    if text.startswith('{'):
        return [value(part) for part in split(text[1:-1])]
    number = re.sub(r'\((?:DWORD|uint32_t|ULONG)\)', '', re.sub(r'\b(0x[0-9a-fA-F]+|\d+)[uUlL]+\b', r'\1', text))
    if re.fullmatch(r'[\s0-9a-fA-Fx()|<~&+-]+', number):
        return eval(number, {'__builtins__': {}})     # nothing but digits and operators
    return text


@lru_cache(None)
def table(path, name):
    """The rows of a table: dictionaries of the members that are named."""
    text = preprocess(PROVIDER / path)
    match = re.search(r'\b%s\[\] = (?=\{)' % name, text)
    rows = []
    for row in split(body(text, match.end())):
        fields = (field.split('=', 1) for field in split(row[1:-1]))
        rows.append({name.strip()[1:]: value(content.strip()) for name, content in fields})
    return rows


def key_types():
    return table('key/keytype.c', 'types')


def blob_types():
    return table('blob/blob_types.c', 'blob_types')


def key_properties():
    return table('property/property_key_table.c', 'key_properties')


def provider_properties():
    return table('property/property_provider.c', 'provider_properties')


def derivations():
    return table('kdf/kdf.c', 'kdfs')


def exports():
    path = str(ROOT / 'tools/spec2def')
    sys.dont_write_bytecode = True
    loader = importlib.machinery.SourceFileLoader('spec2def', path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader('spec2def', loader))
    loader.exec_module(module)
    return module.parse_spec(str(ROOT / 'spec/ncrypt.spec'))


@lru_cache(None)
def constants():
    """Numbers by name, of the SDK's headers."""
    with open(ROOT / 'tests/data/constants.csv', newline='', encoding='utf-8') as file:
        return {row['name']: int(row['value'], 0) for row in csv.DictReader(file)
                if re.fullmatch(r'0x[0-9a-fA-F]+|\d+', row['value'])}


def constant_name(number, pattern):
    names = [name for name, known in constants().items() if known == number and re.fullmatch(pattern, name)]
    return '`%s`' % names[0] if names else str(number)


def bit_names(mask, pattern):
    return ' '.join(constant_name(1 << bit, pattern) for bit in range(32) if mask >> bit & 1)


def empty_slots():
    header = (ROOT / 'include/ncrypt_provider.h').read_text()
    members = re.search(r'struct _NCRYPT_KEY_STORAGE_FUNCTION_TABLE\s*\{(.*?)\}', header, re.S)[1]
    filled = re.findall(r'^\s*\.(\w+) = ', (PROVIDER / 'entry/interface.c').read_text(), re.M)
    return [name for name in re.findall(r'(\w+);', members) if name not in filled]


# --- as text ----------------------------------------------------------------------------------------

def row(*cells):
    return '| %s |' % ' | '.join(cells)


def heading(*cells):
    return [row(*cells), '|%s' % ('---|' * len(cells))]


OPERATIONS = r'NCRYPT_\w+_OPERATION'


def lengths_text(key_type):
    smallest, largest, step, usual = key_type.get('lengths', [0, 0, 0, 0])
    if not largest:
        return ''
    if smallest == largest:
        return str(largest)
    return '%d to %d in steps of %d, else %d' % (smallest, largest, step, usual)


def key_type_rows():
    yield from heading('algorithm', 'group', 'operations', 'bits')
    for key_type in key_types():
        operations = bit_names(key_type['operations'], OPERATIONS)
        operations = re.sub(r'NCRYPT_(\w+?)_OPERATION', lambda m: m[1].lower().replace('_', ' '), operations)
        yield row('`%s`' % key_type['name'], '`%s`' % key_type['group'], operations.replace('`', '').replace('  ', ' '),
                  lengths_text(key_type))


def families():
    """The algorithms of each family, as text."""
    found = {}
    for key_type in key_types():
        found.setdefault(key_type['family'], []).append(key_type['name'])
    return {family: ' '.join('`%s`' % name for name in names) for family, names in found.items()}


def policy_text(blob):
    if not blob.get('is_private'):
        return 'always'
    return ' or '.join(bit_names(blob['policies'], r'NCRYPT_ALLOW_\w*EXPORT\w*_FLAG').split())


def buffer_text(blob):
    names = []
    for direction in ('export', 'import'):
        types = blob.get(direction + '_buffers', [])
        if types:
            names.append('%s: %s' % (direction, ' '.join(constant_name(kind, r'NCRYPTBUFFER_\w+') for kind in types)))
    for direction in ('export', 'import'):
        if blob.get('takes_%s_key' % direction):
            names.append('%s under another key' % direction)
    if blob.get('takes_session_key'):
        names.append('export and import under a session key')
    return '; '.join(names)


def blob_rows():
    texts, merged = families(), {}
    for blob in blob_types():
        family = blob['family']
        text = 'any' if family in ('NULL', '0', '((void *)0)', 0) else texts[family]
        merged.setdefault(blob['name'], []).append((text, blob))
    yield from heading('blob type', 'of the keys', 'directions', 'a key may be let out under', 'parameters')
    for name, rows in merged.items():
        blob = rows[0][1]
        directions = ' '.join(text for text, member in (('export', 'encode'), ('import', 'decode')) if blob.get(member))
        yield row('`%s`' % name, ' '.join(text for text, _ in rows), directions, policy_text(blob), buffer_text(blob))


def property_rows(properties):
    yield from heading('property', 'get', 'set')
    for item in properties:
        kept = item.get('keeps') == 'true' or item.get('keeps') == 1
        yield row('`%s`' % item['name'], 'yes' if 'get' in item and item['get'] != 'refuse_get' or kept else 'no',
                  'yes' if 'set' in item else 'any value, kept' if kept else 'no')


def derivation_rows(from_key):
    yield from heading('function', 'needs', 'takes')
    for kdf in derivations():
        if bool(kdf.get('from_key')) == from_key:
            yield row('`%s`' % kdf['name'], *(kdf_buffers(kdf.get(member, 0)) for member in ('required', 'optional')))


def kdf_buffers(mask):
    if isinstance(mask, str):
        raise ValueError('not a number: %s' % mask)
    return ' '.join(constant_name(bit, r'KDF_\w+') for bit in range(32) if mask >> bit & 1)


def export_rows():
    listed = exports()
    groups = (('implemented', [e for e in listed if not e.forward and 'unimplemented' not in e.flags]),
              ('`NTE_NOT_SUPPORTED`', [e for e in listed if 'unimplemented' in e.flags]),
              ('goes on to `bcrypt.dll`', [e for e in listed if e.forward]))
    yield from heading('', 'number', 'functions')
    for title, members in groups:
        yield row(title, str(len(members)), ' '.join('`%s`' % e.name for e in members))
    yield ''
    yield ('Slots of the function table that our provider leaves empty, so that the router answers `NTE_NOT_SUPPORTED`: %s.'
           % ' '.join('`%s`' % slot for slot in empty_slots()))


SECTIONS = (
    ('Algorithms', 'What `NCryptEnumAlgorithms` lists, if the Unix side has the library for it.', key_type_rows),
    ('Blob types', 'Also `PUBLICBLOB` and `PRIVATEBLOB`, which stand for the type of the key\'s own family.', blob_rows),
    ('Properties of keys', 'Besides `Security Descr`, and any other name with `NCRYPT_PERSIST_ONLY_FLAG`.',
     lambda: property_rows(key_properties())),
    ('Properties of the provider', '', lambda: property_rows(provider_properties())),
    ('NCryptDeriveKey', '', lambda: derivation_rows(False)),
    ('NCryptKeyDerivation', 'The algorithm is that of the key.', lambda: derivation_rows(True)),
    ('Exports', '', export_rows),
)


def document():
    lines = ['# What the code\'s tables say', '',
             'Written by `make docs` from the tables of the source, and compared with them in `make check`.']
    for title, text, rows in SECTIONS:
        lines += ['', '## ' + title, ''] + ([text, ''] if text else []) + list(rows())
    return '\n'.join(lines) + '\n'


if __name__ == '__main__':
    if sys.argv[1:] == ['--write']:
        (ROOT / 'docs/tables.md').write_text(document(), encoding='utf-8')
    else:
        sys.stdout.write(document())
