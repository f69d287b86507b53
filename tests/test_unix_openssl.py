#!/usr/bin/env python3
"""The Unix side against OpenSSL's command line and GnuTLS's certtool, both ways.

Keys that they make are read, what is signed or encrypted here is verified or decrypted there and the other
way round, and keys written here are read there. Ciphertexts that no honest sender makes come from an
OAEP written here in Python.
"""

import base64
import hashlib
import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / 'tools'))
import bridge                                                          # noqa: E402
import unixtest                                                        # noqa: E402
from bridge import CURVE, DH, DSA, EC, RSA                             # noqa: E402
from unixtest import (MESSAGE, attempt, der_signature, ok, openssl, raw_signature, run,  # noqa: E402
                      save)

# ours, OpenSSL's, Python's
HASHES = [('HASH_MD5', 'md5', 'md5'), ('HASH_SHA1', 'sha1', 'sha1'), ('HASH_SHA256', 'sha256', 'sha256'),
          ('HASH_SHA384', 'sha384', 'sha384'), ('HASH_SHA512', 'sha512', 'sha512'),
          ('HASH_SHA3_256', 'sha3-256', 'sha3_256'), ('HASH_SHA3_384', 'sha3-384', 'sha3_384'),
          ('HASH_SHA3_512', 'sha3-512', 'sha3_512')]
CURVES = [('CURVE_NISTP256', 'P-256', 32), ('CURVE_NISTP384', 'P-384', 48), ('CURVE_NISTP521', 'P-521', 66)]

unix = None


def pkeyutl(operation, key_file, data, options, signature=None):
    arguments = ['pkeyutl', operation, '-inkey', key_file]
    for option in options:
        arguments += ['-pkeyopt', option]
    if signature is not None:
        arguments += ['-sigfile', save('signature', signature)]
    return openssl(*arguments, data=data)


# ---------------------------------------------------------------------------------------------------
# keys

def import_decoded(decoded):
    """An imported key of a decoded PrivateKeyInfo. The derived numbers must be those that were in it."""
    if decoded.family == bridge.FAMILY['FAMILY_RSA']:
        given = {number: bytes(decoded.parts[number]) for number in range(RSA['RSA_Q'] + 1)}
        sizes = {'RSA_DP': 'RSA_P', 'RSA_DQ': 'RSA_Q', 'RSA_QINV': 'RSA_P', 'RSA_D': 'RSA_N'}
        want = {RSA[name]: len(given[RSA[like]]) for name, like in sizes.items()}
        key = unix.import_key('FAMILY_RSA', 0, given, want)
        numbers = ['RSA_DP', 'RSA_DQ', 'RSA_QINV']                     # OpenSSL's d is modulo the lcm
        same = all(int.from_bytes(bytes(key.parts[RSA[name]]), 'big') ==
                   int.from_bytes(bytes(decoded.parts[RSA[name]]), 'big') for name in numbers)
        ok(same, 'the derived numbers of RSA are OpenSSL\'s')
        return key
    if decoded.family in (bridge.FAMILY['FAMILY_DSA'], bridge.FAMILY['FAMILY_DH']):
        name, public = (('FAMILY_DSA', DSA['DSA_Y']) if decoded.family == bridge.FAMILY['FAMILY_DSA'] else
                        ('FAMILY_DH', DH['DH_Y']))
        given = {number: bytes(decoded.parts[number]) for number in range(5) if bytes(decoded.parts[number])}
        return unix.import_key(name, 0, given, {public: len(given[0])})
    given = {number: bytes(decoded.parts[number]) for number in (EC['EC_X'], EC['EC_Y'], EC['EC_D'])}
    return unix.import_key('FAMILY_EC', decoded.group, {n: data for n, data in given.items() if data},
                           {n: len(given[EC['EC_D']]) for n, data in given.items() if not data})


