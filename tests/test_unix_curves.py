#!/usr/bin/env python3
"""All curves of the Unix side against OpenSSL's command line, both ways; explicit parameters; Wycheproof.

Of every curve: a key that OpenSSL made is read, signatures and secrets agree both ways, a key that was
made here passes OpenSSL's check, and the numbers of the curve make an explicit key of the same public
point. Bad parameters and bad points are refused.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / 'tools'))
import bridge                                                          # noqa: E402
import unixtest                                                        # noqa: E402
import wycheproof                                                      # noqa: E402
from bridge import CURVE, EC                                           # noqa: E402
from unixtest import (MESSAGE, attempt, der_signature, integer, ok, openssl, raw_signature, run,  # noqa: E402
                      save)

NO_VALIDATION = 1
X, Y, D, P, A, B, GX, GY, ORDER, COFACTOR, SEED = range(11)

unix = None
directory = None


def changed(numbers, **values):
    """A copy with other values; a number that is not bytes keeps the size."""
    copy = dict(numbers)
    for name, value in values.items():
        number = globals()[name]
        copy[number] = value if isinstance(value, bytes) else value.to_bytes(len(numbers[number]), 'big')
    return copy


class Curve:
    """A row of BRIDGE_CURVES."""

    def __init__(self, row):
        self.id, self.name, field, order, self.oid, self.openssl = row
        self.group = CURVE['CURVE_' + self.id]
        self.field, self.order = (int(field) + 7) // 8, (int(order) + 7) // 8
        self.domain = {P: self.field, A: self.field, B: self.field, GX: self.field, GY: self.field,
                       ORDER: self.order, COFACTOR: 1}

    def generate(self):
        return unix.generate_key('FAMILY_EC', self.group, 0, {}, {X: self.field, Y: self.field, D: self.order})

    def load(self, parts, flags=0):
        want = {X: self.field, Y: self.field} if X not in parts else {}
        return unix.import_key('FAMILY_EC', self.group, parts, want, flags)

    def numbers(self):
        return unix.curve_numbers(self.group, self.domain)


CURVES = [Curve(row) for row in bridge.rows('BRIDGE_CURVES')]


def curve_named(name):
    return next(curve for curve in CURVES if curve.name == name)


# ---------------------------------------------------------------------------------------------------
# signatures

def check_signatures(path, key, size, name):
    good = True
    for hash_name in ('sha1', 'sha256', 'sha512'):
        digest = hashlib.new(hash_name, MESSAGE).digest()
        ours = unix.sign(key, digest)
        file = save('signature', der_signature(ours))
        good = good and len(ours) == 2 * size and openssl('pkeyutl', '-verify', '-inkey', path, '-sigfile', file,
                                                          data=digest) is not None
        theirs = raw_signature(openssl('pkeyutl', '-sign', '-inkey', path, data=digest), size)
        good = good and attempt(unix.verify, key, digest, theirs) is None
        broken = bytes([digest[0] ^ 1]) + digest[1:]
        good = good and attempt(unix.verify, key, broken, theirs) == 'BRIDGE_BAD_SIGNATURE'
    ok(good, name + ': ECDSA both ways')


# ---------------------------------------------------------------------------------------------------
# keys

def openssl_key(curve, *options):
    """A key that OpenSSL makes: the path of its PEM file, and its decoded PKCS#8."""
    path = save('key.pem', openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:' + curve.openssl,
                                   *options))
    return path, unix.decode(pkcs8(path))


def pkcs8(path, *options):
    return openssl('pkcs8', '-topk8', '-nocrypt', '-outform', 'DER', '-in', path, *options)


def parts_of(decoded):
    return {number: bytes(decoded.parts[number]) for number in range(bridge.MAX_PARTS) if decoded.parts[number].size}


def check_agreement(path, key, peer_path, peer, name):
    public = save('public.pem', openssl('pkey', '-in', peer_path, '-pubout'))
    theirs = openssl('pkeyutl', '-derive', '-inkey', path, '-peerkey', public)
    ok(theirs is not None and unix.agree(key, peer) == theirs == unix.agree(peer, key), name + ': the same secret')


