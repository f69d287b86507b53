#!/usr/bin/env python3
"""The documents against the source: tables, statuses, names of files and functions.

usage: tests/test_docs.py
"""

import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / 'tests/tools'))

import tables                                   # noqa: E402

DOCUMENTS = ['README.md', *sorted('docs/' + path.name for path in (ROOT / 'docs').glob('*.md')), 'winetest/README.md']
WRITTEN_BY_HAND = [name for name in DOCUMENTS if name != 'docs/tables.md']
failed = 0


def check(description, problems):
    global failed
    problems = list(problems)
    print('%s - %s' % ('not ok' if problems else 'ok', description))
    failed += bool(problems)
    for problem in problems[:30]:
        print('# ' + problem)


def read(name):
    return (ROOT / name).read_text(encoding='utf-8')


@lru_cache(None)
def tree():
    """The files of the tree, without documents, and all of their text."""
    names = subprocess.run(['git', 'ls-files', '--cached', '--others', '--exclude-standard'], cwd=ROOT, check=True,
                           capture_output=True, text=True).stdout.split('\n')
    return [name for name in names if name and (ROOT / name).is_file()]


@lru_cache(None)
def words():
    found = set()
    for name in tree():
        if name.endswith(('.c', '.h', '.py', '.sh', '.mk', '.spec', '.asn', '.csv', '.txt', 'Makefile')) or '.' not in name:
            if 'corpus' not in name:
                found.update(re.findall(r'\w+', (ROOT / name).read_text(encoding='utf-8', errors='replace')))
    return found


# --- tables ---------------------------------------------------------------------------------------

def test_tables():
    written = read('docs/tables.md').splitlines()
    now = tables.document().splitlines()
    check('docs/tables.md says what the tables say (make docs writes it)',
          ['now: ' + line for line in now if line not in written] +
          ['no more: ' + line for line in written if line not in now])
    check('every table has rows', [title for title, _, rows in tables.SECTIONS if len(list(rows())) < 6])


def named(text, name):
    """The name, or a pattern of it with a star."""
    return any(re.fullmatch(re.escape(token).replace(r'\*', r'\w*'), name) for token in text)


def test_what_works():
    text = read('README.md')
    section = re.search(r'\n## What works\n(.*?)\n## ', text, re.S)[1]
    tokens = set(re.findall(r'[\w*./-]+', section))
    algorithms = {re.sub(r'_P\d+$', '', key_type['name']) for key_type in tables.key_types()}
    check('README, what works: every algorithm', [name for name in sorted(algorithms) if not named(tokens, name)])
    blobs = {blob['name'] for blob in tables.blob_types()}
    check('README, what works: every blob type', [name for name in sorted(blobs) if not named(tokens, name)])
    derivations = {kdf['name'] for kdf in tables.derivations()}
    check('README, what works: every derivation', [name for name in sorted(derivations) if not named(tokens, name)])
    mentioned = set(re.findall(r'`([\w*]*(?:BLOB|Blob)[\w*]*|CAPI\w*\*|V2CAPI\w*\*|MLKEM\*|PQDSA\*)`', section))
    generic = {'PUBLICBLOB', 'PRIVATEBLOB'}
    check('README, what works: no blob type that there is not',
          [name for name in sorted(mentioned - generic) if not any(named([name], blob) for blob in blobs)])


def test_gaps():
    """What README says is not there, and what is."""
    text = read('README.md')
    gaps = re.search(r'\n\| gap \|.*?\n\n', text, re.S)[0]
    implemented = {e.name for e in tables.exports() if not e.forward and 'unimplemented' not in e.flags}
    missing = {e.name for e in tables.exports() if 'unimplemented' in e.flags}
    empty = set(tables.empty_slots())
    # a slot's function, and those of the router that need more than a slot
    absent = {name for name in implemented if name[len('NCrypt'):] in empty} | missing
    claims = set(re.findall(r'`((?:NCrypt|Ssl)\w+)`', gaps)) & (implemented | missing)
    partly = {'NCryptTranslateHandle', 'NCryptProtectSecret'}
    check('README, gaps: what they name is not implemented', sorted(claims - absent - partly))
    families = {'DPAPI-NG': 'NCryptProtectSecret', 'Ssl': 'SslOpenProvider', 'laims': 'NCryptCreateClaim'}
    check('README, gaps: every family of functions that is absent',
          [word for word, example in families.items() if example in absent and word not in gaps])


