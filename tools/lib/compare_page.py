"""A comparison as one HTML page: compare.html with the data in it."""

import json
import os
from pathlib import Path

from comparison import KINDS, RESULTS

TEMPLATE = Path(__file__).resolve().parent / 'compare.html'
PLACEHOLDER = '@DATA@'
KEPT_BYTES = 64         # of observations that are the same: nobody needs all of them


class Strings:
    """Texts by number: most of them occur often."""

    def __init__(self):
        self.numbers = {}

    def __call__(self, text):
        return self.numbers.setdefault(text, len(self.numbers))

    def table(self):
        return list(self.numbers)


def cell(entry, row, strings, names):
    """The results of one record, in the order of RESULTS; 0 if there is none."""
    if entry is None:
        return 0
    values = []
    for member in RESULTS:
        value = entry.get(member)
        if value is not None and member == 'status':
            names[value] = entry.get('name', value)
        if value is not None and member == 'bytes' and row.kind in ('same', 'missing'):
            value = value[:2 * KEPT_BYTES]
        values.append(strings(value) if isinstance(value, str) else value)
    while values and values[-1] is None:
        values.pop()
    return values


def row_data(row, strings, tests, names):
    test, place, case, function, call, number = row.key
    found = row.found[:1] if row.kind == 'same' else row.found
    return ([tests.index(test), KINDS.index(row.kind), strings(place), strings(case.rstrip('/')),
             strings(function), strings(call), number] + [cell(entry, row, strings, names) for entry in found])


def page_data(comparison):
    strings, names = Strings(), {}
    rows = [row_data(row, strings, comparison.tests, names) for row in comparison.rows]
    return {
        'records': [{'label': record.label, 'description': record.describe(), 'file': os.path.basename(record.path),
                     'count': len(record.observations)} for record in comparison.records],
        'tests': comparison.tests,
        'ends': [[ending(record, test) for record in comparison.records] for test in comparison.tests],
        'pairs': [[comparison.pair_counts(other, test) for other in range(1, len(comparison.records))]
                  for test in comparison.tests],
        'kinds': KINDS,
        'results': RESULTS,
        'names': names,
        'strings': strings.table(),
        'rows': rows,
    }


def ending(record, test):
    end = record.ends.get(test)
    return [end['end'], end.get('code', '')] if end else None


def write_page(path, comparison):
    # no "</script>" can stand in there; browsers count these two as line ends in a script
    data = json.dumps(page_data(comparison), separators=(',', ':'), ensure_ascii=True).replace('<', '\\u003c')
    template = TEMPLATE.read_text(encoding='utf-8')
    before, after = template.split(PLACEHOLDER)
    new = '%s.new' % path
    with open(new, 'w', encoding='utf-8') as file:
        file.write(before + data + after)
    os.replace(new, path)
