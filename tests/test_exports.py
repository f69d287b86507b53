#!/usr/bin/env python3
"""Compare the export tables of the built DLLs with the specs and with native.

usage: test_exports.py [BUILD_DIR]
"""

import csv
import importlib.machinery
import importlib.util
import os
import re
import shutil
import struct
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.path.join(ROOT, 'tests', 'data')
TRIPLETS = {'i386': 'i686-w64-mingw32', 'x86_64': 'x86_64-w64-mingw32'}
MACHINES = {0x14c: 'i386', 0x8664: 'x86_64'}

failures = 0


def load_spec2def():
    path = os.path.join(ROOT, 'tools', 'spec2def')
    sys.dont_write_bytecode = True
    loader = importlib.machinery.SourceFileLoader('spec2def', path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader('spec2def', loader))
    loader.exec_module(module)
    return module


def check(description, problems):
    """One TAP line; problems is a list of sentences, empty if all is well."""
    global failures
    if not problems:
        print('ok - %s' % description)
        return
    failures += 1
    print('not ok - %s' % description)
    for problem in problems[:20]:
        print('# %s' % problem)
    if len(problems) > 20:
        print('# and %d more' % (len(problems) - 20))


def compare_names(expected, found, where):
    expected, found = set(expected), set(found)
    return (['%s is missing in %s' % (name, where) for name in sorted(expected - found)]
            + ['%s is in %s, but should not be' % (name, where) for name in sorted(found - expected)])


class PE:
    """The export table and the symbols of a DLL."""

    def __init__(self, path):
        with open(path, 'rb') as file:
            self.data = file.read()
        if self.data[:2] != b'MZ':
            raise ValueError('not an MZ file')
        header = self.u32(0x3c)
        if self.data[header:header + 4] != b'PE\0\0':
            raise ValueError('not a PE file')
        machine, section_count = struct.unpack_from('<HH', self.data, header + 4)
        self.arch = MACHINES.get(machine, hex(machine))
        self.symbol_table, self.symbol_count = struct.unpack_from('<II', self.data, header + 12)
        optional_size = self.u16(header + 20)
        optional = header + 24
        pe32_plus = self.u16(optional) == 0x20b
        self.image_base = struct.unpack_from('<Q' if pe32_plus else '<I', self.data,
                                             optional + (24 if pe32_plus else 28))[0]
        self.export_rva, self.export_size = struct.unpack_from('<II', self.data,
                                                               optional + (112 if pe32_plus else 96))
        self.sections = []
        for index in range(section_count):
            row = struct.unpack_from('<8sIIIIIIHHI', self.data, optional + optional_size + index * 40)
            self.sections.append({'rva': row[2], 'size': max(row[1], row[3]), 'raw': row[4], 'flags': row[9]})
        self.exports, self.nameless = self.read_exports()
        self.symbols = self.read_symbols()

    def u16(self, offset):
        return struct.unpack_from('<H', self.data, offset)[0]

    def u32(self, offset):
        return struct.unpack_from('<I', self.data, offset)[0]

    def section(self, rva):
        for section in self.sections:
            if section['rva'] <= rva < section['rva'] + section['size']:
                return section
        raise ValueError('RVA 0x%x is in no section' % rva)

    def offset(self, rva):
        section = self.section(rva)
        return rva - section['rva'] + section['raw']

    def string(self, offset):
        return self.data[offset:self.data.index(b'\0', offset)].decode('ascii')

    def read_exports(self):
        """({name: (rva, forward or None)}, number of exports without a name)"""
        if not self.export_rva:
            return {}, 0
        directory = self.offset(self.export_rva)
        function_count, name_count, functions, names, ordinals = struct.unpack_from('<IIIII', self.data, directory + 20)
        functions, names, ordinals = (self.offset(rva) for rva in (functions, names, ordinals))
        exports, named = {}, set()
        for index in range(name_count):
            name = self.string(self.offset(self.u32(names + index * 4)))
            ordinal = self.u16(ordinals + index * 2)
            rva = self.u32(functions + ordinal * 4)
            named.add(ordinal)
            forward = None
            if self.export_rva <= rva < self.export_rva + self.export_size:
                forward = self.string(self.offset(rva))
            exports[name] = (rva, forward)
        used = {index for index in range(function_count) if self.u32(functions + index * 4)}
        return exports, len(used - named)

    def read_symbols(self):
        """{rva: [names]} of the functions in the COFF symbol table, empty if the DLL is stripped"""
        symbols, index = {}, 0
        strings = self.symbol_table + self.symbol_count * 18
        while index < self.symbol_count:
            entry = self.symbol_table + index * 18
            value, section, kind, storage, aux = struct.unpack_from('<IhHBB', self.data, entry + 8)
            if self.u32(entry):
                name = self.data[entry:entry + 8].rstrip(b'\0').decode('latin-1')
            else:
                name = self.string(strings + self.u32(entry + 4))
            if 0 < section <= len(self.sections) and storage in (2, 3) and kind == 0x20:
                symbols.setdefault(self.sections[section - 1]['rva'] + value, []).append(name)
            index += 1 + aux
        return symbols