def check_written(curve, key):
    der = unix.encode(key, 0)
    path = save('written.der', der)
    checked = openssl('pkey', '-inform', 'DER', '-in', path, '-check', '-noout')
    decoded = unix.decode(openssl('pkcs8', '-topk8', '-nocrypt', '-inform', 'DER', '-outform', 'DER', '-in', path))
    ok(checked is not None and b'valid' in checked and unix.encode(decoded, 0) == der,
       curve.name + ': OpenSSL takes a key that was made here')


def check_explicit(curve, path, parts):
    """OpenSSL writes the same key with explicit parameters."""
    numbers = curve.numbers()
    explicit = save('explicit.pem', openssl('ec', '-in', path, '-param_enc', 'explicit'))
    decoded = unix.decode(pkcs8(explicit))
    got = parts_of(decoded)
    ok(decoded.group == CURVE['CURVE_EXPLICIT'] and
       all(integer(got[number]) == integer(value) for number, value in numbers.items()),
       curve.name + ': the numbers are those that OpenSSL writes')
    key = unix.import_key('FAMILY_EC', decoded.group, got)
    ok(unix.encode(key, 0) and attempt(unix.import_key, 'FAMILY_EC', decoded.group, {**numbers, D: parts[D]},
                                       {X: curve.field, Y: curve.field}).parts[X].size == curve.field,
       curve.name + ': explicit keys are taken, with and without the point')
    check_signatures(path, key, curve.order, curve.name + ', explicit')
    again = unix.encode(key, 0x80)
    checked = openssl('pkey', '-inform', 'DER', '-in', save('again.der', again), '-check', '-noout')
    ok(checked is not None and b'valid' in checked and parts_of(unix.decode(again)) == got,
       curve.name + ': an explicit key is written, and OpenSSL takes it')


def check_curve(curve):
    path, decoded = openssl_key(curve)
    parts = parts_of(decoded)
    same = [other for other in CURVES if other.oid == curve.oid]
    ok(decoded.group == same[0].group, curve.name + ': OpenSSL\'s key is on it, or on the curve of its first name')
    computed = curve.load({D: parts[D]})
    ok(all(bytes(computed.parts[number]) == parts[number] for number in (X, Y)),
       curve.name + ': the public key is computed')
    key = curve.load(parts)
    check_signatures(path, key, curve.order, curve.name)
    peer_path = os.path.join(directory, 'peer.pem')
    os.rename(path, peer_path)
    other_path, other = openssl_key(curve)
    check_agreement(peer_path, key, other_path, curve.load(parts_of(other)), curve.name)
    check_written(curve, curve.generate())
    check_explicit(curve, peer_path, parts)
    check_refused(curve, parts)
    unix.kept.clear()


def check_refused(curve, parts):
    numbers = curve.numbers()
    p, n = integer(numbers[P]), integer(numbers[ORDER])
    cases = [('x + 1', changed(parts, X=integer(parts[X]) ^ 1)), ('y + 1', changed(parts, Y=integer(parts[Y]) ^ 1)),
             ('-y', changed(parts, Y=p - integer(parts[Y]))), ('d = 0', changed(parts, D=0)),
             ('d = n', changed(parts, D=n)), ('another d', changed(parts, D=integer(parts[D]) ^ 2)),
             ('d of all ones', changed(parts, D=b'\xff' * curve.order)),
             ('x = p', changed(parts, X=p)), ('x of all ones', changed(parts, X=b'\xff' * curve.field)),
             ('only (p, p)', {X: numbers[P], Y: numbers[P]}), ('only d = 0', {D: bytes(curve.order)})]
    got = [(name, attempt(curve.load, case)) for name, case in cases]
    bad = [(name, status) for name, status in got if status != 'BRIDGE_BAD_KEY']
    ok(not bad, '%s: %d bad keys are refused %s' % (curve.name, len(cases), bad or ''))


# ---------------------------------------------------------------------------------------------------
# explicit parameters

