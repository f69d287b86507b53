"""The Unix side of ncryptprov from Python: its calls through the table that Wine would use.

Names and numbers are read from the bridge's headers, so that there is no second list of them.
"""

import ctypes
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HEADER = '\n'.join(path.read_text() for path in sorted((ROOT / 'dlls/ncryptprov/bridge').glob('*.h')))
LIBRARY = ROOT / 'build/x86_64-unix/ncryptprov.so'


def rows(name):
    """The rows of the list NAME(X), each as the list of its arguments."""
    body = re.search(r'#define %s\(X\)((?:.*\\\n)*.*\n)' % name, HEADER).group(1).replace('\\\n', ' ')
    return [[word.strip().strip('"') for word in row.split(',')] for row in re.findall(r'X\(([^)]*)\)', body)]


def enum(name):
    """The members of an enum as a dictionary; the lists in it are expanded."""
    body = re.search(r'enum %s\s*\{(.*?)\};' % name, HEADER, re.S).group(1)
    body = re.sub(r'/\*.*?\*/', '', body, flags=re.S)
    body = re.sub(r'(BRIDGE_[A-Z]+S)\(BRIDGE_([A-Z]+)_ENUM\)',
                  lambda match: ''.join('%s_%s,' % (match.group(2), row[0]) for row in rows(match.group(1))), body)
    members = [member.split('=')[0].strip() for member in body.split(',') if member.strip()]
    return {member: number for number, member in enumerate(members)}


STATUS = enum('bridge_status')
STATUS_NAMES = {number: name for name, number in STATUS.items()}
FAMILY = enum('bridge_family')
SCHEME = enum('bridge_scheme')
HASH = enum('bridge_hash')
CURVE = enum('bridge_curve')
RSA = enum('rsa_part')
EC = enum('ec_part')
DSA = enum('dsa_part')
DH = enum('dh_part')
PQ = enum('pq_part')
PREHASH = {row[0]: number for number, row in enumerate(rows('BRIDGE_PREHASHES'), 1)}
CALLS = {row[0]: (number, int(row[2])) for number, row in enumerate(rows('BRIDGE_CALLS'))}
VERSION = int(re.search(r'#define BRIDGE_VERSION (\d+)', HEADER).group(1))
MAX_PARTS = int(re.search(r'#define BRIDGE_MAX_PARTS (\d+)', HEADER).group(1))


class Span(ctypes.Structure):
    _fields_ = [('data', ctypes.c_uint64), ('size', ctypes.c_uint32), ('capacity', ctypes.c_uint32)]

    def __bytes__(self):
        return ctypes.string_at(self.data, self.size) if self.size else b''


def words(*names):
    return [(name, ctypes.c_uint32) for name in names]


class Attach(ctypes.Structure):
    _fields_ = words('version', 'families') + [('curves', ctypes.c_uint64)] + words('hashes', 'pad') + [
        (name, ctypes.c_char * 32) for name in ('gnutls', 'nettle', 'libcrypto')]


class Import(ctypes.Structure):
    _fields_ = [('object', ctypes.c_uint64)] + words('family', 'group', 'flags', 'pad') + [('parts', Span * MAX_PARTS)]


class Generate(ctypes.Structure):
    _fields_ = [('object', ctypes.c_uint64)] + words('family', 'group', 'bits', 'pad') + [('parts', Span * MAX_PARTS)]


class Sign(ctypes.Structure):
    _fields_ = [('object', ctypes.c_uint64)] + words('scheme', 'hash', 'salt_size', 'flags') + [
        (name, Span) for name in ('digest', 'context', 'signature')]


class Crypt(ctypes.Structure):
    _fields_ = [('object', ctypes.c_uint64)] + words('scheme', 'hash') + [
        (name, Span) for name in ('label', 'input', 'output')]


class Agree(ctypes.Structure):
    _fields_ = [('own', ctypes.c_uint64), ('peer', ctypes.c_uint64), ('secret', Span)]


class Kem(ctypes.Structure):
    _fields_ = [('object', ctypes.c_uint64), ('secret', Span), ('ciphertext', Span)]


