#!/usr/bin/env python3
"""Project Wycheproof's test cases, for test programs to read.

usage: wycheproof.py FILE.json FIELD...
       wycheproof.py --signatures

The first prints the cases of one file, one a line, with the fields separated by tabs. A field that the case
lacks is looked for in its group, then taken as empty. Fields that are lists are joined by commas. A.B is the
member B of the field A.

The second prints the cases of RSA and ECDSA of all files; these are told by their schema, so any selection
will do. One word and NAME=VALUE pairs a line, bytes in hexadecimal digits, with the digest of the message
computed here:

  file NAME
  key e= n= | key curve= x= y= | key pkcs8=
  case id= result= op=verify scheme= hash= salt= digest= sig= [note=PointDuplication]
  case id= result= op=sign scheme= hash= digest= sig=
  case id= result= op=decrypt scheme= hash= label= ct= msg=
  unfit NUMBER cases: REASON         what CNG has no name for, such as SHA-224

The files (github.com/C2SP/wycheproof, testvectors_v1) are not part of the project: they are looked
for in $WYCHEPROOF_DIR, or in ../shared/wycheproof beside the project. Without them, exit code 3.
"""

import collections
import hashlib
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get('WYCHEPROOF_DIR') or ROOT.parent / 'shared' / 'wycheproof')
ABSENT = 3


def load(name):
    """A file's content, None if it is not at hand."""
    path = FOLDER / name
    return json.loads(path.read_text(encoding='utf-8')) if path.is_file() else None


def cases(content):
    """All cases, each with its group."""
    for group in content['testGroups']:
        for case in group['tests']:
            yield group, case


# ---------------------------------------------------------------------------------------------------
# fields of one file

def as_text(value):
    if isinstance(value, list):
        return ','.join(as_text(item) for item in value)
    return str(value).replace('\t', ' ').replace('\n', ' ')


def field(case, group, name):
    value = case if name.split('.')[0] in case else group
    for part in name.split('.'):
        value = value.get(part, '')
    return as_text(value)


# ---------------------------------------------------------------------------------------------------
# signatures and ciphertexts of all files

# Wycheproof's names and ours (enum bridge_hash, enum bridge_curve)
HASHES = {'MD5': 'MD5', 'SHA-1': 'SHA1', 'SHA-256': 'SHA256', 'SHA-384': 'SHA384', 'SHA-512': 'SHA512',
          'SHA3-256': 'SHA3_256', 'SHA3-384': 'SHA3_384', 'SHA3-512': 'SHA3_512'}
CURVES = {'secp224r1': ('NISTP224', 28), 'secp256r1': ('NISTP256', 32), 'secp384r1': ('NISTP384', 48),
          'secp521r1': ('NISTP521', 66), 'secp256k1': ('SECP256K1', 32), 'brainpoolP224r1': ('BRAINPOOLP224R1', 28),
          'brainpoolP256r1': ('BRAINPOOLP256R1', 32), 'brainpoolP320r1': ('BRAINPOOLP320R1', 40),
          'brainpoolP384r1': ('BRAINPOOLP384R1', 48), 'brainpoolP512r1': ('BRAINPOOLP512R1', 64)}


class Unfit(Exception):
    pass


def hash_name(name):
    if name not in HASHES:
        raise Unfit('hash ' + name)
    return HASHES[name]


def same_mask_hash(group):
    if group.get('mgf') != 'MGF1' or group['mgfSha'] != group['sha']:
        raise Unfit('a mask of another hash')
    return hash_name(group['sha'])


def digest(group, test):
    return hashlib.new(HASHES[group['sha']].lower(), bytes.fromhex(test['msg'])).hexdigest()


def number(text, size=0):
    """Without leading zeros, or padded to so many bytes."""
    text = text.lstrip('0')
    return text.rjust(2 * size, '0') if size else text.rjust(len(text) + len(text) % 2, '0')


def public_key(group):
    return 'e=%s n=%s' % (number(group['publicKey']['publicExponent']), number(group['publicKey']['modulus']))


def private_key(group):
    return 'pkcs8=' + group['privateKeyPkcs8']


def curve_key(group):
    key = group['publicKey']
    if key['curve'] not in CURVES:
        raise Unfit('curve ' + key['curve'])
    name, size = CURVES[key['curve']]
    return 'curve=%s x=%s y=%s' % (name, number(key['wx'], size), number(key['wy'], size))


def verify_pkcs1(group, test):
    return 'op=verify scheme=PKCS1 hash=%s salt=0 digest=%s sig=%s' % (
        hash_name(group['sha']), digest(group, test), test['sig'])


def verify_pss(group, test):
    return 'op=verify scheme=PSS hash=%s salt=%d digest=%s sig=%s' % (
        same_mask_hash(group), group['sLen'], digest(group, test), test['sig'])


def verify_ecdsa(group, test):
    hash_name(group['sha'])
    note = ' note=PointDuplication' if 'PointDuplication' in test['flags'] else ''
    return 'op=verify scheme=NONE hash=NONE salt=0 digest=%s sig=%s%s' % (digest(group, test), test['sig'], note)


def sign_pkcs1(group, test):
    return 'op=sign scheme=PKCS1 hash=%s digest=%s sig=%s' % (
        hash_name(group['sha']), digest(group, test), test['sig'])


def decrypt_pkcs1(group, test):
    return 'op=decrypt scheme=PKCS1 hash=NONE label= ct=%s msg=%s' % (test['ct'], test['msg'])


def decrypt_oaep(group, test):
    return 'op=decrypt scheme=OAEP hash=%s label=%s ct=%s msg=%s' % (
        same_mask_hash(group), test['label'], test['ct'], test['msg'])


SCHEMAS = {
    'ecdsa_p1363_verify_schema_v1.json': (curve_key, verify_ecdsa),
    'rsassa_pkcs1_verify_schema_v1.json': (public_key, verify_pkcs1),
    'rsassa_pkcs1_generate_schema_v1.json': (private_key, sign_pkcs1),
    'rsassa_pss_verify_schema_v1.json': (public_key, verify_pss),
    'rsaes_pkcs1_decrypt_schema_v1.json': (private_key, decrypt_pkcs1),
    'rsaes_oaep_decrypt_schema_v1.json': (private_key, decrypt_oaep),
}


def print_signatures(name, content, key_line, case_line):
    unfit = collections.Counter()
    print('file', name)
    for group in content['testGroups']:
        try:
            lines = ['key ' + key_line(group)]
            for test in group['tests']:
                lines.append('case id=%d result=%s %s' % (test['tcId'], test['result'], case_line(group, test)))
            print('\n'.join(lines))
        except Unfit as reason:
            unfit[str(reason)] += len(group['tests'])
    for reason, count in sorted(unfit.items()):
        print('unfit', count, 'cases:', reason)


def print_all_signatures():
    for path in sorted(FOLDER.glob('*.json')):
        content = load(path.name)
        functions = SCHEMAS.get(content.get('schema'))
        if functions:
            print_signatures(path.name, content, *functions)


def print_fields(name, fields):
    for group, case in cases(load(name)):
        print('\t'.join(field(case, group, name) for name in fields))


def main():
    arguments = sys.argv[1:]
    if arguments == ['--signatures']:
        if not FOLDER.is_dir():
            sys.exit(ABSENT)
        print_all_signatures()
    elif len(arguments) < 2 or arguments[0].startswith('-'):
        sys.exit(__doc__.strip())
    elif not (FOLDER / arguments[0]).is_file():
        sys.exit(ABSENT)
    else:
        print_fields(arguments[0], arguments[1:])


if __name__ == '__main__':
    main()
