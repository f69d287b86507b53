#!/usr/bin/env python3
"""tools/compare on small hand-made records: what is the same, what differs, damage, the page.

The page's own script is tried in chromium if there is one; it is no part of the environment.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from html.parser import HTMLParser

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COMPARE = os.path.join(ROOT, 'tools', 'compare')
HEAD = {'record': 1, 'platform': 'wine', 'wine': '10.0', 'windows': '10.0.19043', 'architecture': 'x86_64',
        'dll': 'ours', 'product': 'ncrypt for Wine', 'version': '0.1.0'}
BUILTIN = dict(HEAD, dll='builtin', product='', version='')
NATIVE = dict(HEAD, dll='native', platform='windows', wine='', windows='10.0.26100', product='Microsoft', version='10')
HOSTILE = '</script><img src=x onerror=alert(1)>&<!--"\'\u2028'

failures = 0
work = tempfile.mkdtemp()


def check(description, condition, detail=''):
    global failures
    if condition:
        print('ok - ' + description)
        return
    failures += 1
    print('not ok - ' + description)
    for line in str(detail).splitlines()[:20]:
        print('    ' + line)


def observation(function='NCryptExportKey', test='rsa', case='', place='test_a', call='key, flags 0', **results):
    return dict({'test': test, 'case': case, 'function': function, 'in': place, 'call': call}, **results)


def status(name, code, **more):
    return dict({'status': code, 'name': name}, **more)


DONE = status('ERROR_SUCCESS', '0x00000000')
REFUSED = status('NTE_NOT_SUPPORTED', '0x80090029')


def write(name, head, entries, raw=None):
    path = os.path.join(work, name)
    with open(path, 'wb') as file:
        for entry in [head] + entries:
            file.write((json.dumps(entry) + '\n').encode())
        file.write(raw or b'')
    return path


def run(*arguments):
    process = subprocess.run([COMPARE] + list(arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return process.returncode, process.stdout.decode(), process.stderr.decode()


def pair(ours, theirs, *options, head=BUILTIN):
    return run(*options, write('a.jsonl', HEAD, ours), write('b.jsonl', head, theirs))


def table_row(text, name):
    return re.search(r'^%s +(\d+) +(\d+) +(\d+) +(\d+)$' % name, text, re.M).groups()


def test_identical():
    entries = [observation(**DONE), observation(call='other', **DONE, size=4, bytes='00112233')]
    code, out, err = pair(entries, entries)
    check('identical records: status 0', code == 0, out + err)
    check('identical records: the counts', table_row(out, 'rsa') == ('2', '0', '0', '0'), out)
    check('identical records: no difference is printed', '==' not in out, out)


def test_different():
    code, out, _ = pair([observation(**DONE), observation(call='x', **DONE, size=4, bytes='00112233'),
                         observation('NCryptIsKeyHandle', number=1), observation(call='y', **DONE, size=5)],
                        [observation(**REFUSED), observation(call='x', **DONE, size=4, bytes='0011ff33'),
                         observation('NCryptIsKeyHandle', number=0), observation(call='y', **DONE, size=5)])
    check('differences: status 1', code == 1, out)
    check('differences: the counts', table_row(out, 'rsa') == ('1', '3', '0', '0'), out)
    check('statuses are shown by their names', 'ours     ERROR_SUCCESS\n    builtin  NTE_NOT_SUPPORTED' in out, out)
    check('the gravest come first', out.index('another status: 1') < out.index('other bytes: 1') <
          out.index('another value: 1'), out)
    check('bytes are shown', '0011ff33' in out and '00112233' in out, out)


def test_far_bytes():
    _, out, _ = pair([observation(**DONE, size=600, bytes='00' * 599 + '01')],
                     [observation(**DONE, size=600, bytes='00' * 599 + '02')])
    check('bytes are shown from where they differ', 'bytes from 0x253' in out and '0001' in out and '0002' in out, out)


def test_longer():
    code, out, _ = pair([observation(**DONE, bytes='0102')], [observation(**DONE, bytes='010203')])
    check('longer bytes are other bytes', code == 1 and 'other bytes: 1' in out, out)


def test_missing():
    code, out, _ = pair([observation(**DONE), observation(call='more', **DONE)],
                        [observation(**DONE), observation(call='less', **DONE), observation(call='less', **DONE)])
    check('observations of one record only: status 1', code == 1, out)
    check('observations of one record only: the counts', table_row(out, 'rsa') == ('1', '0', '1', '2'), out)
    check('the second of those alike has a number', 'less) #2' in out, out)


def test_order():
    """Those alike are paired by their order; others may come in any."""
    first, second = observation(**DONE, size=1), observation(**DONE, size=2)
    code, out, _ = pair([first, second, observation(call='z', **DONE)], [observation(call='z', **DONE), first, second])
    check('another order of unlike calls is no difference', code == 0, out)
    code, out, _ = pair([first, second], [second, first])
    check('another order of alike calls is one', code == 1 and table_row(out, 'rsa')[1] == '2', out)


def test_random():
    entry = observation(**DONE, size=72, normal='random after 4543533120000000')
    code, out, _ = pair([entry], [entry])
    check('random bytes in their normal form are the same', code == 0, out)
    code, out, _ = pair([entry], [dict(entry, normal='random after 4543533220000000')])
    check('another head of random bytes is another value', code == 1 and 'another value: 1' in out, out)


def test_ends():
    end = {'test': 'rsa', 'end': 'done', 'code': '0'}
    crash = {'test': 'rsa', 'end': 'crash', 'code': '0xc0000005'}
    code, out, _ = pair([observation(**DONE), end], [observation(**DONE), crash])
    check('a crash is a difference', code == 1, out)
    check('a crash is named', 'builtin: rsa: crash 0xc0000005' in out, out)
    code, out, _ = pair([end], [{'test': 'rsa', 'end': 'timeout', 'code': '1'}])
    check('a program without end is named', code == 1 and 'builtin: rsa: no end in time' in out, out)
    check('an exit code alone is none', pair([end], [dict(end, code='7')])[0] == 0)


def test_three():
    entries = [observation(**DONE), observation(call='x', **DONE)]
    paths = [write('n.jsonl', NATIVE, entries), write('a.jsonl', HEAD, entries),
             write('b.jsonl', BUILTIN, [observation(**REFUSED)])]
    page = os.path.join(work, 'three.html')
    code, out, _ = run('--html', page, *paths)
    check('three records: status 1', code == 1, out)
    check('three records: each beside the first', 'native | ours' in out and 'native | builtin' in out, out)
    data = page_data(page)
    check('three records: the page has three', [r['label'] for r in data['records']] == ['native', 'ours', 'builtin'])
    code, out, _ = run(paths[1], paths[1])
    check('two records of one kind have numbers', code == 0 and 'ours 1 | ours 2' in out, out)


def test_one_test():
    code, out, _ = pair([observation(**DONE), observation(test='ecc', **DONE)],
                        [observation(**DONE), observation(test='ecc', **REFUSED)], '--test', 'rsa')
    check('--test leaves the others out', code == 0 and 'ecc' not in out, out)


def test_limit():
    many = [observation(call=str(i), **DONE) for i in range(30)]
    others = [observation(call=str(i), **REFUSED) for i in range(30)]
    _, out, _ = pair(many, others)
    check('20 differences of a program are printed', out.count('NTE_NOT_SUPPORTED') == 20 and '10 more' in out, out)
    text = os.path.join(work, 'all.txt')
    _, out, _ = pair(many, others, '--text', text)
    with open(text, encoding='utf-8') as file:
        check('--text has all of them', file.read().count('NTE_NOT_SUPPORTED') == 30)
    check('--text leaves the summary', table_row(out, 'rsa') == ('0', '30', '0', '0'), out)


DAMAGED = {
    'an empty file': (b'', 1, 'empty'),
    'no record': (b'{"some": "json"}\n', 1, 'first line'),
    'another format': (b'{"record": 2}\n', 1, 'first line'),
    'a line that is not JSON': (b'HEAD{"test": "rsa", \n', 2, 'not JSON'),
    'a cut last line': (b'HEAD{"test": "rsa", "case": "", "function": "F", "status": "0x0"', 2, 'cut off'),
    'a line that is no object': (b'HEAD[1]\n', 2, 'not an object'),
    'a line that is neither': (b'HEAD{"test": "rsa"}\n', 2, 'neither'),
    'bytes that are none': (b'HEAD{"test": "rsa", "function": "F", "bytes": "0g"}\n', 2, 'hexadecimal'),
    'a size that is none': (b'HEAD{"test": "rsa", "function": "F", "size": "4"}\n', 2, 'not a number'),
    'a case that is none': (b'HEAD{"test": "rsa", "function": "F", "case": 4}\n', 2, 'not a text'),
    'not UTF-8': (b'HEAD{"test": "\xff", "function": "F"}\n', 2, 'UTF-8'),
    'zeros': (b'HEAD\0\0\0\n', 2, 'not JSON'),
    'endless nesting': (b'HEAD' + b'[' * 200000 + b'\n', 2, 'not JSON'),
}


def test_damaged():
    good = write('good.jsonl', HEAD, [])
    bad = os.path.join(work, 'bad.jsonl')
    for name, (content, line, problem) in DAMAGED.items():
        with open(bad, 'wb') as file:
            file.write(content.replace(b'HEAD', json.dumps(HEAD).encode() + b'\n'))
        code, out, err = run(good, bad)
        check('damaged: %s: file, line and problem' % name,
              code == 2 and '%s:%d: ' % (bad, line) in err and problem in err and 'Traceback' not in err, out + err)


def test_usage():
    good = write('good.jsonl', HEAD, [])
    code, _, err = run(good, os.path.join(work, 'absent.jsonl'))
    check('a file that is not there: status 2', code == 2 and 'absent.jsonl' in err, err)
    check('one record only: status 2', run(good)[0] == 2)
    check('no right to write the page: status 2', run('--html', '/proc/page.html', good, good)[0] == 2)
    check('--help: status 0', run('--help')[0] == 0)


# --- the page ------------------------------------------------------------------------------------

class Page(HTMLParser):
    """What of a page would load something, and its scripts."""

    def __init__(self):
        super().__init__()
        self.loads, self.scripts, self.inside, self.tags = [], [], None, []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        attributes = dict(attrs)
        for name in ('src', 'href'):
            if attributes.get(name) and not attributes[name].startswith('data:'):
                self.loads.append(attributes[name])
        if tag == 'script':
            self.inside = attributes.get('type', '')
            self.scripts.append([self.inside, ''])

    def handle_endtag(self, tag):
        if tag == 'script':
            self.inside = None

    def handle_data(self, content):
        if self.inside is not None:
            self.scripts[-1][1] += content


def parse_page(path):
    page = Page()
    with open(path, encoding='utf-8') as file:
        page.feed(file.read())
    return page


def page_data(path):
    return json.loads(next(content for kind, content in parse_page(path).scripts if kind == 'application/json'))


def make_page(name):
    page = os.path.join(work, name)
    hostile = observation(function=HOSTILE, place=HOSTILE, case=HOSTILE, call=HOSTILE, test='hostile' + HOSTILE,
                          status='0x1', name=HOSTILE, text=HOSTILE)
    ours = [observation(**DONE, size=4, bytes='00112233'), hostile, observation('NCryptSignHash', **DONE)]
    theirs = [observation(**DONE, size=4, bytes='0011ff33'), dict(hostile, text='x' + HOSTILE), observation('NCryptSignHash', **REFUSED)]
    code, out, _ = pair(ours, theirs, '--html', page)
    check('the page is made', code == 1 and os.path.exists(page), out)
    return page, out


def test_page():
    path, out = make_page('page.html')
    page = parse_page(path)
    check('the page loads nothing', not page.loads, page.loads)
    check('no text of a record becomes markup', 'img' not in page.tags and page.tags.count('script') == 2, page.tags)
    data = page_data(path)
    check('every text of a record arrives', HOSTILE in data['strings'] and HOSTILE in data['names'].values())
    check('no control character reaches the terminal', '\u2028' not in out and '\\u2028' in out, ascii(out))
    with open(path, encoding='utf-8') as file:
        check('the data cannot end its element', '</script><img' not in file.read())


def dump(chromium, url):
    with tempfile.TemporaryDirectory() as profile:
        process = subprocess.run([chromium, '--headless', '--no-sandbox', '--disable-gpu', '--user-data-dir=' + profile,
                                  '--virtual-time-budget=5000', '--dump-dom', url], stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL, timeout=60, check=False)
    return process.stdout.decode()


def test_page_in_browser():
    chromium = shutil.which('chromium')
    if not chromium:
        print('skip - the page in a browser: there is no chromium')
        return
    url = 'file://' + make_page('browser.html')[0]
    dom = dump(chromium, url)
    check('browser: the differences are rows', dom.count('class="row"') == 3, len(dom))
    check('browser: hostile texts are texts', '<img src' not in dom.split('<script type')[0] and '&lt;img' in dom)
    check('browser: a filter by function', dump(chromium, url + '#function=NCryptSignHash').count('class="row"') == 1)
    check('browser: a filter by kind', dump(chromium, url + '#kind=bytes').count('class="row"') == 1)
    check('browser: a search', dump(chromium, url + '#q=nte_not_supported').count('class="row"') == 1)
    check('browser: a search that finds nothing', dump(chromium, url + '#q=nowhere').count('class="row"') == 0)


def main():
    try:
        for test in (test_identical, test_different, test_far_bytes, test_longer, test_missing, test_order, test_random,
                     test_ends, test_three, test_one_test, test_limit, test_damaged, test_usage, test_page,
                     test_page_in_browser):
            test()
    finally:
        shutil.rmtree(work)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
