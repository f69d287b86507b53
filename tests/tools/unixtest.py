"""What the tests of the Unix side in Python share: results, OpenSSL's commands, DER of signatures."""

import contextlib
import os
import subprocess
import sys
import tempfile

import bridge

MESSAGE = b'a message of thirty-two bytes...'

failures = 0
folder = None


def ok(condition, description):
    global failures
    failures += not condition
    print('%s - %s' % ('ok' if condition else 'not ok', description), flush=True)


def load_unix_side():
    try:
        return bridge.Bridge()
    except OSError as error:
        print('not ok - cannot load %s: %s' % (bridge.LIBRARY, error))
        sys.exit(1)


@contextlib.contextmanager
def scratch():
    """A folder for save()."""
    global folder
    with tempfile.TemporaryDirectory() as folder:
        yield folder


def save(name, data):
    path = os.path.join(folder, name)
    with open(path, 'wb') as file:
        file.write(data)
    return path


def attempt(function, *arguments, **named):
    """The result, or the name of the status."""
    try:
        return function(*arguments, **named)
    except bridge.Failure as failure:
        return str(failure)


def run(*command, data=None):
    """The output of a command, None if it fails."""
    result = subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return result.stdout if result.returncode == 0 else None


def openssl(*arguments, data=None):
    return run('openssl', *arguments, data=data)


# ---------------------------------------------------------------------------------------------------
# signatures r || s and their DER

def integer(data):
    return int.from_bytes(data, 'big')


def der_integer(value):
    data = value.to_bytes(value.bit_length() // 8 + 1, 'big')
    return b'\x02' + bytes([len(data)]) + data


def der_signature(signature):
    half = len(signature) // 2
    body = der_integer(integer(signature[:half])) + der_integer(integer(signature[half:]))
    return b'\x30' + (bytes([len(body)]) if len(body) < 128 else b'\x81' + bytes([len(body)])) + body


def raw_signature(der, size):
    body = der[2:] if der[1] < 128 else der[3:]
    r, rest = body[2:2 + body[1]], body[2 + body[1]:]
    return b''.join(integer(part).to_bytes(size, 'big') for part in (r, rest[2:]))