def load_explicit(numbers, key, flags=0):
    field, order = len(numbers[P]), len(numbers[ORDER])
    want = {number: size for number, size in ((X, field), (Y, field), (D, order)) if number not in key}
    if D not in key:
        del want[D]
    return unix.import_key('FAMILY_EC', CURVE['CURVE_EXPLICIT'], {**numbers, **key}, want, flags)


def test_explicit_refused():
    curve = curve_named('brainpoolP256r1')
    numbers, parts = curve.numbers(), parts_of(openssl_key(curve)[1])
    key = {number: parts[number] for number in (X, Y, D)}
    p, n, b = (integer(numbers[number]) for number in (P, ORDER, B))
    one_more = (n + 1).to_bytes(curve.order, 'big')
    # y^2 = x^3 - 3x + 2 = (x - 1)^2 (x + 2) is singular, and (0, sqrt 2) or (2, 2) is on it
    singular = changed(numbers, A=p - 3, B=2, GX=2, GY=2)
    cases = [('composite p', changed(numbers, P=p - 2)), ('p = q^2', changed(numbers, P=(2 ** 128 - 159) ** 2)),
             ('even p', changed(numbers, P=p - 1)), ('p = 1', changed(numbers, P=1)), ('p = 0', changed(numbers, P=0)),
             ('p = 2', changed(numbers, P=2)), ('singular', singular), ('a = p', changed(numbers, A=p)),
             ('a + 1', changed(numbers, A=integer(numbers[A]) + 1)), ('b = p', changed(numbers, B=p)),
             ('b + 1', changed(numbers, B=b + 1)), ('generator off the curve', changed(numbers, GX=1)),
             ('generator (0, 0)', changed(numbers, GX=0, GY=0)), ('n + 1', changed(numbers, ORDER=one_more)),
             ('n = 0', changed(numbers, ORDER=0)), ('n = 1', changed(numbers, ORDER=1)), ('n = p', changed(numbers, ORDER=p)),
             ('h = 0', changed(numbers, COFACTOR=0)), ('h = 2', changed(numbers, COFACTOR=2)),
             ('n / 2, h = 2', changed(numbers, ORDER=n // 2, COFACTOR=2)),
             ('h of all ones', changed(numbers, COFACTOR=b'\xff' * 83))]
    for name, case in cases:
        ok(attempt(load_explicit, case, key) == 'BRIDGE_BAD_KEY', 'explicit parameters: %s' % name)
        # unseen: an object, and what it does is an error or nonsense, but no crash
        got = attempt(load_explicit, case, key, NO_VALIDATION)
        ok(not isinstance(got, str), 'explicit parameters, taken unseen: %s' % name)
        if not isinstance(got, str):
            attempt(unix.sign, got, MESSAGE)
            attempt(unix.agree, got, got)
        ok(isinstance(attempt(unix.generate_key, 'FAMILY_EC', CURVE['CURVE_EXPLICIT'], 0, case,
                              {X: curve.field, Y: curve.field, D: curve.order}), str),
           'explicit parameters: no new key with %s' % name)
    for number in numbers:
        less = {other: value for other, value in numbers.items() if other != number}
        ok(attempt(unix.import_key, 'FAMILY_EC', CURVE['CURVE_EXPLICIT'], {**less, **key}) ==
           'BRIDGE_INVALID_PARAMETER', 'explicit parameters: number %d is missing' % number)
    long = {number: bytes(100) + value for number, value in numbers.items()}
    ok(attempt(load_explicit, long, key) == 'BRIDGE_NOT_SUPPORTED', 'explicit parameters: too long')


def test_explicit_cofactor():
    """secp112r2 has cofactor 4: a point outside the subgroup is refused."""
    path = save('key.pem', openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:secp112r2',
                                   '-pkeyopt', 'ec_param_enc:explicit'))
    decoded = unix.decode(pkcs8(path))
    parts = parts_of(decoded)
    key = unix.import_key('FAMILY_EC', decoded.group, parts)
    check_signatures(path, key, len(parts[ORDER]), 'secp112r2, explicit')
    numbers = {number: parts[number] for number in range(P, SEED)}
    p, a, b = (integer(parts[number]) for number in (P, A, B))
    outside = 0
    for x in range(1, 60):
        square = (x ** 3 + a * x + b) % p
        y = pow(square, (p + 1) // 4, p)
        if y * y % p == square:
            point = {X: x.to_bytes(len(parts[X]), 'big'), Y: y.to_bytes(len(parts[X]), 'big')}
            outside += attempt(load_explicit, numbers, point) == 'BRIDGE_BAD_KEY'
            ok(not isinstance(attempt(load_explicit, numbers, point, NO_VALIDATION), str), 'point taken unseen')
    ok(p % 4 == 3 and outside > 5, 'secp112r2: %d points outside the subgroup are refused' % outside)
    ok(integer(parts[COFACTOR]) == 4 and attempt(load_explicit, changed(numbers, COFACTOR=1), {X: parts[X], Y: parts[Y]})
       == 'BRIDGE_BAD_KEY', 'secp112r2: cofactor 1 is refused')


def test_foreign_forms():
    """What has no place in CNG is told apart from what is broken."""
    for name in ('sect163k1', 'c2pnb163v1'):
        path = save('key.pem', openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:' + name,
                                       '-pkeyopt', 'ec_param_enc:explicit'))
        ok(attempt(unix.decode, pkcs8(path)) == 'BRIDGE_NOT_SUPPORTED', name + ', explicit: not supported')
        path = save('key.pem', openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:' + name))
        ok(attempt(unix.decode, pkcs8(path)) == 'BRIDGE_NOT_SUPPORTED', name + ': not supported')
    path = openssl_key(curve_named('secP256k1'))[0]
    explicit = save('explicit.pem', openssl('ec', '-in', path, '-param_enc', 'explicit', '-no_public'))
    ok(attempt(unix.decode, pkcs8(explicit)) == 'BRIDGE_BAD_DATA', 'an explicit key without its point')
    whole = pkcs8(save('explicit.pem', openssl('ec', '-in', path, '-param_enc', 'explicit')))
    ok(not isinstance(attempt(unix.decode, whole), str) and
       all(isinstance(attempt(unix.decode, whole[:size]), str) for size in range(len(whole))),
       'an explicit key cut anywhere is refused')


# ---------------------------------------------------------------------------------------------------
# curve25519

def clamped(key):
    return bytes([key[0] & 0xf8]) + key[1:31] + bytes([key[31] & 0x7f | 0x40])


def load_25519(parts, flags=0):
    want = {} if X in parts else {X: 32}
    return unix.import_key('FAMILY_EC', CURVE['CURVE_25519'], parts, want, flags)


def test_25519():
    path = save('key.pem', openssl('genpkey', '-algorithm', 'X25519'))
    decoded = unix.decode(pkcs8(path))
    private = openssl('pkey', '-in', path, '-outform', 'DER')[-32:]
    public = openssl('pkey', '-in', path, '-pubout', '-outform', 'DER')[-32:]
    ok(decoded.group == CURVE['CURVE_25519'] and parts_of(decoded) == {D: clamped(private)}, 'X25519: an RFC 8410 key')
    key = load_25519(parts_of(decoded))
    ok(bytes(key.parts[X]) == public, 'X25519: the public key is OpenSSL\'s')
    peer_path = save('peer.pem', openssl('genpkey', '-algorithm', 'X25519'))
    peer = load_25519(parts_of(unix.decode(pkcs8(peer_path))))
    check_agreement(path, key, peer_path, peer, 'X25519')
    der = unix.encode(key, 0x08)
    again = unix.decode(der)
    ok(again.group == CURVE['CURVE_25519'] and parts_of(again) == {D: clamped(private)} and again.usage == 8 and
       load_25519(parts_of(again)).object, 'X25519: written with explicit parameters, and read again')
    made = unix.generate_key('FAMILY_EC', CURVE['CURVE_25519'], 0, {}, {X: 32, D: 32})
    ok(clamped(bytes(made.parts[D])) == bytes(made.parts[D]) and
       bytes(load_25519({D: bytes(made.parts[D])}).parts[X]) == bytes(made.parts[X]), 'X25519: a new key')
    ok(attempt(unix.sign, key, MESSAGE) == 'BRIDGE_NOT_SUPPORTED', 'X25519: no signatures')
    refuse_25519(bytes(made.parts[D]), bytes(made.parts[X]))


def refuse_25519(private, public):
    prime = 2 ** 255 - 19
    orders = [0, 1, 325606250916557431795983626356110631294008115727848805560023387167927233504,
              39382357235489614581723060781553021112529911719440698176882885853963445705823, prime - 1]
    for name, parts in (('bit 0 of d', {D: bytes([private[0] | 1]) + private[1:]}),
                        ('bit 255 of d', {D: private[:31] + bytes([private[31] | 0x80])}),
                        ('bit 254 of d', {D: private[:31] + bytes([private[31] & 0xbf])}),
                        ('top bit of u', {X: public[:31] + bytes([public[31] | 0x80])}),
                        ('u = p', {X: prime.to_bytes(32, 'little')}),
                        ('u = 2^255 - 1', {X: b'\xff' * 31 + b'\x7f'}), ('d = 0', {D: bytes(32)})):
        ok(attempt(load_25519, parts) == attempt(load_25519, parts, NO_VALIDATION) == 'BRIDGE_BAD_KEY',
           'X25519: %s is refused, also unseen' % name)
    ok(attempt(load_25519, {D: private, X: bytes([public[0] ^ 1]) + public[1:]}) == 'BRIDGE_BAD_KEY',
       'X25519: a public key of another private one')
    for u in orders:
        low = {X: u.to_bytes(32, 'little')}
        ok(attempt(load_25519, low) == 'BRIDGE_BAD_KEY', 'X25519: low order')
        ok(unix.agree(load_25519({D: private}), load_25519(low, NO_VALIDATION)) == bytes(32),
           'X25519: low order, taken unseen: the secret is zero')
    for name, parts in (('31 bytes', {X: public[:31]}), ('33 bytes', {X: public + b'\0'}), ('a y', {X: public, Y: public})):
        ok(attempt(load_25519, parts) == 'BRIDGE_INVALID_PARAMETER', 'X25519: ' + name)


# ---------------------------------------------------------------------------------------------------
# Wycheproof

def agreements(name):
    content = wycheproof.load(name + '_test.json')
    if not content:
        print('skip - no Wycheproof vectors at hand (%s)' % name)
        return
    for _, case in wycheproof.cases(content):
        yield case, *(bytes.fromhex(case[field].rjust(len(case[field]) + len(case[field]) % 2, '0'))
                      for field in ('public', 'private', 'shared'))


def spki_prefix(curve):
    """What stands before the coordinates in the usual SubjectPublicKeyInfo."""
    path = save('key.pem', openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:' + curve.openssl))
    return openssl('pkey', '-in', path, '-pubout', '-outform', 'DER')[:-2 * curve.field]


def wycheproof_ecdh(file, curve):
    prefix, counts = spki_prefix(curve), {'valid': 0, 'invalid': 0, 'acceptable': 0}
    bad = []
    for case, public, private, shared in agreements(file):
        if not public.startswith(prefix) or len(public) != len(prefix) + 2 * curve.field:
            continue                    # another form of the DER, which is no business of this side
        point = public[len(prefix):]
        own = curve.load({D: integer(private).to_bytes(curve.order, 'big')})
        peer = attempt(curve.load, {X: point[:curve.field], Y: point[curve.field:]})
        got = peer if isinstance(peer, str) else attempt(unix.agree, own, peer)
        right = got == shared if case['result'] == 'valid' else got in (shared, 'BRIDGE_BAD_KEY')
        right = right and not (case['result'] == 'invalid' and got != 'BRIDGE_BAD_KEY')
        counts[case['result']] += 1
        bad += [] if right else [case['tcId']]
        unix.kept.clear()
    if sum(counts.values()):
        ok(not bad and counts['valid'] > 300 and counts['invalid'] > 10, 'Wycheproof %s: %s %s' % (file, counts, bad or ''))


def wycheproof_x25519():
    """A form that Windows refuses is one whose top bit is set, or that is not less than the prime."""
    counts, bad = {}, []
    for case, public, private, shared in agreements('x25519'):
        own = load_25519({D: clamped(private)})
        canonical = int.from_bytes(public, 'little') < 2 ** 255 - 19
        low = shared == bytes(32)
        got = attempt(load_25519, {X: public}, NO_VALIDATION)
        strict = attempt(load_25519, {X: public})
        if not canonical:
            right, kind = got == strict == 'BRIDGE_BAD_KEY', 'not canonical'
        else:
            right = unix.agree(own, got) == shared and (strict == 'BRIDGE_BAD_KEY') == low
            kind = 'low order' if low else 'ordinary'
        counts[kind] = counts.get(kind, 0) + 1
        bad += [] if right else [case['tcId']]
        unix.kept.clear()
    if counts:
        ok(not bad and counts['ordinary'] > 400 and len(counts) == 3, 'Wycheproof x25519: %s %s' % (counts, bad or ''))


# ---------------------------------------------------------------------------------------------------
# without libcrypto

def test_without_libcrypto():
    """A library that cannot be loaded costs its curves, and nothing else."""
    save('libcrypto.so.3', b'no library')
    environment = dict(os.environ, LD_LIBRARY_PATH=directory)
    result = subprocess.run([sys.executable, __file__, '--without-libcrypto'], env=environment, check=False)
    ok(result.returncode == 0, 'without libcrypto')


def check_without_libcrypto():
    there = {curve.name for curve in CURVES if unix.attach.curves >> curve.group & 1}
    ok(unix.attach.libcrypto == b'', 'without libcrypto: it is not there')
    ok(there == {'curve25519', 'nistP192', 'nistP224', 'nistP256', 'nistP384', 'nistP521', 'secP192r1', 'secP224r1',
                 'secP256r1', 'secP384r1', 'secP521r1', 'wtls12', 'x962P192v1', 'x962P256v1'},
       'without libcrypto: the curves of Nettle are')
    for curve in CURVES:
        made = attempt(curve.generate) if curve.openssl else None
        if curve.name in there and curve.openssl:
            ok(len(unix.sign(made, MESSAGE)) == 2 * curve.order, 'without libcrypto: %s signs' % curve.name)
        elif curve.openssl:
            ok(made == attempt(curve.load, {D: bytes(curve.order - 1) + b'\1'}) == 'BRIDGE_NOT_SUPPORTED',
               'without libcrypto: %s is not there' % curve.name)
        ok(attempt(curve.numbers) == 'BRIDGE_NOT_SUPPORTED', 'without libcrypto: the numbers of %s' % curve.name)
    ok(attempt(unix.import_key, 'FAMILY_EC', CURVE['CURVE_EXPLICIT'], {D: b'\1'}) == 'BRIDGE_NOT_SUPPORTED',
       'without libcrypto: explicit parameters')


def main():
    global unix, directory
    unix = unixtest.load_unix_side()
    if sys.argv[1:] == ['--without-libcrypto']:
        check_without_libcrypto()
        sys.exit(unixtest.failures != 0)
    with unixtest.scratch() as directory:
        for curve in CURVES:
            ok(unix.attach.curves >> curve.group & 1, curve.name + ': is there')
            if curve.openssl:
                check_curve(curve)
        test_explicit_refused()
        test_explicit_cofactor()
        test_foreign_forms()
        test_25519()
        wycheproof_ecdh('ecdh_brainpoolP256r1', curve_named('brainpoolP256r1'))
        wycheproof_ecdh('ecdh_secp256k1', curve_named('secP256k1'))
        wycheproof_x25519()
        test_without_libcrypto()
    sys.exit(unixtest.failures != 0)


if __name__ == '__main__':
    main()
