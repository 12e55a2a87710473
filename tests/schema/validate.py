#!/usr/bin/env python3
"""Asks a JSON Schema validator what an editor would say of policies.

usage: validate.py SCHEMA good|bad FILE...

Prints every file whose verdict is not the wanted one. Status 0: all are as wanted; 1: some are not;
77: there is no validator or no YAML reader on this machine.
"""
import json
import sys

try:
    import yaml
    from jsonschema import Draft7Validator
except ImportError as missing:
    print(missing)
    sys.exit(77)


class Reader(yaml.SafeLoader):
    """Types as in YAML 1.2, as editors have them: `no` and `off` are text, and so are dates."""


Reader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$", "-+.0123456789"),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
]:
    Reader.add_implicit_resolver("tag:yaml.org,2002:" + tag, __import__("re").compile(pattern), list(first))


def read_int(loader, node):
    return int(node.value)


Reader.add_constructor("tag:yaml.org,2002:int", read_int)


def main():
    schema_name, wanted, *names = sys.argv[1:]
    with open(schema_name, encoding="utf-8") as file:
        schema = json.load(file)
    Draft7Validator.check_schema(schema)
    validator = Draft7Validator(schema)
    wrong = 0
    for name in names:
        with open(name, encoding="utf-8-sig") as file:
            errors = sorted(validator.iter_errors(yaml.load(file, Reader)), key=lambda e: list(map(str, e.path)))
        if bool(errors) == (wanted == "good"):
            wrong += 1
            print(name + ":", "is accepted" if not errors else "")
            for error in errors[:3]:
                print("   ", "/".join(map(str, error.path)) + ":", error.message[:300])
    return 1 if wrong else 0


sys.exit(main())
