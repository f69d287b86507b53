#!/usr/bin/env python3
"""DSA and DH keys of OpenSSL through ncrypt.dll and back, by ncryptutil.

usage: tests/test_openssl_dsadh.py [ARCH...]

OpenSSL makes keys; ncryptutil writes them as every blob type. Each blob is compared with bytes laid out
here from OpenSSL's own view of the numbers, goes in again as its own type, comes out as PKCS#8, and that
must be the key OpenSSL made. DSA signatures go both ways. It wants the environment of "make check":
WINEPREFIX with our DLLs, WINEDLLPATH.
"""

import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DSA_TYPES = ['DSAPUBLICBLOB', 'DSAPRIVATEBLOB', 'CAPIDSAPUBLICBLOB', 'CAPIDSAPRIVATEBLOB', 'V2CAPIDSAPUBLICBLOB',
             'V2CAPIDSAPRIVATEBLOB', 'PUBLICBLOB', 'PRIVATEBLOB', 'PKCS8_PRIVATEKEY']
DH_TYPES = ['DHPUBLICBLOB', 'DHPRIVATEBLOB', 'CAPIDHPUBLICBLOB', 'CAPIDHPRIVATEBLOB', 'PUBLICBLOB', 'PRIVATEBLOB',
            'PKCS8_PRIVATEKEY']
KEYS = {
    'dsa1024': ['-algorithm', 'DSA', '-pkeyopt', 'dsa_paramgen_bits:1024', '-pkeyopt', 'dsa_paramgen_q_bits:160',
                '-pkeyopt', 'digest:SHA1', '-pkeyopt', 'type:fips186_2'],
    'dsa2048': ['-algorithm', 'DSA', '-pkeyopt', 'dsa_paramgen_bits:2048', '-pkeyopt', 'dsa_paramgen_q_bits:256'],
    'dsa3072': ['-algorithm', 'DSA', '-pkeyopt', 'dsa_paramgen_bits:3072', '-pkeyopt', 'dsa_paramgen_q_bits:256'],
    'dsa2048q224': ['-algorithm', 'DSA', '-pkeyopt', 'dsa_paramgen_bits:2048', '-pkeyopt', 'dsa_paramgen_q_bits:224'],
    'dh512': ['-algorithm', 'DH', '-pkeyopt', 'type:generator', '-pkeyopt', 'dh_paramgen_prime_len:512'],
    'dh1536': ['-algorithm', 'DH', '-pkeyopt', 'group:modp_1536'],
    'dh2048': ['-algorithm', 'DH', '-pkeyopt', 'group:ffdhe2048'],
    'dh4096': ['-algorithm', 'DH', '-pkeyopt', 'group:ffdhe4096'],
}
UNKNOWN = b'\xff'

failed = False


def ok(condition, description):
    global failed
    failed = failed or not condition
    print('%s - %s' % ('ok' if condition else 'not ok', description), flush=True)
    return condition


def run(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False)


def openssl(*arguments):
    """The output; None if it fails."""
    result = run('openssl', *arguments)
    return result.stdout if result.returncode == 0 else None


def read(path):
    """None if there is no such file."""
    return Path(path).read_bytes() if os.path.exists(path) else None


def types_of(name):
    if name.startswith('dh'):
        return DH_TYPES
    return [blob_type for blob_type in DSA_TYPES if name == 'dsa1024' or not blob_type.startswith('V2')]


# ---------------------------------------------------------------------------------------------------
# keys

def make_key(name):
    """KEY.pem, KEY.pub.pem, KEY.der"""
    parameters, pem = name + '.parameters', name + '.pem'
    openssl('genpkey', '-quiet', '-genparam', *KEYS[name], '-out', parameters)
    openssl('genpkey', '-quiet', '-paramfile', parameters, '-out', pem)
    openssl('pkey', '-in', pem, '-pubout', '-out', name + '.pub.pem')
    openssl('pkcs8', '-topk8', '-nocrypt', '-in', pem, '-outform', 'DER', '-out', name + '.der')
    return os.path.exists(name + '.der')


def numbers(name):
    """p, q, g, y, x as OpenSSL shows them; q is None for DH."""
    parsed = openssl('asn1parse', '-inform', 'DER', '-in', name + '.der').decode()
    integers = [int(digits, 16) for digits in re.findall(r'INTEGER +:([0-9A-F]+)', parsed)][1:]    # after the version
    octets = bytes.fromhex(re.search(r'OCTET STRING +\[HEX DUMP\]:([0-9A-F]+)', parsed).group(1))
    text = openssl('pkey', '-in', name + '.pem', '-noout', '-text').decode()
    public = re.search(r'^pub(?:lic-key)?: *\n((?: +[0-9a-f:]+\n)+)', text, re.M).group(1)
    is_dsa = name.startswith('dsa')
    header = 2 if octets[1] < 128 else 2 + octets[1] - 128
    return {'p': integers[0], 'q': integers[1] if is_dsa else None, 'g': integers[2 if is_dsa else 1],
            'y': int(re.sub(r'[:\s]', '', public), 16), 'x': int.from_bytes(octets[header:], 'big')}


