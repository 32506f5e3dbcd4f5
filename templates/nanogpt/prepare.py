"""Checks a text that you bring and puts it where experiments find it.

Usage: python prepare.py <name> <file>
The name is shakespeare_char (the input.txt published with char-rnn by Karpathy), enwik8 or text8 (both published by
Mahoney for his compression benchmark), the file that text or a .zip archive with it. Nothing is downloaded. Writes
data/<name>.gz beside this file: compressed, since the files of a template must be small.
"""

import gzip
import hashlib
import os
import sys
import zipfile

from texts import path_of

# Name -> bytes, kind of checksum, checksum of the published text.
PUBLISHED = {
    "shakespeare_char": (1_115_394, "sha256", "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed"),
    "enwik8": (100_000_000, "md5", "a1fa5ffddb56f4953e226637dabbb36a"),
    "text8": (100_000_000, "md5", "3bea1919949baf155f99411df5fada7e"),
}


def read(path, size):
    """The bytes of a text, or of the only file in an archive; at most one more than `size`, however long it is."""
    if not zipfile.is_zipfile(path):
        with open(path, "rb") as file:
            return file.read(size + 1)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if len(names) != 1:
            raise SystemExit(f"{path} holds {len(names)} files instead of one")
        with archive.open(names[0]) as file:
            return file.read(size + 1)


def problem_of(name, content):
    """What is not as published; None for the published text."""
    size, kind, expected = PUBLISHED[name]
    if len(content) != size:
        return f"it has {'more' if len(content) > size else len(content)} bytes instead of {size}"
    found = hashlib.new(kind, content).hexdigest()
    return None if found == expected else f"its {kind} is {found} instead of {expected}"


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in PUBLISHED:
        raise SystemExit(f"usage: python prepare.py {'|'.join(PUBLISHED)} <file>")
    _, name, source = sys.argv
    content = read(source, PUBLISHED[name][0])
    problem = problem_of(name, content)
    if problem is not None:
        raise SystemExit(f"this is not the published {name}: {problem}")
    os.makedirs(os.path.dirname(path_of(name)), exist_ok=True)
    with gzip.GzipFile(path_of(name), "wb", mtime=0) as file:
        file.write(content)
    print(f"wrote {len(content)} bytes to {path_of(name)}")


if __name__ == "__main__":
    main()
