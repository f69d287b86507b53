#!/usr/bin/env python3
"""Private keys under a password against OpenSSL's command line and GnuTLS's certtool, both ways.

Every scheme, several kinds of keys, passwords of every sort. The key inside is compared byte for byte;
a wrong password, no password and damaged data must be told as what they are.
"""

import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / 'tools'))
import unixtest                                                        # noqa: E402
from unixtest import attempt, ok, run, save                            # noqa: E402

PKCS12 = '1.2.840.113549.1.12.1.'
PBES2 = '1.2.840.113549.1.5.13'
# the last arc of the identifier, OpenSSL's name, certtool's name
PKCS12_SCHEMES = [(1, 'PBE-SHA1-RC4-128', 'arcfour'), (2, 'PBE-SHA1-RC4-40', None), (3, 'PBE-SHA1-3DES', '3des-pkcs12'),
                  (4, 'PBE-SHA1-2DES', None), (5, 'PBE-SHA1-RC2-128', None), (6, 'PBE-SHA1-RC2-40', 'rc2-40')]
CIPHERS = [('aes-128-cbc', 'aes-128'), ('aes-192-cbc', 'aes-192'), ('aes-256-cbc', 'aes-256'), ('des-ede3-cbc', '3des')]
PRFS = ['hmacWithSHA1', 'hmacWithSHA256', 'hmacWithSHA384', 'hmacWithSHA512']
KEYS = {'RSA': ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'],
        'P-256': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
        'P-521': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-521'],
        'X25519': ['-algorithm', 'X25519'],
        'ML-KEM-512': ['-algorithm', 'ML-KEM-512']}
PASSWORDS = ['secret', '', 'a', 'gr\u00fc\u00dfe aus K\u00f6ln', '\u5bc6\u7801', '\U0001f511key', 'x' * 200]

unix = None


def openssl(*arguments, data=None):
    return run('openssl', *arguments, '-provider', 'default', '-provider', 'legacy', data=data)


def password_file(password):
    return 'file:' + save('password', password.encode() + b'\n')


def openssl_encrypt(plain, password, *options):
    return openssl('pkcs8', '-topk8', '-inform', 'DER', '-outform', 'DER', '-passout', password_file(password),
                   *options, data=plain)


def openssl_decrypt(encrypted, password):
    """OpenSSL writes the key anew; it has no attributes here, so that the bytes must be the same."""
    return openssl('pkcs8', '-topk8', '-nocrypt', '-inform', 'DER', '-outform', 'DER',
                   '-passin', password_file(password), data=encrypted)


def certtool_password(password):
    return ['--password', password] if password else ['--empty-password']


def certtool_decrypt(encrypted, password):
    return run('certtool', '--inder', '--pkcs8', *certtool_password(password), '--key-info', '--infile',
               save('key.der', encrypted))


def certtool_encrypt(plain, password, cipher):
    return run('certtool', '--inder', '--outder', '--to-p8', *certtool_password(password), '--pkcs-cipher', cipher,
               '--load-privkey', save('key.der', plain))


def pbe_params(iterations, salt):
    return struct.pack('<iI', iterations, len(salt)) + salt


def parameters_of(encrypted):
    """The DER of the AlgorithmIdentifier's parameters in an EncryptedPrivateKeyInfo, by OpenSSL's dump."""
    lines = run('openssl', 'asn1parse', '-inform', 'DER', data=encrypted).decode().splitlines()
    offset = int(lines[3].split(':')[0])
    header, size = lines[3].split('hl=')[1].split('l=')[:2]
    return encrypted[offset:offset + int(header) + int(size.split()[0])]


# ---------------------------------------------------------------------------------------------------

def check_ours(plain, name, password, oid, parameters=b''):
    """What is written here is read here and by OpenSSL."""
    encrypted = attempt(unix.encrypt_pkcs8, plain, password, oid, parameters)
    ok(attempt(unix.decrypt_pkcs8, encrypted, password) == plain, name + ': read back')
    ok(openssl_decrypt(encrypted, password) == plain, name + ': OpenSSL reads it')
    return encrypted


def check_theirs(plain, name, password, encrypted, maker):
    ok(encrypted and attempt(unix.decrypt_pkcs8, encrypted, password) == plain, '%s: %s\'s is read' % (name, maker))


def pkcs12_schemes(keys):
    for kind, plain in keys.items():
        for arc, theirs, certtool in PKCS12_SCHEMES:
            name = '%s, %s' % (theirs, kind)
            encrypted = check_ours(plain, name, 'secret', PKCS12 + str(arc), pbe_params(7, b'12345678'))
            made = openssl_encrypt(plain, 'secret', '-v1', theirs)
            check_theirs(plain, name, 'secret', made, 'OpenSSL')
            if certtool and kind in ('RSA', 'P-256'):
                ok(certtool_decrypt(encrypted, 'secret'), name + ': certtool reads it')
                made = certtool_encrypt(plain, 'secret', certtool)
                ok(made and attempt(unix.decrypt_pkcs8, made, 'secret')[:1] == b'\x30', name + ': certtool\'s is read')


def pbes2_schemes(keys):
    for kind, plain in keys.items():
        for cipher, certtool in CIPHERS:
            for prf in PRFS:
                name = 'PBES2 %s %s, %s' % (cipher, prf, kind)
                made = openssl_encrypt(plain, 'secret', '-v2', cipher, '-v2prf', prf, '-iter', '100')
                check_theirs(plain, name, 'secret', made, 'OpenSSL')
                # its parameters, taken over as they are, make its bytes
                ok(attempt(unix.encrypt_pkcs8, plain, 'secret', PBES2, parameters_of(made)) == made,
                   name + ': OpenSSL\'s parameters give OpenSSL\'s bytes')
                if kind not in ('RSA', 'P-256') or prf != PRFS[0]:
                    continue
                ok(certtool_decrypt(made, 'secret'), name + ': certtool reads it')
                made = certtool_encrypt(plain, 'secret', certtool)
                ok(made and attempt(unix.decrypt_pkcs8, made, 'secret')[:1] == b'\x30', name + ': certtool\'s is read')