def big(value, size):
    return value.to_bytes(size, 'big')


def little(value, size):
    return value.to_bytes(size, 'little')


def sizes(key):
    return (key['p'].bit_length() + 7) // 8, (key['q'].bit_length() + 7) // 8 if key['q'] else 0


def cng_blob(key, private):
    """BCRYPT_DH_KEY_BLOB, BCRYPT_DSA_KEY_BLOB, BCRYPT_DSA_KEY_BLOB_V2"""
    size, q_size = sizes(key)
    tail = b''.join(big(key[name], size) for name in 'pgy')
    if not key['q']:
        return (b'DHPV' if private else b'DHPB') + little(size, 4) + tail + (big(key['x'], size) if private else b'')
    if size <= 128:
        head = (b'DSPV' if private else b'DSPB') + little(size, 4) + UNKNOWN * 24
    else:
        head = b'DPV2' if private else b'DPB2'
        head += struct.pack('<5I', size, 1, 1, q_size, q_size) + UNKNOWN * (4 + q_size)
    return head + big(key['q'], q_size) + tail + (big(key['x'], q_size) if private else b'')


def capi_start(private, version, algorithm, magic):
    return bytes([7 if private else 6, version, 0, 0]) + little(algorithm, 4) + magic


def version_2_blob(key, private):
    size, _ = sizes(key)
    start = capi_start(private, 2, 0x2200, b'DSS2' if private else b'DSS1') + little(8 * size, 4)
    last = little(key['x'], 20) if private else little(key['y'], size)
    return start + little(key['p'], size) + little(key['q'], 20) + little(key['g'], size) + last + UNKNOWN * 24


def version_3_blob(key, private):
    size, q_size = sizes(key)
    x_size = q_size or size
    if key['q']:
        start, seed = capi_start(private, 3, 0x2200, b'DSS4' if private else b'DSS3'), UNKNOWN * 24
    else:
        start, seed = capi_start(private, 3, 0xaa02, b'\0DH4' if private else b'\0DH3'), UNKNOWN * 4 + bytes(20)
    lengths = [8 * size, 8 * q_size, 0] + ([8 * x_size] if private else [])
    q = little(key['q'], q_size) if key['q'] else b''
    return (start + b''.join(little(length, 4) for length in lengths) + seed + little(key['p'], size) + q +
            little(key['g'], size) + little(key['y'], size) + (little(key['x'], x_size) if private else b''))


def expected_blob(key, blob_type):
    private = 'PRIVATE' in blob_type
    if blob_type.startswith('V2CAPI'):
        return version_2_blob(key, private)
    if blob_type.startswith('CAPI'):
        return version_3_blob(key, private)
    return cng_blob(key, private)


# ---------------------------------------------------------------------------------------------------
# checks