# --- statuses -------------------------------------------------------------------------------------

def without_comments(text):
    return re.sub(r'//[^\n]*', '', re.sub(r'/\*.*?\*/', '', text, flags=re.S))


def statuses_of_code():
    """The names of all statuses in the DLLs, and of the Win32 errors that become one."""
    found = set()
    for name in tree():
        if name.startswith('dlls/') and name.endswith(('.c', '.h')):
            text = without_comments(read(name))
            found.update(re.findall(r'\bNTE_\w+', text))
            found.update(re.findall(r'\b(?:WIN32_STATUS|HRESULT_FROM_WIN32)\((\w+)\)', text))
    return found - {'error', 'NTE_OP_OK'}


def status_values():
    """name -> value, by MinGW's headers; Win32 errors as HRESULT."""
    values = {}
    out = subprocess.run([tables.COMPILER, '-E', '-dM', '-'], input='#include <windows.h>\n', check=True,
                         capture_output=True, text=True).stdout
    for name, number in re.findall(r'#define (NTE_\w+) _HRESULT_TYPEDEF_\((0x[0-9A-Fa-f]+)L?\)', out):
        values[name] = int(number, 16)
    for name, number in re.findall(r'#define ((?:ERROR|RPC)_\w+) (?:__MSABI_LONG\()?(\d+)L?\)?', out):
        values[name] = 0x80070000 | int(number)
    return values


def status_rows(name):
    return re.findall(r'^\| `((?:NTE|ERROR|RPC)_\w+)` (?:\| )?(0x[0-9A-F]{8})', read(name), re.M)


def test_statuses():
    code, values = statuses_of_code(), status_values()
    listed = dict(status_rows('docs/statuses.md'))
    check('docs/statuses.md has every status of the code', sorted(code - set(listed)))
    for name in ('docs/statuses.md', 'README.md'):
        rows = status_rows(name)
        check('%s: %d statuses, all of them in the code' % (name, len(rows)),
              [status for status, _ in rows if status not in code] or ([] if rows else ['no row']))
        check('%s: their values' % name,
              ['%s is %#x, not %s' % (status, values.get(status, 0), value) for status, value in rows
               if values.get(status) is not None and values[status] != int(value, 16)])


# --- names ----------------------------------------------------------------------------------------

# what is not in this tree: Wine's, Windows', a user's
FOREIGN = re.compile(r'(NAME|system32|syswow64|\.exe$|^~|^/|%|^C:|\*$|<|X\.|_x\.c$|/x\.c$|blob_x|family_x|pkcs8_x|fuzz_X|'
                     r'^(ncrypt|bcrypt|crypt32|ncryptprov|testksp)\.(dll|so)|ntdll|winetest\.exe|\.jsonl$|\.json$|^libcrypto)')


def paths_in(text):
    """Names of files, in backticks or as a link: with a folder or an ending that this tree has."""
    for token in re.findall(r'`([^`\n]+)`', text) + re.findall(r'\]\(([\w./-]+)\)', text):
        token = token.split()[0].rstrip('/,;')
        if re.fullmatch(r'[\w.*/-]+', token) and (re.search(r'\.(c|h|mk|py|sh|spec|asn|md)$', token) or '/' in token) \
                and not FOREIGN.search(token):
            yield token


def exists(path):
    files = tree()
    folders = {str(parent) for name in files for parent in Path(name).parents}
    pattern = re.compile('(^|.*/)' + re.escape(path).replace(r'\*', '[^/]*') + '$')
    return any(pattern.match(name) for name in files) or any(pattern.match(folder) for folder in folders)


def test_names():
    for name in WRITTEN_BY_HAND:
        text = read(name)
        made = re.compile(r'^build(/|$)|^share/|^bin/')
        check('%s: its files exist' % name, sorted({path for path in paths_in(text) if not made.match(path) and not exists(path)}))
        functions = set(re.findall(r'`([a-z][a-z0-9]*(?:_[a-z0-9]+)+)(?:\(\))?`', text))
        functions |= set(re.findall(r'`((?:NCrypt|BCrypt|NCRYPT|BCRYPT|GAP|KSP|BRIDGE)\w+)', text))
        check('%s: its functions and constants exist' % name, sorted(word for word in functions if word not in words()))


def main():
    test_tables()
    test_what_works()
    test_gaps()
    test_statuses()
    test_names()
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
