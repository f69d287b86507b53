#!/usr/bin/env python3
"""CMS envelopes against OpenSSL's command line, both ways.

Every content cipher, several recipients and certificates; envelopes for somebody else, damaged ones, and
what is no envelope at all.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / 'tools'))
import unixtest                                                        # noqa: E402
from bridge import RSA                                                 # noqa: E402
from unixtest import attempt, ok, openssl, save                        # noqa: E402

# OpenSSL's name, identifier, size of the IV
CIPHERS = [('aes-128-cbc', '2.16.840.1.101.3.4.1.2', 16), ('aes-192-cbc', '2.16.840.1.101.3.4.1.22', 16),
           ('aes-256-cbc', '2.16.840.1.101.3.4.1.42', 16), ('des-ede3-cbc', '1.2.840.113549.3.7', 8),
           ('rc2-cbc', '1.2.840.113549.3.2', 8)]
RC2 = [('rc2-40-cbc', b'\x02\x02\x00\xa0'), ('rc2-64-cbc', b'\x02\x01\x78'), ('rc2-cbc', b'\x02\x01\x3a')]
AES256 = CIPHERS[2][1]
AES_BLOCK = 16
CONTENT = bytes(range(251)) * 3

unix = None


def path(name):
    return os.path.join(unixtest.folder, name)


class Owner:
    """A key, its certificate, our object."""

    def __init__(self, name, options, subject='/CN=owner', serial='0x0123456789abcdef'):
        self.key, self.pem = path(name + '.key'), path(name + '.pem')
        openssl('genpkey', *options, '-out', self.key)
        openssl('req', '-x509', '-key', self.key, '-subj', subject, '-set_serial', serial, '-out', self.pem)
        self.certificate = openssl('x509', '-in', self.pem, '-outform', 'DER')
        self.object = None
        if 'RSA' in options:
            decoded = unix.decode(openssl('pkcs8', '-topk8', '-nocrypt', '-outform', 'DER', '-in', self.key))
            self.object = unix.import_key('FAMILY_RSA', 0,
                                          {n: bytes(decoded.parts[n]) for n in range(RSA['RSA_Q'] + 1)})

    def openssl_open(self, envelope, *options):
        return openssl('cms', '-decrypt', '-binary', '-inform', 'DER', '-recip', self.pem, '-inkey', self.key,
                       '-provider', 'default', '-provider', 'legacy', *options, data=envelope)


def openssl_make(data, cipher, owners, *options):
    return openssl('cms', '-encrypt', '-binary', '-outform', 'DER', '-' + cipher, '-provider', 'default',
                   '-provider', 'legacy', *options, *[owner.pem for owner in owners], data=data)


def ciphers(owner):
    for name, oid, iv_size in CIPHERS:
        for size in (0, 1, iv_size - 1, iv_size, len(CONTENT)):
            made = attempt(unix.make_envelope, CONTENT[:size], owner.certificate, oid)
            ok(owner.openssl_open(made) == CONTENT[:size], '%s, %d bytes: OpenSSL opens it' % (name, size))
            ok(attempt(unix.open_envelope, made, owner.object) == CONTENT[:size], '%s, %d bytes: opened' % (name, size))
        theirs = openssl_make(CONTENT, name, [owner])
        ok(attempt(unix.open_envelope, theirs, owner.object) == CONTENT, name + ': OpenSSL\'s is opened')
        if name != 'rc2-cbc':
            iv = bytes(range(iv_size))
            made = attempt(unix.make_envelope, CONTENT, owner.certificate, oid, b'\x04' + bytes([iv_size]) + iv)
            ok(iv in made and owner.openssl_open(made) == CONTENT, name + ': with the given IV')


def rc2(owner):
    for name, version in RC2:
        parameters = b'\x30' + bytes([len(version) + 10]) + version + b'\x04\x08' + bytes(8)
        made = attempt(unix.make_envelope, CONTENT, owner.certificate, '1.2.840.113549.3.2', parameters)
        ok(owner.openssl_open(made) == CONTENT, name + ': OpenSSL opens it')
        theirs = openssl_make(CONTENT, name, [owner])
        ok(theirs and attempt(unix.open_envelope, theirs, owner.object) == CONTENT, name + ': OpenSSL\'s is opened')


def recipients(owner, other, curve):
    for name, owners in (('two', [other, owner]), ('three, one of them with a curve', [curve, other, owner])):
        theirs = openssl_make(CONTENT, 'aes-256-cbc', owners)
        ok(attempt(unix.open_envelope, theirs, owner.object) == CONTENT, 'recipients: %s' % name)
    theirs = openssl_make(CONTENT, 'aes-256-cbc', [owner], '-keyid')
    ok(attempt(unix.open_envelope, theirs, owner.object) == CONTENT, 'a recipient named by the key\'s identifier')
    theirs = openssl_make(CONTENT, 'aes-256-cbc', [owner], '-stream')
    ok(attempt(unix.open_envelope, theirs, owner.object) == CONTENT, 'a stream, of indefinite length')
    theirs = openssl_make(CONTENT, 'aes-256-cbc', [curve])
    ok(attempt(unix.open_envelope, theirs, owner.object) == 'BRIDGE_DECRYPTION_FAILED', 'only a recipient with a curve')
    made = attempt(unix.make_envelope, CONTENT, owner.certificate, AES256)
    ok(attempt(unix.open_envelope, made, other.object) == 'BRIDGE_DECRYPTION_FAILED', 'somebody else\'s')
    ok(other.openssl_open(made) is None, 'somebody else\'s, to OpenSSL')


def certificates():
    """Whose names and numbers need care."""
    for name, subject, serial in (('negative', '/CN=a', '-5'), ('long', '/C=DE/O=K\u00f6ln/OU=x/CN=' + 'y' * 60, '0x' + '7f' * 20),
                                  ('zero', '/CN=a', '0'), ('top bit', '/CN=a', '0xff00')):
        owner = Owner('cert', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'], subject, serial)
        made = attempt(unix.make_envelope, CONTENT, owner.certificate, AES256)
        ok(owner.openssl_open(made) == CONTENT, 'certificate, %s: OpenSSL finds itself in it' % name)


def bad_input(owner, curve):
    made = unix.make_envelope(CONTENT, owner.certificate, AES256)
    results = {attempt(unix.open_envelope, made[:n], owner.object) for n in range(0, len(made), 3)}
    ok(results == {'BRIDGE_BAD_DATA'}, 'truncated: %s' % results)
    # A bit of the block before the last is a bit of the last one's plain text: never right padding.
    damaged = bytearray(made)
    damaged[-AES_BLOCK - 1] ^= 1
    ok(attempt(unix.open_envelope, bytes(damaged), owner.object) == 'BRIDGE_DECRYPTION_FAILED', 'a damaged length of padding')
    signed = openssl('cms', '-sign', '-binary', '-outform', 'DER', '-signer', owner.pem, '-inkey', owner.key, data=b'x')
    ok(signed and attempt(unix.open_envelope, signed, owner.object) == 'BRIDGE_BAD_DATA', 'a signature is no envelope')
    gcm = openssl_make(CONTENT, 'aes-256-gcm', [owner])
    ok(gcm and attempt(unix.open_envelope, gcm, owner.object) == 'BRIDGE_BAD_DATA', 'AuthEnvelopedData is another type')
    for what, certificate, oid, parameters, status in (
            ('no certificate', b'', AES256, b'', 'INVALID_PARAMETER'),
            ('a certificate cut off', owner.certificate[:-1], AES256, b'', 'INVALID_PARAMETER'),
            ('a curve in the certificate', curve.certificate, AES256, b'', 'NOT_SUPPORTED'),
            ('an unknown cipher', owner.certificate, '1.2.3', b'', 'NOT_SUPPORTED'),
            ('a long identifier', owner.certificate, '1.' * 200, b'', 'NOT_SUPPORTED'),
            ('an IV too short', owner.certificate, AES256, b'\x04\x08' + bytes(8), 'INVALID_PARAMETER'),
            ('parameters that are no IV', owner.certificate, AES256, b'\x05\x00', 'INVALID_PARAMETER')):
        ok(attempt(unix.make_envelope, CONTENT, certificate, oid, parameters) == 'BRIDGE_' + status, what + ': ' + status)


def main():
    global unix
    unix = unixtest.load_unix_side()
    with unixtest.scratch():
        owner = Owner('owner', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'])
        other = Owner('other', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'], '/CN=other')
        curve = Owner('curve', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], '/CN=curve')
        ciphers(owner)
        rc2(owner)
        recipients(owner, other, curve)
        certificates()
        bad_input(owner, curve)
    return unixtest.failures != 0


if __name__ == '__main__':
    sys.exit(main())
