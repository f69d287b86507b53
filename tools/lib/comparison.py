"""Records of winetest (JSON lines) read, and laid side by side.

A record is a file that "winetest.exe --record FILE" writes: a first line that says what was tested, then
one object a line. An observation is known again in another record by where it was made (test, function of
the test, case) and what was called with what; among those that are alike by their order.
"""

import json

FORMAT = 1

# What tells observations apart, and what is compared. What is in neither is shown only.
IDENTITY = ('test', 'in', 'case', 'function', 'call')
RESULTS = ('status', 'size', 'number', 'text', 'normal', 'bytes')

# Kinds of rows, the gravest first.
KINDS = ('status', 'bytes', 'value', 'missing', 'same')

# How an observation of one record stands to that of another.
PAIR_KINDS = ('same', 'different', 'only first', 'only second', 'neither')


class RecordError(Exception):
    """A record that cannot be read; the text names file and line."""


class Record:
    def __init__(self, path, head):
        self.path = path
        self.head = head
        self.observations = []      # in their order
        self.ends = {}              # test: how its program has ended
        self.label = ''

    def only(self, test):
        part = Record(self.path, self.head)
        part.label = self.label
        part.observations = [entry for entry in self.observations if entry['test'] == test]
        part.ends = {name: end for name, end in self.ends.items() if name == test}
        return part

    @property
    def kind(self):
        return self.head.get('dll', '')

    def describe(self):
        """One line: which DLL, where."""
        product = ' '.join(part for part in (self.head.get('product'), self.head.get('version')) if part)
        platform = 'Wine ' + self.head['wine'] if self.head.get('wine') else 'Windows ' + self.head.get('windows', '')
        return ', '.join(part for part in (product, platform.strip(), self.head.get('architecture')) if part)


def fail(path, number, problem):
    raise RecordError('%s:%d: %s' % (path, number, problem))


def parse_line(path, number, line):
    if not line.endswith(b'\n'):
        fail(path, number, 'the last line is cut off')
    try:
        entry = json.loads(line.decode('utf-8'))
    except UnicodeDecodeError:
        fail(path, number, 'not UTF-8')
    except ValueError as error:
        fail(path, number, 'not JSON: %s' % error)
    except RecursionError:
        fail(path, number, 'not JSON: nested too deeply')
    if not isinstance(entry, dict):
        fail(path, number, 'not an object')
    return entry


def check_head(path, entry):
    if entry.get('record') != FORMAT:
        fail(path, 1, 'not the first line of a record of winetest (format %d)' % FORMAT)
    check_types(path, 1, entry, ('platform', 'wine', 'windows', 'architecture', 'dll', 'product', 'version'), ())


def check_types(path, number, entry, texts, numbers):
    for key in texts:
        if key in entry and not isinstance(entry[key], str):
            fail(path, number, '"%s" is not a text' % key)
    for key in numbers:
        if key in entry and (not isinstance(entry[key], int) or isinstance(entry[key], bool)):
            fail(path, number, '"%s" is not a number' % key)


def check_entry(path, number, entry):
    if 'test' not in entry or not ('end' in entry or 'function' in entry):
        fail(path, number, 'neither an observation nor the end of a test')
    check_types(path, number, entry, IDENTITY + ('name', 'text', 'normal', 'status', 'bytes', 'end', 'code'),
                ('size', 'number'))
    if 'bytes' in entry:
        try:
            bytes.fromhex(entry['bytes'])
        except ValueError:
            fail(path, number, '"bytes" is not hexadecimal')


def read_record(path):
    try:
        with open(path, 'rb') as file:
            lines = file.readlines()
    except OSError as error:
        raise RecordError('%s: %s' % (path, error.strerror)) from error
    if not lines:
        fail(path, 1, 'the file is empty')
    head = parse_line(path, 1, lines[0])
    check_head(path, head)
    record = Record(path, head)
    for number, line in enumerate(lines[1:], 2):
        entry = parse_line(path, number, line)
        check_entry(path, number, entry)
        if 'end' in entry:
            record.ends[entry['test']] = entry
        else:
            record.observations.append(entry)
    return record


def label_records(records):
    """Short names for columns: the kind of the DLL, numbered if one occurs twice."""
    kinds = [record.kind or 'record' for record in records]
    for i, record in enumerate(records):
        record.label = record.label or kinds[i]
        if kinds.count(kinds[i]) > 1:
            record.label += ' %d' % (kinds[:i].count(kinds[i]) + 1)


class Row:
    """One observation in all records; None in those that do not have it."""

    def __init__(self, key, found):
        self.key = key              # of IDENTITY, and the number among those alike
        self.found = found          # an observation or None for each record
        self.kind = self.classify()

    def classify(self):
        there = [results_of(entry) for entry in self.found if entry is not None]
        for member in RESULTS:
            if any(result[member] != there[0][member] for result in there[1:]):
                return {'status': 'status', 'bytes': 'bytes'}.get(member, 'value')
        return 'missing' if len(there) < len(self.found) else 'same'

    def differs(self, i, k):
        """same, different, or which of the two lacks it."""
        a, b = self.found[i], self.found[k]
        if a is None and b is None:
            return 'neither'
        if a is None or b is None:
            return 'only second' if a is None else 'only first'
        return 'same' if results_of(a) == results_of(b) else 'different'


def results_of(entry):
    return {member: entry.get(member) for member in RESULTS}


def number_alike(observations):
    """{key: observation}, where the key holds the place among those with the same identity."""
    counts, numbered = {}, {}
    for entry in observations:
        identity = tuple(entry.get(member, '') for member in IDENTITY)
        counts[identity] = counts.get(identity, 0) + 1
        numbered[identity + (counts[identity],)] = entry
    return numbered


def merge_keys(maps):
    """All keys in the order of the first record; others stand behind the one that they follow in theirs."""
    known = set(maps[0])
    following = {}                  # key: keys of other records that come behind it
    for numbered in maps[1:]:
        last = None
        for key in numbered:
            if key not in known:
                known.add(key)
                following.setdefault(last, []).append(key)
            last = key
    merged, waiting = [], list(reversed(following.get(None, [])))
    for start in [None] + list(maps[0]):
        if start is not None:
            waiting = [start]
        while waiting:
            key = waiting.pop()
            merged.append(key)
            waiting += reversed(following.get(key, []))
    return merged


class Comparison:
    def __init__(self, records, test=None):
        label_records(records)
        self.records = [record.only(test) if test else record for record in records]
        records = self.records
        maps = [number_alike(record.observations) for record in records]
        self.rows = [Row(key, [numbered.get(key) for numbered in maps]) for key in merge_keys(maps)]
        self.counts = {}
        self.tests = list(dict.fromkeys([row.key[0] for row in self.rows] +
                                        [test for record in records for test in record.ends]))

    def pair_counts(self, other, test=None):
        """The first record beside another: {same, different, only first, only second}."""
        if other not in self.counts:
            self.counts[other] = {name: dict.fromkeys(PAIR_KINDS, 0) for name in self.tests + [None]}
            for row in self.rows:
                kind = row.differs(0, other)
                self.counts[other][row.key[0]][kind] += 1
                self.counts[other][None][kind] += 1
        return self.counts[other][test]

    def bad_ends(self):
        """(test, record, end) of every program that did not come to its end."""
        for record in self.records:
            for test, end in record.ends.items():
                if end['end'] != 'done':
                    yield test, record, end

    @property
    def is_same(self):
        ends = [{test: end['end'] for test, end in record.ends.items()} for record in self.records]
        return all(row.kind == 'same' for row in self.rows) and all(end == ends[0] for end in ends)
