"""The texts that models are trained on, each character a byte.

`python_code` and `docstrings` are cut from the sources of Python's standard library, which are on every machine that
runs this. The others are files in data/ beside this module, put there by prepare.py.
"""

import ast
import gzip
import os
import sysconfig
import tokenize

import torch

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
# Characters that are used of each text of the library.
CHARACTERS = {"python_code": 300_000, "docstrings": 300_000}
VALIDATION_SHARE = 0.1
# Rarer characters are replaced by one, so that a single foreign word does not widen the vocabulary.
MINIMUM_SHARE = 1e-5


def sources():
    """The modules of the standard library, in the order of their names, as far as they can be read."""
    folder = sysconfig.get_paths()["stdlib"]
    for name in sorted(os.listdir(folder)):
        if name.endswith(".py") and not name.startswith("_"):
            try:
                with tokenize.open(os.path.join(folder, name)) as file:
                    yield file.read()
            except (OSError, SyntaxError, UnicodeDecodeError):
                continue


def docstrings(source):
    """The docstrings of a module, its classes and its functions, one after another."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = (ast.get_docstring(node) for node in ast.walk(ast.parse(source)) if isinstance(node, kinds))
    return "".join(f"{text}\n\n" for text in found if text)


def from_library(name):
    """The first characters of the standard library's code or docstrings; fewer where there are not as many."""
    wanted = CHARACTERS[name]
    parts, length = [], 0
    for source in sources():
        parts.append(docstrings(source) if name == "docstrings" else source)
        length += len(parts[-1])
        if length >= wanted:
            break
    return "".join(parts)[:wanted].encode("latin-1", "replace")


def path_of(name):
    """The place of a prepared text."""
    return os.path.join(FOLDER, f"{name}.gz")


def from_file(name):
    """A prepared text, whose characters are bytes by custom, also in enwik8; None without the file."""
    if not os.path.exists(path_of(name)):
        return None
    with gzip.open(path_of(name)) as file:
        return file.read()


def read_text(name):
    """A data set's text. Raises FileNotFoundError for one that has not been prepared."""
    text = from_library(name) if name in CHARACTERS else from_file(name)
    if text is None:
        raise FileNotFoundError(f"there is no text `{name}` in {FOLDER}: bring the file and run prepare.py")
    return text


def encode(text):
    """Numbers for characters: (training part, validation part, size of the vocabulary), each part a tensor [n]."""
    characters = torch.frombuffer(bytearray(text), dtype=torch.uint8)
    kept = characters.bincount(minlength=256) >= MINIMUM_SHARE * len(text)
    numbers = kept.cumsum(0).where(kept, torch.zeros(1, dtype=torch.long)).to(torch.int16)
    encoded = torch.cat([numbers[part.long()] for part in characters.split(2**20)])
    border = int(len(encoded) * (1 - VALIDATION_SHARE))
    return encoded[:border], encoded[border:], int(kept.sum()) + 1
