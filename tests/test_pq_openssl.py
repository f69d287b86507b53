#!/usr/bin/env python3
"""ML-KEM, ML-DSA and SLH-DSA of the Unix side against OpenSSL's command line, both ways.

Keys that OpenSSL makes are read in every form in which it writes them, keys written here are read there;
what is signed or encapsulated here is verified or decapsulated there, and the other way round.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / 'tools'))
import bridge                                                          # noqa: E402
from bridge import PQ, PREHASH, Failure                                # noqa: E402

# forms of OpenSSL's PKCS #8 and whether the seed is in them
FORMS = [('seed-only', True), ('priv-only', False), ('seed-priv', True), ('bare-seed', True), ('bare-priv', False)]
# ours, Python's, last byte of the object identifier
HASHES = [('SHA256', 'sha256', 1), ('SHA512', 'sha512', 3), ('SHA3_256', 'sha3_256', 8), ('SHAKE128', None, 11)]
MESSAGE = b'a message'
CONTEXT = b'a context'

unix = None
directory = None
failed = False


def ok(condition, description):
    global failed
    failed = failed or not condition
    print('%s - %s' % ('ok' if condition else 'not ok', description), flush=True)


def openssl(*arguments):
    """The output, None on failure."""
    result = subprocess.run(('openssl',) + arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return result.stdout if result.returncode == 0 else None


def save(name, data):
    path = os.path.join(directory, name)
    with open(path, 'wb') as file:
        file.write(data or b'')
    return path


def attempt(function, *arguments, **named):
    try:
        return function(*arguments, **named)
    except Failure as failure:
        return str(failure)


class Set:
    def __init__(self, number, row):
        self.number = number
        self.family = 'FAMILY_' + row[2]
        self.public, self.private, self.seed, self.output = (int(word) for word in row[3:7])
        self.name = row[8]
        self.is_kem = row[2] == 'MLKEM'
        self.has_seed = row[2] != 'SLHDSA'

    def read(self, der):
        """The key in a PrivateKeyInfo, all its parts computed."""
        decoded = unix.decode(der)
        parts = {n: bytes(decoded.parts[n]) for n in (PQ['PQ_PRIVATE'], PQ['PQ_SEED']) if decoded.parts[n].size}
        want = {PQ['PQ_PUBLIC']: self.public}
        if PQ['PQ_PRIVATE'] not in parts:
            want[PQ['PQ_PRIVATE']] = self.private
        assert (decoded.family, decoded.group) == (bridge.FAMILY[self.family], self.number)
        return unix.import_key(self.family, self.number, parts, want)

    def generate(self):
        want = {PQ['PQ_PUBLIC']: self.public, PQ['PQ_PRIVATE']: self.private}
        if self.has_seed:
            want[PQ['PQ_SEED']] = self.seed
        return unix.generate_key(self.family, self.number, 0, {}, want)


def public_of(der):
    """The public key that OpenSSL sees in a private one: the end of its SubjectPublicKeyInfo."""
    return openssl('pkey', '-inform', 'DER', '-in', save('private', der), '-pubout', '-outform', 'DER')


def check_forms(kind, der):
    """Every form of one key of OpenSSL's gives the same key here."""
    public = public_of(der)
    forms = FORMS if kind.has_seed else [(None, False)]
    for form, has_seed in forms:
        option = ['-provparam', '%s.output_formats=%s' % (kind.name.rsplit('-', 1)[0].lower(), form)] if form else []
        written = openssl('pkey', '-inform', 'DER', '-in', save('private', der), '-outform', 'DER', *option)
        key = attempt(kind.read, written or b'')
        good = not isinstance(key, str) and public.endswith(bytes(key.parts[PQ['PQ_PUBLIC']])) and (
            bool(key.parts[PQ['PQ_SEED']].size) == has_seed)
        ok(good, '%s: OpenSSL\'s private key%s' % (kind.name, ', ' + form if form else ''))


def check_written(kind, key):
    """What is written here, with and without the attribute of Windows, is the same key there."""
    for usage in (0, 0x80):
        public = public_of(unix.encode(key, usage))
        ok(public is not None and public.endswith(bytes(key.parts[PQ['PQ_PUBLIC']])),
           '%s: our private key, usage %#x, read by OpenSSL' % (kind.name, usage))


def verify_there(key_file, message, signature, options):
    options = [word for option in options for word in ('-pkeyopt', option)]
    return openssl('pkeyutl', '-verify', '-rawin', '-inkey', key_file, '-keyform', 'DER', '-in',
                   save('message', message), '-sigfile', save('signature', signature), *options) is not None


def sign_there(key_file, message, options):
    options = [word for option in options for word in ('-pkeyopt', option)]
    return openssl('pkeyutl', '-sign', '-rawin', '-inkey', key_file, '-keyform', 'DER', '-in',
                   save('message', message), *options)