class Architecture:
    def __init__(self, name):
        self.name = name
        self.program = str(ROOT / 'build' / (name + '-windows') / 'ncryptutil.exe')

    def util(self, *arguments):
        """Into a file: the services that the first program starts would keep a pipe open for as long as they live."""
        with open('output', 'wb') as output:
            result = subprocess.run(['wine', self.program, *arguments], stdin=subprocess.DEVNULL, stdout=output,
                                    stderr=output, check=False)
        result.stdout = read('output')
        return result

    def ok(self, condition, description):
        return ok(condition, '%s %s' % (self.name, description))

    def convert_all(self, keys):
        """Every key as all its types; all blobs of a type, in one run, as that type again and as PKCS#8."""
        for name in keys:
            self.util('convert', name + '.der', '--to', ','.join(types_of(name)), '--out-dir', 'blobs')
        for blob_type in sorted({*DSA_TYPES, *DH_TYPES}):
            files = [path for path in ('blobs/%s.%s' % (name, blob_type) for name in keys) if os.path.exists(path)]
            to = [blob_type] + ['PKCS8_PRIVATEKEY'] * ('PRIVATE' in blob_type and blob_type != 'PKCS8_PRIVATEKEY')
            os.mkdir('again/' + blob_type)
            if files:
                self.util('convert', *files, '--from', blob_type, '--to', ','.join(to),
                          '--out-dir', 'again/' + blob_type)

    def blob(self, name, key, blob_type):
        what = '%s as %s' % (name, blob_type)
        data = read('blobs/%s.%s' % (name, blob_type))
        if not self.ok(data, what + ': written'):
            return
        if blob_type != 'PKCS8_PRIVATEKEY':
            self.ok(data == expected_blob(key, blob_type), what + ': the bytes that OpenSSL\'s numbers make')
        self.ok(read('again/%s/%s.%s' % (blob_type, name, blob_type)) == data, what + ': comes back the same')
        if 'PRIVATE' in blob_type:
            self.ok(self.is_key(name, 'again/%s/%s.PKCS8_PRIVATEKEY' % (blob_type, name)),
                    what + ': OpenSSL has its key again')

    @staticmethod
    def is_key(name, path):
        """OpenSSL finds the key valid, and equal to its own."""
        text = openssl('pkey', '-inform', 'DER', '-in', path, '-noout', '-text', '-check')
        want = openssl('pkey', '-in', name + '.pem', '-noout', '-text', '-check')
        return want is not None and text == want

    def signatures(self, name, key):
        _, size = sizes(key)
        Path('message').write_text('What is signed with %s.\n' % name)
        Path('changed').write_text('What is signed with %s!\n' % name)
        for hash_name in ('SHA1', 'SHA512'):
            what = '%s, %s' % (name, hash_name)
            done = self.util('sign', 'blobs/%s.PRIVATEBLOB' % name, 'message', '--hash', hash_name, '--out', 'ours')
            if self.ok(done.returncode == 0 and os.path.getsize('ours') == 2 * size, what + ': signs'):
                self.to_der('ours', size)
                verified = openssl('dgst', '-' + hash_name, '-verify', name + '.pub.pem', '-signature', 'ours.der',
                                   'message')
                self.ok(verified is not None, what + ': OpenSSL verifies ours')
            openssl('dgst', '-' + hash_name, '-sign', name + '.pem', '-out', 'theirs.der', 'message')
            self.from_der('theirs', size)
            for file, status in (('message', 0), ('changed', 1)):
                result = self.util('verify', 'blobs/%s.PUBLICBLOB' % name, file, 'theirs', '--hash', hash_name)
                told = not status or b'NTE_BAD_SIGNATURE' in result.stdout
                self.ok(result.returncode == status and told, '%s: OpenSSL\'s signature of the %s here' % (what, file))

    @staticmethod
    def to_der(path, size):
        data = Path(path).read_bytes()
        config = 'asn1 = SEQUENCE:s\n[s]\nr = INTEGER:0x%s\ns = INTEGER:0x%s\n' % (data[:size].hex(), data[size:].hex())
        Path(path + '.conf').write_text(config)
        openssl('asn1parse', '-genconf', path + '.conf', '-noout', '-out', path + '.der')

    @staticmethod
    def from_der(path, size):
        text = openssl('asn1parse', '-inform', 'DER', '-in', path + '.der').decode()
        values = [int(digits, 16) for digits in re.findall(r'INTEGER\s*:([0-9A-F]+)', text)]
        Path(path).write_bytes(b''.join(big(value, size) for value in values))

    def refused(self, name, what):
        result = self.util('convert', name + '.der', '--to', 'PRIVATEBLOB', '--out', 'refused')
        self.ok(result.returncode == 1 and b'NTE_NOT_SUPPORTED' in result.stdout,
                '%s: %s' % (name, what))

    def created(self, algorithm, length):
        """A key made here passes OpenSSL's checks."""
        what = '%s %d, made here' % (algorithm, length)
        done = self.util('create', algorithm, '--length', str(length), '--export-type', 'PKCS8_PRIVATEKEY', '--out',
                         'created.der').returncode == 0
        checked = openssl('pkey', '-inform', 'DER', '-in', 'created.der', '-check', '-noout') if done else None
        self.ok(checked is not None and b'valid' in checked, what + ': OpenSSL finds it valid')

    def run(self):
        for folder in ('blobs', 'again'):
            shutil.rmtree(folder, ignore_errors=True)
            os.mkdir(folder)
        self.refused('dsa2048q224', 'q of 224 bits has no place in CNG\'s blobs')
        keys = {name: numbers(name) for name in KEYS if name != 'dsa2048q224'}
        self.convert_all(keys)
        for name, key in keys.items():
            for blob_type in types_of(name):
                self.blob(name, key, blob_type)
            if key['q']:
                self.signatures(name, key)
        for algorithm, length in (('DSA', 1024), ('DSA', 2048), ('DH', 512), ('DH', 1024), ('DH', 2048)):
            self.created(algorithm, length)


def main():
    architectures = sys.argv[1:] or ['x86_64', 'i386']
    os.environ.setdefault('WINEDEBUG', '-all')
    os.environ.setdefault('WINEDLLPATH', str(ROOT / 'build'))
    os.environ.setdefault('WINEPREFIX', str(ROOT / 'build/prefix'))
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        for name in KEYS:
            if not make_key(name):
                ok(False, 'OpenSSL makes the key ' + name)
                return
        for architecture in architectures:
            Architecture(architecture).run()
        os.chdir('/')


if __name__ == '__main__':
    main()
    sys.exit(failed)