def openssl_key(*options):
    """A key that OpenSSL makes: the path of its PEM file, and our object."""
    pem = openssl('genpkey', *options)
    path = save('key.pem', pem)
    der = openssl('pkcs8', '-topk8', '-nocrypt', '-outform', 'DER', '-in', path)
    return path, import_decoded(unix.decode(der))


def rsa_number(key, name):
    return int.from_bytes(bytes(key.parts[RSA[name]]), 'big')


# ---------------------------------------------------------------------------------------------------
# RSA

def rsa_signatures(path, key, size):
    for ours, theirs, python in HASHES:
        digest = hashlib.new(python, MESSAGE).digest()
        options = ['rsa_padding_mode:pkcs1', 'digest:' + theirs]
        if len(digest) + 19 + 11 <= size:
            signature = unix.sign(key, digest, 'SCHEME_PKCS1', ours)
            ok(signature == pkeyutl('-sign', path, digest, options),
               'PKCS#1 signature, %d bits, %s: the same bytes' % (8 * size, theirs))
        for salt in (0, len(digest), size - len(digest) - 2):
            if salt < 0 or salt + len(digest) + 2 > size:
                continue
            options = ['rsa_padding_mode:pss', 'digest:' + theirs, 'rsa_mgf1_md:' + theirs,
                       'rsa_pss_saltlen:%d' % salt]
            name = 'PSS, %d bits, %s, salt of %d' % (8 * size, theirs, salt)
            signature = unix.sign(key, digest, 'SCHEME_PSS', ours, salt)
            ok(pkeyutl('-verify', path, digest, options, signature) is not None, name + ': ours there')
            signature = pkeyutl('-sign', path, digest, options)
            ok(signature and attempt(unix.verify, key, digest, signature, 'SCHEME_PSS', ours, salt) is None,
               name + ': theirs here')