def check_signature(kind, key, key_file, what, ours, theirs, options):
    """ours: arguments of sign_message; theirs: the message for OpenSSL, with the options."""
    message, named = ours
    signature = attempt(unix.sign_message, key, message, **named)
    ok(not isinstance(signature, str) and verify_there(key_file, theirs, signature, options),
       '%s: %s signed here, verified there' % (kind.name, what))
    signature = sign_there(key_file, theirs, options)
    ok(signature and attempt(unix.verify_message, key, message, signature, **named) is None,
       '%s: %s signed there, verified here' % (kind.name, what))
    changed = bytes([signature[0] ^ 1]) + signature[1:] if signature else b''
    ok(attempt(unix.verify_message, key, message, changed, **named) == 'BRIDGE_BAD_SIGNATURE',
       '%s: %s, a changed signature refused here' % (kind.name, what))


def digest_of(name):
    return hashlib.shake_128(MESSAGE).digest(32) if name is None else hashlib.new(name, MESSAGE).digest()


def check_signatures(kind, key, key_file):
    hex_context = 'hexcontext-string:' + CONTEXT.hex()
    check_signature(kind, key, key_file, 'a message with context', (MESSAGE, {'context': CONTEXT}), MESSAGE, [hex_context])
    if kind.name.endswith('s'):                     # the slow ones
        return
    check_signature(kind, key, key_file, 'a message', (MESSAGE, {}), MESSAGE, [])
    for ours, theirs, arc in HASHES:
        digest = digest_of(theirs)
        formatted = b'\x01' + bytes([len(CONTEXT)]) + CONTEXT + bytes.fromhex('0609608648016503040200')[:-1] + bytes([arc])
        check_signature(kind, key, key_file, 'a digest of ' + ours,
                        (digest, {'context': CONTEXT, 'prehash': PREHASH[ours]}), formatted + digest,
                        ['message-encoding:0'])
    if kind.name.startswith('ML-DSA'):
        tr = hashlib.shake_256(bytes(key.parts[PQ['PQ_PUBLIC']])).digest(64)
        mu = hashlib.shake_256(tr + b'\x00\x00' + MESSAGE).digest(64)
        check_signature(kind, key, key_file, 'an external mu', (mu, {'flags': 1}), MESSAGE, [])


def check_kem(kind, key, key_file):
    public_file = save('public', openssl('pkey', '-inform', 'DER', '-in', key_file, '-pubout', '-outform', 'DER'))
    secret_file, cipher_file = os.path.join(directory, 'secret'), os.path.join(directory, 'cipher')
    secret, ciphertext = unix.encapsulate(key)
    openssl('pkeyutl', '-decap', '-inkey', key_file, '-keyform', 'DER', '-in', save('cipher', ciphertext),
            '-secret', secret_file)
    ok(Path(secret_file).read_bytes() == secret, '%s: encapsulated here, decapsulated there' % kind.name)
    openssl('pkeyutl', '-encap', '-pubin', '-inkey', public_file, '-keyform', 'DER', '-out', cipher_file,
            '-secret', secret_file)
    ok(attempt(unix.decapsulate, key, Path(cipher_file).read_bytes()) == Path(secret_file).read_bytes(),
       '%s: encapsulated there, decapsulated here' % kind.name)
    wrong = bytearray(Path(cipher_file).read_bytes())
    wrong[5] ^= 1
    openssl('pkeyutl', '-decap', '-inkey', key_file, '-keyform', 'DER', '-in', save('cipher', wrong),
            '-secret', secret_file)
    ok(attempt(unix.decapsulate, key, bytes(wrong)) == Path(secret_file).read_bytes(),
       '%s: a wrong ciphertext gives the same secret here and there' % kind.name)


def check_set(kind):
    der = openssl('genpkey', '-algorithm', kind.name, '-outform', 'DER')
    check_forms(kind, der)
    key = kind.generate()
    check_written(kind, key)
    for origin, key, written in (('theirs', kind.read(der), der), ('ours', key, unix.encode(key, 0))):
        key_file = save('key-' + origin, written)
        if kind.is_kem:
            check_kem(kind, key, key_file)
        else:
            check_signatures(kind, key, key_file)


def check_absent():
    for number, row in enumerate(bridge.rows('BRIDGE_PQ_SETS'), 1):
        kind = Set(number, row)
        ok(attempt(kind.generate) == 'BRIDGE_NOT_SUPPORTED', '%s: no key is made' % kind.name)
    print('skip - post-quantum keys need libcrypto 3.5; there is %s' % (unix.attach.libcrypto.decode() or 'none'))


def main():
    global unix, directory
    unix = bridge.Bridge()
    expected = unix.libcrypto() >= (3, 5)
    for name in ('MLKEM', 'MLDSA', 'SLHDSA'):
        ok(unix.has_family(name) == expected, '%s is there exactly if libcrypto has it' % name)
    if not expected:
        check_absent()
        return failed
    with tempfile.TemporaryDirectory() as directory:
        for number, row in enumerate(bridge.rows('BRIDGE_PQ_SETS'), 1):
            check_set(Set(number, row))
    return failed


if __name__ == '__main__':
    sys.exit(main())
