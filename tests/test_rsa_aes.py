#!/usr/bin/env python3
"""Keys under RSA and AES (CKM_RSA_AES_KEY_WRAP) against OpenSSL's command line, both ways."""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / 'tools'))
import unixtest                                                        # noqa: E402
from bridge import RSA                                                 # noqa: E402
from unixtest import attempt, ok, openssl                              # noqa: E402

HASHES = [('HASH_SHA1', 'sha1'), ('HASH_SHA256', 'sha256'), ('HASH_SHA384', 'sha384'), ('HASH_SHA512', 'sha512')]
KWP_IV = 'A65959A6'                                                    # RFC 5649 section 3
MODULUS = 256                                                          # bytes


def oaep(operation, path, data, hash_name, label):
    options = ['rsa_padding_mode:oaep', 'rsa_oaep_md:' + hash_name, 'rsa_mgf1_md:' + hash_name]
    if label:
        options.append('rsa_oaep_label:' + label.hex())
    arguments = ['pkeyutl', operation, '-inkey', path]
    for option in options:
        arguments += ['-pkeyopt', option]
    return openssl(*arguments, data=data)


def kwp(operation, key, data):
    with tempfile.NamedTemporaryFile() as file:                         # it wants to know the size beforehand
        file.write(data)
        file.flush()
        return openssl('enc', operation, '-id-aes%d-wrap-pad' % (8 * len(key)), '-K', key.hex(), '-iv', KWP_IV,
                       '-in', file.name)


def check(unix, path, key, content, ours, theirs, bits, label):
    name = '%s, AES-%d%s, %d bytes' % (theirs, bits, ', label' if label else '', len(content))
    wrapped = attempt(unix.wrap_key, 'rsa_aes_wrap', key, content, MODULUS, ours, bits, label)
    secret = oaep('-decrypt', path, wrapped[:MODULUS], theirs, label)
    ok(secret and len(secret) == bits // 8 and kwp('-d', secret, wrapped[MODULUS:]) == content,
       name + ': OpenSSL unwraps it')
    secret = os.urandom(bits // 8)
    made = oaep('-encrypt', path, secret, theirs, label) + kwp('-e', secret, content)
    ok(attempt(unix.wrap_key, 'rsa_aes_unwrap', key, made, MODULUS, ours, 0, label) == content,
       name + ': OpenSSL\'s is unwrapped')


def main():
    unix = unixtest.load_unix_side()
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, 'key.pem')
        openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:%d' % (8 * MODULUS), '-out', path)
        decoded = unix.decode(openssl('pkcs8', '-topk8', '-nocrypt', '-outform', 'DER', '-in', path))
        key = unix.import_key('FAMILY_RSA', 0, {n: bytes(decoded.parts[n]) for n in range(RSA['RSA_Q'] + 1)})
        for ours, theirs in HASHES:
            for bits in (128, 192, 256):
                for label in (b'', b'a label'):
                    for size in (1, 8, 9, 16, 165, 1217):
                        check(unix, path, key, os.urandom(size), ours, theirs, bits, label)
    return unixtest.failures != 0


if __name__ == '__main__':
    sys.exit(main())