class CurveNumbers(ctypes.Structure):
    _fields_ = words('group', 'pad') + [('parts', Span * MAX_PARTS)]


class Pkcs8Encode(ctypes.Structure):
    _fields_ = words('family', 'group', 'usage', 'pad') + [('parts', Span * MAX_PARTS), ('output', Span)]


class Pkcs8Decode(ctypes.Structure):
    _fields_ = [('input', Span)] + words('family', 'group', 'usage', 'pad') + [('parts', Span * MAX_PARTS)]


class Pbe(ctypes.Structure):
    _fields_ = [(name, Span) for name in ('input', 'password', 'oid', 'parameters', 'output')] + words('flags', 'pad')


class Envelope(ctypes.Structure):
    _fields_ = [('object', ctypes.c_uint64)] + [
        (name, Span) for name in ('input', 'oid', 'parameters', 'certificate', 'output')]


class RsaAes(ctypes.Structure):
    _fields_ = [('object', ctypes.c_uint64)] + words('hash', 'aes_bits') + [
        (name, Span) for name in ('label', 'input', 'output')] + words('modulus_size', 'pad')


class Failure(Exception):
    def __init__(self, status):
        super().__init__(STATUS_NAMES.get(status, status))
        self.status = status


class Bridge:
    """The loaded library. Every call raises Failure for a status that is not BRIDGE_OK."""

    def __init__(self, path=LIBRARY):
        entry = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p)
        self.library = ctypes.CDLL(str(path))
        self.entries = (entry * len(CALLS)).in_dll(self.library, '__wine_unix_call_funcs')
        self.kept = []                              # buffers that spans point to
        self.attach = Attach(version=VERSION)
        self.call('attach', self.attach)

    def libcrypto(self):
        """Its version as a tuple; post-quantum keys need (3, 5)."""
        return tuple(int(number) for number in self.attach.libcrypto.decode().split('.') if number)

    def has_family(self, name):
        return bool(self.attach.families >> FAMILY['FAMILY_' + name] & 1)

    def call(self, name, params):
        number, size = CALLS[name]
        assert ctypes.sizeof(params) == size, name
        status = self.entries[number](ctypes.addressof(params))
        if status:
            raise Failure(status)

    def give(self, data):
        buffer = ctypes.create_string_buffer(bytes(data), max(len(data), 1))
        self.kept.append(buffer)
        return Span(ctypes.addressof(buffer), len(data), len(data))

    def room(self, size):
        buffer = ctypes.create_string_buffer(max(size, 1))
        self.kept.append(buffer)
        return Span(ctypes.addressof(buffer), 0, size)

    def import_key(self, family, group, parts, want=None, flags=0):
        """parts: number → bytes, want: number → size. Returns the structure, whose parts are filled."""
        params = Import(family=FAMILY[family], group=group, flags=flags)
        for number, data in parts.items():
            params.parts[number] = self.give(data)
        for number, size in (want or {}).items():
            params.parts[number] = self.room(size)
        self.call('key_import', params)
        return params

    def generate_key(self, family, group, bits, parts, want):
        params = Generate(family=FAMILY[family], group=group, bits=bits)
        for number, data in parts.items():
            params.parts[number] = self.give(data)
        for number, size in want.items():
            params.parts[number] = self.room(size)
        self.call('key_generate', params)
        return params

    def decode(self, der):
        params = Pkcs8Decode(input=self.give(der))
        for number in range(MAX_PARTS):
            params.parts[number] = self.room(len(der) + 128)
        self.call('pkcs8_decode', params)
        return params

    def encode(self, key, usage):
        params = Pkcs8Encode(family=key.family, group=key.group, usage=usage, output=self.room(20000))
        for number in range(MAX_PARTS):
            params.parts[number] = key.parts[number]
        self.call('pkcs8_encode', params)
        return bytes(params.output)

    def sign(self, key, digest, scheme='SCHEME_NONE', hash_name='HASH_NONE', salt=0):
        params = Sign(object=key.object, scheme=SCHEME[scheme], hash=HASH[hash_name], salt_size=salt,
                      digest=self.give(digest), signature=self.room(4096))
        self.call('sign', params)
        return bytes(params.signature)

    def verify(self, key, digest, signature, scheme='SCHEME_NONE', hash_name='HASH_NONE', salt=0):
        params = Sign(object=key.object, scheme=SCHEME[scheme], hash=HASH[hash_name], salt_size=salt,
                      digest=self.give(digest), signature=self.give(signature))
        self.call('verify', params)

    def crypt(self, name, key, data, scheme, hash_name='HASH_NONE', label=b''):
        params = Crypt(object=key.object, scheme=SCHEME[scheme], hash=HASH[hash_name], label=self.give(label),
                       input=self.give(data), output=self.room(4096))
        self.call(name, params)
        return bytes(params.output)

    def encrypt_pkcs8(self, der, password, oid='', parameters=b''):
        """An EncryptedPrivateKeyInfo. The size query must tell the exact size."""
        params = Pbe(input=self.give(der), password=self.give(password.encode('utf-16-le')), flags=1,
                     oid=self.give(oid.encode()), parameters=self.give(parameters))
        self.call('pkcs8_encrypt', params)
        size = params.output.size
        params.output = self.room(size)
        self.call('pkcs8_encrypt', params)
        assert params.output.size == size
        return bytes(params.output)

    def decrypt_pkcs8(self, der, password):
        """password None: none is given."""
        params = Pbe(input=self.give(der), output=self.room(len(der)), flags=password is not None,
                     password=self.give((password or '').encode('utf-16-le')))
        self.call('pkcs8_decrypt', params)
        return bytes(params.output)

    def agree(self, own, peer):
        params = Agree(own=own.object, peer=peer.object, secret=self.room(4096))
        self.call('agree', params)
        return bytes(params.secret)

    def sign_message(self, key, message, context=b'', prehash=0, flags=0):
        """A post-quantum signature."""
        params = Sign(object=key.object, hash=prehash, flags=flags, digest=self.give(message),
                      context=self.give(context), signature=self.room(50000))
        self.call('sign', params)
        return bytes(params.signature)

    def verify_message(self, key, message, signature, context=b'', prehash=0, flags=0):
        self.call('verify', Sign(object=key.object, hash=prehash, flags=flags, digest=self.give(message),
                                 context=self.give(context), signature=self.give(signature)))

    def encapsulate(self, key):
        params = Kem(object=key.object, secret=self.room(32), ciphertext=self.room(2048))
        self.call('encapsulate', params)
        return bytes(params.secret), bytes(params.ciphertext)

    def decapsulate(self, key, ciphertext):
        params = Kem(object=key.object, secret=self.room(32), ciphertext=self.give(ciphertext))
        self.call('decapsulate', params)
        return bytes(params.secret)

    def curve_numbers(self, group, want):
        """The domain parameters: want: number → size."""
        params = CurveNumbers(group=group)
        for number, size in want.items():
            params.parts[number] = self.room(size)
        self.call('curve_numbers', params)
        return {number: bytes(params.parts[number]) for number in want}

    def make_envelope(self, data, certificate, oid, parameters=b''):
        """CMS EnvelopedData. The size query must tell the exact size."""
        params = Envelope(input=self.give(data), oid=self.give(oid.encode()), parameters=self.give(parameters),
                          certificate=self.give(certificate))
        self.call('envelope_encrypt', params)
        size = params.output.size
        params.output = self.room(size)
        self.call('envelope_encrypt', params)
        assert params.output.size == size
        return bytes(params.output)

    def open_envelope(self, data, key):
        params = Envelope(object=key.object, input=self.give(data), output=self.room(len(data)))
        self.call('envelope_decrypt', params)
        return bytes(params.output)

    def wrap_key(self, call, key, data, modulus_size, hash_name, aes_bits, label=b''):
        """call: rsa_aes_wrap or rsa_aes_unwrap"""
        params = RsaAes(object=key.object, hash=HASH[hash_name], aes_bits=aes_bits, modulus_size=modulus_size,
                        label=self.give(label), input=self.give(data), output=self.room(len(data) + modulus_size + 16))
        self.call(call, params)
        return bytes(params.output)
