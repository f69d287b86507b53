"""Make a zip that has the same bytes whenever it is made.

usage: make_zip.py OUT.zip NAME=FILE...
"""

import os
import sys
import zipfile

DATE = (1980, 1, 1, 0, 0, 0)        # the first that the format has


def main():
    out, *members = sys.argv[1:]
    new = out + '.new'
    with zipfile.ZipFile(new, 'w', zipfile.ZIP_DEFLATED) as archive:
        for member in sorted(members):
            name, path = member.split('=', 1)
            with open(path, 'rb') as file:
                content = file.read()
            if name.endswith('.txt'):
                content = content.replace(b'\n', b'\r\n')
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = (0o100755 if name.endswith('.exe') else 0o100644) << 16
            archive.writestr(info, content, compresslevel=9)
    os.replace(new, out)


if __name__ == '__main__':
    main()