def is_code(pe, rva):
    return bool(pe.section(rva)['flags'] & 0x20000000)


def stack_symbols(pe, exports):
    """i386: the function behind an export has the stack size in its decorated name."""
    problems = []
    for export in exports:
        rva = pe.exports[export.name][0]
        names = pe.symbols.get(rva, [])
        expected = '_%s@%d' % (export.c_name, export.stack_bytes)
        if expected not in names:
            problems.append('%s is bound to %s, expected %s' % (export.name, ', '.join(names) or 'no symbol', expected))
    return problems


def find_tool(arch, name):
    """A program of the binutils that reads Windows files, or None"""
    return next((tool for tool in ('%s-%s' % (TRIPLETS[arch], name), name) if shutil.which(tool)), None)


def disassemble(path, arch):
    """[(address, instruction)], or None without objdump"""
    tool = find_tool(arch, 'objdump')
    if not tool:
        return None
    output = subprocess.run([tool, '-d', '--no-show-raw-insn', path], check=True, capture_output=True,
                            encoding='utf-8', errors='replace').stdout
    code = []
    for line in output.splitlines():
        match = re.match(r'^\s*([0-9a-f]+):\s+(\S.*)$', line)
        if match:
            code.append((int(match[1], 16), match[2].strip()))
    return code


def stack_code(pe, code, exports):
    """i386: every ret of the function behind an export pops its arguments."""
    problems, checked = [], 0
    starts = sorted(pe.symbols)
    wanted = {pe.exports[export.name][0]: export for export in exports}
    ends = {start: end for start, end in zip(starts, starts[1:] + [0xffffffff])}
    pops = {rva: set() for rva in wanted}
    current = None
    for address, text in code:
        rva = address - pe.image_base
        if rva in pe.symbols:
            current = rva if rva in wanted else None
        if current is None or rva >= ends.get(current, 0):
            continue
        match = re.match(r'^(?:rep[nz]* )?retl?\b\s*(\$0x([0-9a-f]+))?', text)
        if match:
            pops[current].add(int(match[2], 16) if match[2] else 0)
    for rva, export in wanted.items():
        if not pops[rva]:
            continue                            # ends in a jump to another function
        checked += 1
        if pops[rva] != {export.stack_bytes}:
            problems.append('%s pops %s bytes, expected %d'
                            % (export.name, ' or '.join(map(str, sorted(pops[rva]))), export.stack_bytes))
    if not checked:
        problems.append('no ret instruction found in any function')
    return problems


def test_import_library(build, arch, exports):
    """The import library offers the names that a compiler asks for."""
    path = os.path.join(build, '%s-windows' % arch, 'libncrypt.a')
    label = '%s libncrypt.a' % arch
    tool = find_tool(arch, 'nm')
    if not tool:
        print('skip - %s: no nm' % label)
        return
    if not os.path.exists(path):
        check('%s: names' % label, ['%s is missing' % path])
        return
    output = subprocess.run([tool, '-j', '-g', path], check=True, capture_output=True,
                            encoding='utf-8', errors='replace').stdout
    found = {line[len('__imp_'):] for line in output.splitlines() if line.startswith('__imp_')}
    expected = ['_%s@%d' % (e.name, e.stack_bytes) if arch == 'i386' else e.name
                for e in exports if arch in e.archs]
    check('%s: names' % label, compare_names(expected, found, 'the library'))


