"""A comparison as text."""

from comparison import KINDS, RESULTS

KIND_NAMES = {'status': 'another status', 'bytes': 'other bytes', 'value': 'another value',
              'missing': 'only in some', 'same': 'the same'}
SHOWN_BYTES = 24


def end_text(record, test):
    end = record.ends.get(test)
    if not end:
        return ''
    return {'done': 'done', 'timeout': 'no end in time'}.get(end['end'], 'crash %s' % end.get('code', ''))


def columns(rows):
    """Lines of padded columns; all but the first column are set to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        yield '  '.join([row[0].ljust(widths[0])] +
                        [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]).rstrip()


def summary(comparison):
    records = comparison.records
    width = max(len(record.label) for record in records)
    for record in records:
        yield '%s  %s: %d observations  (%s)' % (record.label.ljust(width), record.describe(),
                                                 len(record.observations), record.path)
    for other in range(1, len(records)):
        yield ''
        yield from pair_table(comparison, other)
    ends = list(comparison.bad_ends())
    if ends:
        yield ''
        yield 'ended early:'
        for test, record, _ in ends:
            yield '  %s: %s: %s' % (record.label, test, end_text(record, test))


def pair_table(comparison, other):
    first, second = comparison.records[0].label, comparison.records[other].label
    rows = [(first + ' | ' + second, 'same', 'different', 'only ' + first, 'only ' + second)]
    for test in comparison.tests + [None]:
        counts = comparison.pair_counts(other, test)
        rows.append((test or 'all',) + tuple(str(counts[name]) for name in
                                             ('same', 'different', 'only first', 'only second')))
    yield from columns(rows)


def differences(comparison, limit):
    """The gravest first, then by program; limit for each kind of each program, 0: all."""
    for kind in KINDS[:-1]:
        rows = [row for row in comparison.rows if row.kind == kind]
        if not rows:
            continue
        yield ''
        yield '== %s: %d ==' % (KIND_NAMES[kind], len(rows))
        for test in comparison.tests:
            yield from of_test(comparison, [row for row in rows if row.key[0] == test], limit)


def of_test(comparison, rows, limit):
    shown = rows[:limit] if limit else rows
    for row in shown:
        yield ''
        yield title(row)
        for record, entry in zip(comparison.records, row.found):
            yield '    %-8s %s' % (record.label, describe(entry, row))
    if len(rows) > len(shown):
        yield ''
        yield '%s: %d more of this kind (--limit 0 shows all)' % (rows[0].key[0], len(rows) - len(shown))


def title(row):
    test, place, case, function, call, number = row.key
    where = ' '.join(part for part in (test + ':', place, '[%s]' % case.rstrip('/') if case else '') if part)
    return '%s: %s%s%s' % (where, function, '(%s)' % call if call else '', ' #%d' % number if number > 1 else '')


def describe(entry, row):
    """The results on one line; of bytes what lies around the first difference."""
    if entry is None:
        return '-'
    parts = []
    for member in RESULTS:
        value = entry.get(member)
        if value is None:
            continue
        if member == 'status':
            parts.append(entry.get('name') or value)
        elif member == 'bytes':
            parts.append(bytes_text(value, row))
        elif member in ('text', 'normal'):
            parts.append('"%s"' % value)
        else:
            parts.append('%s %d' % (member, value))
    return ', '.join(parts)


def bytes_text(value, row):
    start = max(0, first_difference(row) - 4)
    cut = value[2 * start:2 * (start + SHOWN_BYTES)]
    head = 'bytes %s' % ('from %#x: ...' % start if start else '')
    return '%s%s%s' % (head, cut, '...' if 2 * (start + SHOWN_BYTES) < len(value) else '')


def first_difference(row):
    values = [entry['bytes'] for entry in row.found if entry and 'bytes' in entry]
    for i in range(0, min(len(value) for value in values), 2):
        if len({value[i:i + 2] for value in values}) > 1:
            return i // 2
    return 0


def printable(text):
    """A terminal must not obey what a record holds."""
    return ''.join(c if c.isprintable() else '\\u%04x' % ord(c) for c in text)
