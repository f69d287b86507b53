#!/usr/bin/env python3
"""The conformance programs in one winetest.exe: what it needs, what it lists, what it records.

Runs under Wine in the prefix of the tests, with the programs that are quick. What a crash and a hang come to is
tried with the harness's own program, which can be told to do either.
"""

import os
import subprocess
import sys
import tempfile
import zipfile
from glob import glob

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(ROOT, 'build')
TRIPLETS = {'i386': 'i686-w64-mingw32', 'x86_64': 'x86_64-w64-mingw32'}
WINDOWS_OWN = {'advapi32.dll', 'bcrypt.dll', 'crypt32.dll', 'kernel32.dll', 'msvcrt.dll', 'ncrypt.dll', 'ntdll.dll',
               'shell32.dll', 'user32.dll', 'version.dll'}
# quick ones, whose results do not depend on what other tests do in the same prefix meanwhile
CHOSEN = ['identity', 'kdf_keys', 'properties', 'symmetric']

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, 'tools', 'lib'))
from comparison import Comparison, read_record      # noqa: E402

failures = 0


def check(description, condition, detail=''):
    global failures
    if condition:
        print('ok - ' + description)
        return
    failures += 1
    print('not ok - ' + description)
    for line in str(detail).splitlines()[-20:]:
        print('    ' + line)


def program(arch):
    return os.path.join(BUILD, arch + '-windows', 'winetest-all', 'winetest.exe')


def run(arch, *arguments, cwd=None, **more):
    environment = dict(os.environ, WINEDEBUG='-all', NCRYPT_TEST_EXPECT='ours', **more)
    environment.setdefault('WINEPREFIX', os.path.join(BUILD, 'check-prefix'))
    environment.setdefault('WINEDLLPATH', BUILD)
    process = subprocess.run(['wine', program(arch)] + list(arguments), cwd=cwd, env=environment, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=200, check=False)
    return process.returncode, process.stdout.decode(errors='replace').replace('\r\n', '\n')


def test_imports(arch):
    dump = subprocess.run([TRIPLETS[arch] + '-objdump', '-p', program(arch)], stdout=subprocess.PIPE, check=True).stdout
    names = {line.split()[-1].lower() for line in dump.decode().splitlines() if 'DLL Name:' in line}
    check(arch + ': needs nothing but Windows\' own DLLs', names and names <= WINDOWS_OWN, names - WINDOWS_OWN)


def test_list(arch):
    code, out = run(arch, '--list')
    sources = sorted(os.path.splitext(os.path.basename(path))[0] for path in glob(os.path.join(ROOT, 'winetest', '*.c')))
    check(arch + ': --list has every program', code == 0 and out.split() == sources, set(sources) ^ set(out.split()))


def test_record(arch, directory):
    records = []
    for name in ('one.jsonl', 'two.jsonl'):
        code, out = run(arch, '--record', name, *CHOSEN, cwd=directory)
        check('%s: %s: status 0' % (arch, name), code == 0, out)
        check('%s: %s: a line for each and a total' % (arch, name),
              all('winetest: %-13s ok: ' % test in out for test in CHOSEN) and
              'winetest: %d programs, 0 failed, 0 failures' % len(CHOSEN) in out, out)
        records.append(read_record(os.path.join(directory, name)))
    record = records[0]
    check(arch + ': the head says what was tested', record.head['dll'] == 'ours' and record.head['architecture'] == arch and
          record.head['wine'] and record.head['windows'] and record.head['version'], record.head)
    check(arch + ': every program has come to its end',
          {test: end['end'] for test, end in record.ends.items()} == dict.fromkeys(CHOSEN, 'done'), record.ends)
    check(arch + ': every program has made observations', {entry['test'] for entry in record.observations} == set(CHOSEN))
    check(arch + ': they have statuses, sizes, bytes, texts',
          all(any(key in entry for entry in record.observations) for key in ('status', 'size', 'bytes', 'text')))
    comparison = Comparison(records)
    check(arch + ': two runs make the same record', comparison.is_same,
          [row.key for row in comparison.rows if row.kind != 'same'][:5])


def test_wrong_dll(arch, directory):
    code, out = run(arch, '--record', 'wrong.jsonl', 'identity', cwd=directory, NCRYPT_TEST_DLL='builtin')
    check(arch + ': the wrong DLL is a failure', code > 0 and 'FAIL' in out, out)


def test_bad_ends(arch, directory):
    code, out = run(arch, '--record', 'crash.jsonl', 'identity', 'harness', 'kdf_keys', cwd=directory, NCRYPT_TEST_ACT='crash')
    record = read_record(os.path.join(directory, 'crash.jsonl'))
    check(arch + ': a crash is one failure, and the others go on',
          code == 1 and 'harness       CRASH: exit code 0xc0001234' in out and 'kdf_keys      ok' in out, out)
    check(arch + ': a crash is in the record', record.ends['harness'] == {'test': 'harness', 'end': 'crash', 'code': '0xc0001234'} and
          record.ends['kdf_keys']['end'] == 'done', record.ends)
    code, out = run(arch, '--record', 'hang.jsonl', '--timeout', '5', 'harness', cwd=directory, NCRYPT_TEST_ACT='hang')
    record = read_record(os.path.join(directory, 'hang.jsonl'))
    check(arch + ': a hang is one failure', code == 1 and 'harness       TIMEOUT: no end after 5 seconds' in out, out)
    check(arch + ': a hang is in the record', record.ends['harness']['end'] == 'timeout', record.ends)
    code, out = run(arch, 'harness', NCRYPT_TEST_ACT='abort')
    check(arch + ': abort() is a crash', code == 1 and 'harness       CRASH: exit code 3' in out, out)
    code, out = run(arch, 'harness', NCRYPT_TEST_ACT='many')
    check(arch + ': the exit code is 255 at most', code == 255 and '300 failures' in out, (code, out[-500:]))


def test_unknown_name(arch):
    code, out = run(arch, 'nosuch')
    check(arch + ': an unknown name runs nothing', code == 255 and not out, out)


def test_zip(directory):
    sys.path.insert(0, os.path.join(ROOT, 'tools', 'lib'))
    members = ['README.txt=' + os.path.join(ROOT, 'winetest', 'README-windows.txt')] + \
              ['%s/winetest.exe=%s' % (arch, program(arch)) for arch in TRIPLETS]
    contents = []
    for name, order in (('a.zip', 1), ('b.zip', -1)):
        path = os.path.join(directory, name)
        subprocess.run([sys.executable, os.path.join(ROOT, 'tools', 'lib', 'make_zip.py'), path] + members[::order], check=True)
        with open(path, 'rb') as file:
            contents.append(file.read())
    check('zip: the same bytes when made twice', contents[0] == contents[1])
    with zipfile.ZipFile(os.path.join(directory, 'a.zip')) as archive:
        check('zip: both architectures and how to use them',
              sorted(archive.namelist()) == ['README.txt', 'i386/winetest.exe', 'x86_64/winetest.exe'] and
              b'x86_64\\winetest.exe --record native.jsonl\r\n' in archive.read('README.txt'), archive.namelist())


def main():
    with tempfile.TemporaryDirectory() as directory:
        for arch in TRIPLETS:
            test_imports(arch)
            test_list(arch)
            test_record(arch, directory)
            test_bad_ends(arch, directory)
            test_unknown_name(arch)
        test_wrong_dll('x86_64', directory)
        test_zip(directory)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