def test_spec(exports, facts):
    names = [export.name for export in exports]
    order = [name for name in facts if name in set(names)]
    check('ncrypt.spec: complete, nothing extra', compare_names(facts, names, 'ncrypt.spec'))
    check('ncrypt.spec: native order', [] if names == order else ['the order is not that of exports.csv'])
    check('ncrypt.spec: forwards are native\'s',
          ['%s forwards to %s, natively to %s' % (e.name, e.forward, facts[e.name]['forward_to'] or 'nothing')
           for e in exports if e.name in facts
           and (e.forward or '').lower() != facts[e.name]['forward_to'].lower()])
    problems = []
    for export in exports:
        known = facts.get(export.name, {}).get('i386_stdcall_bytes')
        if known and export.archs != ('x86_64', 'i386'):
            problems.append('%s is not on both architectures' % export.name)
        elif known and int(known) != export.stack_bytes:
            problems.append('%s has %d argument bytes, natively %s' % (export.name, export.stack_bytes, known))
        elif not known and 'i386' in export.archs:
            problems.append('%s is on i386, but its stack size is not known' % export.name)
    check('ncrypt.spec: i386 argument bytes are native\'s', problems)


def test_dll(build, arch, dll, spec_exports):
    path = os.path.join(build, '%s-windows' % arch, dll)
    label = '%s %s' % (arch, dll)
    try:
        pe = PE(path)
    except (OSError, ValueError, struct.error) as error:
        check('%s: readable' % label, ['%s: %s' % (path, error)])
        return
    if pe.arch != arch:
        check('%s: architecture' % label, ['it is for %s' % pe.arch])
        return
    exports = [export for export in spec_exports if arch in export.archs]
    check('%s: %d names as in the spec' % (label, len(exports)),
          compare_names([e.name for e in exports], pe.exports, 'the DLL')
          + (['%d exports have no name' % pe.nameless] if pe.nameless else []))
    present = [export for export in exports if export.name in pe.exports]
    if any(export.forward for export in exports):
        check('%s: forwards' % label,
              ['%s forwards to %s, expected %s' % (e.name, pe.exports[e.name][1] or 'nothing', e.forward or 'nothing')
               for e in present if (pe.exports[e.name][1] or '').lower() != (e.forward or '').lower()])
    code = [export for export in present if not export.forward and not pe.exports[export.name][1]]
    check('%s: functions are code' % label,
          ['%s is not in a code section' % e.name for e in code if not is_code(pe, pe.exports[e.name][0])])
    if arch != 'i386':
        return
    if not pe.symbols:
        print('skip - %s: argument bytes of the functions: the DLL has no symbols' % label)
        return
    check('%s: argument bytes in the names of the functions' % label, stack_symbols(pe, code))
    instructions = disassemble(path, arch)
    if instructions is None:
        print('skip - %s: argument bytes that the functions pop: no objdump' % label)
    else:
        check('%s: argument bytes that the functions pop' % label, stack_code(pe, instructions, code))


def main():
    build = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, 'build')
    spec2def = load_spec2def()
    with open(os.path.join(DATA, 'exports.csv'), newline='', encoding='utf-8') as file:
        facts = {row['name']: row for row in csv.DictReader(file)}
    specs = {name: spec2def.parse_spec(os.path.join(ROOT, 'spec', name + '.spec')) for name in ('ncrypt', 'ncryptprov')}
    test_spec(specs['ncrypt'], facts)
    for arch in spec2def.ARCHS:
        for name in specs:
            test_dll(build, arch, name + '.dll', specs[name])
        test_import_library(build, arch, specs['ncrypt'])
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