def rsa_encryption(path, key, size):
    schemes = [('SCHEME_PKCS1', 'HASH_NONE', b'', ['rsa_padding_mode:pkcs1'], size - 11),
               ('SCHEME_NONE', 'HASH_NONE', b'', ['rsa_padding_mode:none'], size)]
    for ours, theirs, python in HASHES:
        for label in (b'', b'label'):
            options = ['rsa_padding_mode:oaep', 'rsa_oaep_md:' + theirs, 'rsa_mgf1_md:' + theirs]
            options += ['rsa_oaep_label:' + label.hex()] if label else []
            schemes.append(('SCHEME_OAEP', ours, label, options, size - 2 * hashlib.new(python).digest_size - 2))
    for scheme, hash_name, label, options, most in schemes:
        for length in {0, most // 2, most} if scheme != 'SCHEME_NONE' else {most}:
            if most < 0:
                continue
            message = bytes([0] + [7] * most)[:length]
            name = '%s %s, %d bits, %d bytes, label %r' % (scheme, hash_name, 8 * size, length, label)
            cipher = unix.crypt('encrypt', key, message, scheme, hash_name, label)
            ok(pkeyutl('-decrypt', path, cipher, options) == message, name + ': ours there')
            cipher = pkeyutl('-encrypt', path, message, options)
            ok(attempt(unix.crypt, 'decrypt', key, cipher, scheme, hash_name, label) == message,
               name + ': theirs here')


def test_rsa():
    for bits, exponent in ((512, 65537), (1024, 3), (2048, 65537), (3072, 2 ** 64 + 13), (1032, 65537)):
        path, key = openssl_key('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:%d' % bits,
                                '-pkeyopt', 'rsa_keygen_pubexp:%d' % exponent)
        ok(rsa_number(key, 'RSA_E') == exponent, 'OpenSSL\'s key of %d bits' % bits)
        rsa_signatures(path, key, bits // 8)
        rsa_encryption(path, key, bits // 8)
        unix.kept.clear()


# ---------------------------------------------------------------------------------------------------
# what an attacker sends

def mask(hash_name, seed, size):
    """MGF1, RFC 8017 Appendix B.2.1"""
    output = b''
    while len(output) < size:
        counter = len(output) // hashlib.new(hash_name).digest_size
        output += hashlib.new(hash_name, seed + counter.to_bytes(4, 'big')).digest()
    return output[:size]


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def oaep(hash_name, first, block, size):
    """EME-OAEP of a block of the caller's making, with the first byte that it says"""
    seed = os.urandom(hashlib.new(hash_name).digest_size)
    masked = xor(block, mask(hash_name, seed, len(block)))
    return bytes([first]) + xor(seed, mask(hash_name, masked, len(seed))) + masked


def oaep_cases(label_hash, room):
    """name, first byte, what follows the label's hash in the block of so many bytes, the message if any"""
    message = b'\x01\x00\x01'
    zeros = room - len(message) - 1
    yield 'honest', 0, bytes(zeros) + b'\x01' + message, message
    yield 'empty message', 0, bytes(room - 1) + b'\x01', b''
    yield 'longest message', 0, b'\x01' + bytes(room - 1), bytes(room - 1)
    yield 'message of ones', 0, b'\x01' * room, b'\x01' * (room - 1)
    yield 'first byte 1', 1, bytes(zeros) + b'\x01' + message, None
    yield 'no separator', 0, bytes(room), None
    yield 'separator 2', 0, bytes(zeros) + b'\x02' + message, None
    yield 'separator 0x81', 0, bytes(zeros) + b'\x81' + message, None
    yield 'padding not zero at first', 0, b'\x02' + bytes(zeros - 1) + b'\x01' + message, None
    yield 'padding not zero at last', 0, bytes(zeros - 1) + b'\x80\x01' + message, None
    yield 'padding not zero, high bit', 0, b'\xff' * zeros + b'\x01' + message, None


def test_oaep_attacks():
    for bits in (1024, 1032, 2048):
        _, key = openssl_key('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:%d' % bits)
        e, n, size = rsa_number(key, 'RSA_E'), rsa_number(key, 'RSA_N'), bits // 8

        def answer(encoded, label=b'l'):
            value = int.from_bytes(encoded, 'big')
            if value >= n:
                return None
            cipher = pow(value, e, n).to_bytes(size, 'big')
            return attempt(unix.crypt, 'decrypt', key, cipher, 'SCHEME_OAEP', ours, label)

        for ours, _, python in HASHES[1:3]:
            label_hash = hashlib.new(python, b'l').digest()
            room = size - 2 * len(label_hash) - 1
            for name, first, rest, message in oaep_cases(label_hash, room):
                want = 'BRIDGE_DECRYPTION_FAILED' if message is None else message
                got = answer(oaep(python, first, label_hash + rest, size))
                ok(got == want or (got is None and message is None), 'OAEP %s, %d bits: %s' % (python, bits, name))
            flipped = [answer(oaep(python, 0, xor(label_hash, (1 << bit).to_bytes(len(label_hash), 'big')) +
                                   bytes(room - 1) + b'\x01', size)) for bit in range(8 * len(label_hash))]
            ok(all(got == 'BRIDGE_DECRYPTION_FAILED' for got in flipped),
               'OAEP %s, %d bits: every bit of the label\'s hash' % (python, bits))


def pkcs1_cases(size):
    message = b'message'
    padding = b'\x11' * (size - len(message) - 3)
    yield 'honest', b'\x00\x02' + padding + b'\x00' + message, message
    yield 'eight bytes of padding', b'\x00\x02' + b'\xff' * 8 + bytes(size - 10), bytes(size - 11)
    yield 'empty message', b'\x00\x02' + b'\x33' * (size - 3) + b'\x00', b''
    yield 'seven bytes of padding', b'\x00\x02' + b'\xff' * 7 + bytes(size - 9), None
    yield 'block type 1', b'\x00\x01' + padding + b'\x00' + message, None
    yield 'first byte 1', b'\x01\x02' + padding + b'\x00' + message, None
    yield 'no end of padding', b'\x00\x02' + b'\x44' * (size - 2), None
    yield 'zeros', bytes(size), None


def test_pkcs1_attacks():
    for bits in (1024, 1032):
        _, key = openssl_key('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:%d' % bits)
        e, n, size = rsa_number(key, 'RSA_E'), rsa_number(key, 'RSA_N'), bits // 8
        for name, block, message in pkcs1_cases(size):
            cipher = pow(int.from_bytes(block, 'big'), e, n).to_bytes(size, 'big')
            want = 'BRIDGE_DECRYPTION_FAILED' if message is None else message
            ok(attempt(unix.crypt, 'decrypt', key, cipher, 'SCHEME_PKCS1') == want,
               'PKCS#1 encryption, %d bits: %s' % (bits, name))


# ---------------------------------------------------------------------------------------------------
# elliptic curves

def test_ec():
    for curve, name, size in CURVES:
        path, key = openssl_key('-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:' + name)
        ok(key.group == CURVE[curve], 'OpenSSL\'s key on ' + name)
        for _, theirs, python in HASHES:
            digest = hashlib.new(python, MESSAGE).digest()
            signature = unix.sign(key, digest)
            ok(len(signature) == 2 * size and
               pkeyutl('-verify', path, digest, [], der_signature(signature)) is not None,
               'ECDSA %s, %s: ours there' % (name, theirs))
            signature = raw_signature(pkeyutl('-sign', path, digest, []), size)
            ok(attempt(unix.verify, key, digest, signature) is None, 'ECDSA %s, %s: theirs here' % (name, theirs))


# ---------------------------------------------------------------------------------------------------
# DSA and DH

def new_parameters(*options):
    return save('parameters.pem', openssl('genpkey', '-genparam', *options))


def test_dsa():
    # OpenSSL makes no keys below 1024 bits
    for bits, q_bits, standard in ((1024, 160, '2'), (2048, 256, '4'), (3072, 256, '4')):
        parameters = new_parameters('-algorithm', 'DSA', '-pkeyopt', 'dsa_paramgen_bits:%d' % bits, '-pkeyopt',
                                    'dsa_paramgen_q_bits:%d' % q_bits, '-pkeyopt', 'type:fips186_' + standard,
                                    '-pkeyopt', 'digest:' + ('SHA1' if standard == '2' else 'SHA256'))
        path, key = openssl_key('-paramfile', parameters)
        for _, theirs, python in HASHES:
            digest = hashlib.new(python, MESSAGE).digest()
            name = 'DSA %d, %s' % (bits, theirs)
            signature = unix.sign(key, digest)
            ok(len(signature) == q_bits // 4 and
               pkeyutl('-verify', path, digest, [], der_signature(signature)) is not None, name + ': ours there')
            signature = raw_signature(pkeyutl('-sign', path, digest, []), q_bits // 8)
            ok(attempt(unix.verify, key, digest, signature) is None, name + ': theirs here')


def exchange(name, parameters):
    """Two keys of a group, one made by OpenSSL and one here, and the secret both ways."""
    path, key = openssl_key(*parameters)
    numbers = {DH[part]: bytes(key.parts[DH[part]]) for part in ('DH_P', 'DH_G')}
    size = len(numbers[DH['DH_P']])
    bits = int.from_bytes(numbers[DH['DH_P']], 'big').bit_length()
    own = unix.generate_key('FAMILY_DH', 0, bits, numbers, {DH['DH_Y']: size, DH['DH_X']: size})
    written = save('own.der', unix.encode(own, 0))
    public = save('peer.pem', openssl('pkey', '-in', path, '-pubout'))
    secret = openssl('pkeyutl', '-derive', '-inkey', written, '-keyform', 'DER', '-peerkey', public)
    ok(secret is not None, '%s: OpenSSL agrees' % name)
    for ours, peer, who in ((own, key, 'our key with theirs'), (key, own, 'their key with ours')):
        ok(secret is not None and unix.agree(ours, peer) == secret.rjust(size, b'\0'), '%s: %s' % (name, who))


def test_dh():
    for group in ('ffdhe2048', 'ffdhe3072', 'modp_1536', 'modp_2048'):
        exchange('DH ' + group, ['-algorithm', 'DH', '-pkeyopt', 'group:' + group])
    for bits in (512, 768):
        parameters = new_parameters('-algorithm', 'DH', '-pkeyopt', 'type:generator', '-pkeyopt',
                                    'dh_paramgen_prime_len:%d' % bits)
        exchange('DH of %d bits' % bits, ['-paramfile', parameters])


def dsa_parameters(bits, q_bits, standard, digest, seed):
    """P, Q, G and the counter that OpenSSL makes of a seed."""
    text = openssl('genpkey', '-genparam', '-algorithm', 'DSA', '-text', '-pkeyopt', 'dsa_paramgen_bits:%d' % bits,
                   '-pkeyopt', 'dsa_paramgen_q_bits:%d' % q_bits, '-pkeyopt', 'type:' + standard,
                   '-pkeyopt', 'digest:' + digest, '-pkeyopt', 'hexseed:' + seed.hex()).decode()
    fields = dict(re.findall(r'^(\w+):\s*((?:[0-9a-f]{2}[:\s]+)*[0-9a-f]+)\s*$', text, re.M))
    return [int(re.sub(r'[:\s]', '', fields[name]), 16) for name in 'PQG'] + [int(fields['pcounter'])]


def test_dsa_seeds():
    """The seed of a group made here leads OpenSSL to the same group and counter."""
    for bits, q_bits, standard, digest in ((512, 160, 'fips186_2', 'SHA1'), (1024, 160, 'fips186_2', 'SHA1'),
                                           (2048, 256, 'fips186_4', 'SHA256'), (3072, 256, 'fips186_4', 'SHA256')):
        want = dsa_want(bits, q_bits)
        key = unix.generate_key('FAMILY_DSA', 0, bits, {}, want)
        theirs = dsa_parameters(bits, q_bits, standard, digest, bytes(key.parts[DSA['DSA_SEED']]))
        ours = [int.from_bytes(bytes(key.parts[DSA[name]]), 'big') for name in ('DSA_P', 'DSA_Q', 'DSA_G', 'DSA_COUNT')]
        ok(ours == theirs, 'DSA %d: the seed gives p, q, g and the counter' % bits)


def dsa_want(bits, q_bits):
    sizes = {'DSA_P': bits, 'DSA_Q': q_bits, 'DSA_G': bits, 'DSA_Y': bits, 'DSA_X': q_bits, 'DSA_SEED': q_bits,
             'DSA_COUNT': 32}
    return {DSA[name]: size // 8 for name, size in sizes.items()}


# ---------------------------------------------------------------------------------------------------
# PKCS#8

def generated_keys():
    for bits, q_bits in ((1024, 160), (2048, 256), (3072, 256)):
        yield 'DSA %d' % bits, unix.generate_key('FAMILY_DSA', 0, bits, {}, dsa_want(bits, q_bits))
    for bits in (512, 1024, 1536, 2048, 4096):
        yield 'DH %d' % bits, unix.generate_key('FAMILY_DH', 0, bits, {}, {number: bits // 8 for number in range(4)})
    for bits in (512, 1024, 1032, 2048, 3072):
        half = (bits // 2 + 7) // 8
        want = {RSA[name]: half for name in ('RSA_P', 'RSA_Q', 'RSA_DP', 'RSA_DQ', 'RSA_QINV')}
        want.update({RSA['RSA_N']: bits // 8, RSA['RSA_D']: bits // 8})
        yield 'RSA %d' % bits, unix.generate_key('FAMILY_RSA', 0, bits, {RSA['RSA_E']: b'\x01\x00\x01'}, want)
    for curve, name, size in CURVES:
        yield name, unix.generate_key('FAMILY_EC', CURVE[curve], 0, {}, {EC[n]: size for n in ('EC_X', 'EC_Y', 'EC_D')})


def test_generated():
    """Keys made and written here pass OpenSSL's and GnuTLS's checks."""
    for name, key in generated_keys():
        for usage in (0, 0x90):
            der = unix.encode(key, usage)
            path = save('written.der', der)
            checked = openssl('pkey', '-inform', 'DER', '-in', path, '-check', '-noout')
            ok(checked is not None and b'valid' in checked, '%s, usage %#x: OpenSSL takes the key' % (name, usage))
            again = openssl('pkcs8', '-topk8', '-nocrypt', '-inform', 'DER', '-outform', 'DER', '-in', path)
            ok(again and unix.encode(unix.decode(again), usage) == der, '%s: back from OpenSSL' % name)
        if name.startswith('DH'):
            continue                                                   # certtool has none
        ok(run('certtool', '--inder', '--key-info', '--pkcs8', '--null-password', '--infile', path) is not None,
           '%s: certtool takes the key' % name)


def pem_content(pem):
    text = pem.decode()
    return base64.b64decode(text[text.index('PRIVATE KEY-----') + 16:text.index('-----END')])


def test_certtool_keys():
    for options in (['--key-type=rsa', '--bits=2048'], ['--key-type=ecdsa', '--curve=secp256r1'],
                    ['--key-type=ecdsa', '--curve=secp521r1']):
        path = os.path.join(unixtest.folder, 'certtool.pem')
        run('certtool', '--generate-privkey', *options, '--outfile', path, '--no-text')
        der = openssl('pkcs8', '-topk8', '-nocrypt', '-outform', 'DER', '-in', path)
        native = run('certtool', '--to-p8', '--load-privkey', path, data=b'\n\n')        # no password
        for writer, data in (('OpenSSL', der), ('certtool', pem_content(native))):
            decoded = attempt(unix.decode, data)
            ok(not isinstance(decoded, str) and import_decoded(decoded).object,
               'certtool\'s key %s, written by %s' % (options[0][11:], writer))


def test_foreign_forms():
    """What OpenSSL can write besides."""
    pem = openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256')
    path = save('ec.pem', pem)
    plain = openssl('ec', '-in', path, '-outform', 'DER')

    def rewritten(*options):
        changed = openssl('ec', '-in', path, *options)
        return openssl('pkcs8', '-topk8', '-nocrypt', '-outform', 'DER', '-in', save('changed.pem', changed))

    without = rewritten('-no_public')
    compressed = rewritten('-conv_form', 'compressed')
    want = bytes(unix.decode(openssl('pkcs8', '-topk8', '-nocrypt', '-outform', 'DER', '-in', path))
                 .parts[EC['EC_X']])
    for name, der in (('no public key', without), ('a compressed public key', compressed)):
        key = import_decoded(unix.decode(der))
        ok(bytes(key.parts[EC['EC_X']]) == want, 'a key with %s: it is computed' % name)
    ok(attempt(unix.decode, plain) == 'BRIDGE_BAD_DATA', 'an ECPrivateKey without PKCS#8 around')
    for name, options in (('Ed25519', ['-algorithm', 'ED25519']), ('X448', ['-algorithm', 'X448']),
                          ('RSA-PSS', ['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:1024']),
                          ('secp112r1', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:secp112r1'])):
        der = openssl('pkcs8', '-topk8', '-nocrypt', '-outform', 'DER', '-in',
                      save('other.pem', openssl('genpkey', *options)))
        ok(attempt(unix.decode, der) == 'BRIDGE_NOT_SUPPORTED', name + ': not supported, rather than bad data')


def main():
    global unix
    unix = unixtest.load_unix_side()
    with unixtest.scratch():
        test_rsa()
        test_oaep_attacks()
        test_pkcs1_attacks()
        test_ec()
        test_dsa()
        test_dsa_seeds()
        test_dh()
        test_generated()
        test_certtool_keys()
        test_foreign_forms()
    sys.exit(unixtest.failures != 0)


if __name__ == '__main__':
    main()