def defaults(plain):
    encrypted = check_ours(plain, 'the default', 'secret', '')
    dump = run('openssl', 'asn1parse', '-inform', 'DER', data=encrypted)
    ok(b'pbeWithSHA1And3-KeyTripleDES-CBC' in dump and b':07D0' in dump, 'the default: 3DES, 2000 iterations')
    encrypted = check_ours(plain, 'PBES2 by default', 'secret', PBES2)
    dump = run('openssl', 'asn1parse', '-inform', 'DER', data=encrypted)
    ok(b'aes-256-cbc' in dump and b'hmacWithSHA256' in dump and b':07D0' in dump,
       'PBES2 by default: AES-256-CBC, HMAC-SHA256, 2000 iterations')
    ok(unix.encrypt_pkcs8(plain, 'secret') != unix.encrypt_pkcs8(plain, 'secret'), 'a salt of its own each time')
    encrypted = check_ours(plain, 'no salt given', 'secret', PKCS12 + '3', pbe_params(5, b''))
    ok(b'l=   8 prim' in run('openssl', 'asn1parse', '-inform', 'DER', data=encrypted), 'no salt given: 8 random bytes')


def passwords(plain):
    for password in PASSWORDS:
        for oid, options in ((PKCS12 + '3', ['-v1', 'PBE-SHA1-3DES']), (PBES2, ['-v2', 'aes-256-cbc'])):
            name = 'password %r, %s' % (password[:20], options[1])
            encrypted = check_ours(plain, name, password, oid)
            check_theirs(plain, name, password, openssl_encrypt(plain, password, *options), 'OpenSSL')
            ok(certtool_decrypt(encrypted, password), name + ': certtool reads it')


def wrong_passwords(plain):
    """Many, so that padding is right by chance now and then."""
    for arc in [str(row[0]) for row in PKCS12_SCHEMES] + [None]:
        oid = PKCS12 + arc if arc else PBES2
        encrypted = unix.encrypt_pkcs8(plain, 'secret', oid, pbe_params(1, b'12345678') if arc else b'')
        results = {attempt(unix.decrypt_pkcs8, encrypted, 'wrong%d' % n) for n in range(600 if arc else 300)}
        ok(results == {'BRIDGE_BAD_PASSWORD'}, 'wrong passwords, %s: %s' % (oid, sorted(map(repr, results))[:3]))
        ok(attempt(unix.decrypt_pkcs8, encrypted, None) == 'BRIDGE_BAD_PASSWORD', 'no password, ' + oid)


def bad_input(plain):
    encrypted = unix.encrypt_pkcs8(plain, 'secret', PKCS12 + '3', pbe_params(1, b'12345678'))
    ok(attempt(unix.decrypt_pkcs8, plain, 'secret') == 'BRIDGE_BAD_DATA', 'a key in the clear is not an encrypted one')
    results = {attempt(unix.decrypt_pkcs8, encrypted[:n], 'secret') for n in range(len(encrypted))}
    ok(results == {'BRIDGE_BAD_DATA'}, 'truncated: %s' % results)
    ok(attempt(unix.decrypt_pkcs8, encrypted + b'\0', 'secret') == 'BRIDGE_BAD_DATA', 'a byte more')
    for oid, parameters, status in [
            ('1.2.3', b'', 'NOT_SUPPORTED'), (PKCS12 + '7', b'', 'NOT_SUPPORTED'), ('9' * 300, b'', 'NOT_SUPPORTED'),
            (PKCS12 + '3', b'1234567', 'INVALID_PARAMETER'), (PKCS12 + '3', struct.pack('<iI', 1, 1), 'INVALID_PARAMETER'),
            (PKCS12 + '3', struct.pack('<iI', 1, 2 ** 32 - 1) + b'1', 'INVALID_PARAMETER'),
            (PKCS12 + '3', pbe_params(0, b'12345678'), 'INVALID_PARAMETER'),
            (PKCS12 + '3', pbe_params(-1, b'12345678'), 'INVALID_PARAMETER'),
            (PKCS12 + '3', pbe_params(2 ** 31 - 1, b'12345678'), 'NOT_SUPPORTED'),
            (PBES2, pbe_params(1, b'12345678'), 'INVALID_PARAMETER'), (PBES2, b'\x05\x00', 'INVALID_PARAMETER')]:
        ok(attempt(unix.encrypt_pkcs8, plain, 'secret', oid, parameters) == 'BRIDGE_' + status,
           'scheme %s with %d bytes of parameters: %s' % (oid[:30], len(parameters), status))


def main():
    global unix
    unix = unixtest.load_unix_side()
    if unix.libcrypto() < (3, 5):
        del KEYS['ML-KEM-512']
        print('skip - ML-KEM-512 under a password needs libcrypto 3.5; there is %s' %
              (unix.attach.libcrypto.decode() or 'none'))
    with unixtest.scratch():
        keys = {kind: openssl('pkcs8', '-topk8', '-nocrypt', '-outform', 'DER',
                              data=openssl('genpkey', *options)) for kind, options in KEYS.items()}
        pkcs12_schemes(keys)
        pbes2_schemes(keys)
        defaults(keys['P-256'])
        passwords(keys['P-256'])
        wrong_passwords(keys['P-256'])
        bad_input(keys['P-256'])
    return unixtest.failures != 0


if __name__ == '__main__':
    sys.exit(main())
