#!/usr/bin/env python3
"""Splits a labelled corpus by publisher, so that rules are written against one half and measured on the other.

usage: split.py CORPUS.jsonl develop|measure > HALF.jsonl

A publisher (the member "source") is in `develop` when the SHA-1 of its name is even, else in `measure`; so all pages of a
publisher are in the same half, and the halves stay the same when pages are added.
"""
import hashlib
import json
import sys


def half_of(source):
    return "measure" if hashlib.sha1(source.encode("utf-8")).digest()[-1] % 2 else "develop"


def main():
    if len(sys.argv) != 3 or sys.argv[2] not in ("develop", "measure"):
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as corpus:
        for line in corpus:
            if line.strip() and half_of(json.loads(line)["source"]) == sys.argv[2]:
                sys.stdout.write(line)


if __name__ == "__main__":
    main()
