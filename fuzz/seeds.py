"""seeds.py: the inputs that fuzzing begins with, made from the test cases and the policies that ship.

usage: seeds.py FOLDER      makes FOLDER/TARGET/... and FOLDER/policy.dict, from policies/policy.schema.json

The same files always give the same seeds. fuzz.h says what an input is made of.
"""
import glob
import gzip
import json
import os
import re
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
DOCUMENTS_MAX, RULES_MAX = 30, 60

COMMON_RULES = """- {id: ad.label, line: {is: [advertisement, anzeige, publicité]}}
- {id: keep.credit, action: keep, line: '^\\((?:reporting|editing) by .+\\)$'}
- {id: links.next, section: {from: '^next in\\b', until: {prose: 1}}}
- {id: links.run, run: {bulleted: true, min-lines: 2, above: {unless: {match: ':$'}}}}
- {id: tags.tail, tail: {words: {max: 3}, limit: 3}}
- {id: track.params, span: '[?&]utm_\\w+=[^\\s&#]*'}
- {id: meta.updated, action: extract, field: updated, line: '^updated (?<value>.+)$'}
- {id: legal.flag, action: flag, document: '^flag this'}
- {id: slow.words, line: '^(\\w+\\s?)+ here$'}
"""

OPTIONS = ["-p\0a.yaml\0b.txt", "--level\x003\0--only\0ad.\0-z\0x", "--hold=64K\0-o\0out\0in", "-f\0jsonl\0--annotate\0x",
           "--split\0ff\0-qv\0-\0--\0-x", "--fail-on=removed,flagged\0--stats=json", "--out-dir\0d\0a/x\0b/x",
           "--help", "--versoin", "--one-to-one\0--rejects\0r\0-fjsonl"]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def documents():
    """The texts of the test cases, with what should go from them."""
    found = []
    for path in sorted(glob.glob(os.path.join(ROOT, "tests/cases/*.yaml"))):
        for text in re.findall(r"  text: \|\n((?:    .*\n|\n)+)", read(path)):
            lines = [re.sub(r"^    [=+-]\|", "", line) for line in text.splitlines()]
            found.append("\n".join(lines) + "\n")
    step = max(1, len(found) // DOCUMENTS_MAX)
    return [text[:3000] for text in found[::step]]


def rules():
    """Rules of the shipped policies, those that stand alone."""
    found = []
    for name in ("structure.yaml", "packs/en.yaml", "packs/ja.yaml", "packs/ar.yaml", "strict.yaml"):
        text = read(os.path.join(ROOT, "policies", name))
        found += [rule for rule in re.findall(r"^- id:.*\n(?:  .*\n|\n(?=  ))*", text, re.M) if "%{" not in rule]
    step = max(1, len(found) // RULES_MAX)
    return found[::step]


def policy_of(*parts):
    return "winnow: 1\nname: seed\nrules:\n" + "".join(parts)


def patterns():
    """Pairs of a pattern and a text."""
    for rule in rules():
        texts = re.findall(r"^  - (.+)$", rule, re.M) or ["The ferry left at nine."]
        for pattern in re.findall(r"match: '((?:[^']|'')+)'", rule):
            yield pattern.replace("''", "'"), texts[0]


def records(texts):
    for i, text in enumerate(texts):
        yield json.dumps({"id": i, "text": text, "title": text.split("\n")[0]}, ensure_ascii=bool(i % 2))
    yield '{"text":"flag this\\nADVERTISEMENT\\r\\n\\ud83d\\u0000","a":{"b":"x"},"bodies":[{"v":"Anzeige\\n\\n"}],"n":1e400}'
    yield "not json"


def pages(texts):
    """The texts as pages, feeds and records of a crawl."""
    for text in texts:
        paragraphs = "".join(f"<p>{line}</p>\n" for line in text.splitlines())
        item = f"<item><title>One</title><description><![CDATA[{paragraphs}]]></description></item>"
        body = text.encode()
        yield f"<!DOCTYPE html><html><body><h1>One</h1>\n{paragraphs}<script>x<y</script></body></html>"
        yield f'<?xml version="1.0"?><rss><channel><title>Harbour</title>{item}</channel></rss>'
        yield f"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: {len(body)}\r\n\r\n{text}\r\n\r\n"


def choices(number):
    return struct.pack("<Q", number)


def pair(policy, document, number):
    return policy.encode() + b"\n%%\n" + document.encode() + choices(number)


def make_all():
    """Names and contents of all seeds, by target."""
    texts = documents()
    policies = [policy_of(rule) for rule in rules()] + [policy_of(COMMON_RULES)]
    pairs = [pair(policies[-1 - i % 5], text, i) for i, text in enumerate(texts)]
    lines = list(records(texts[:8]))
    return {
        "policy": [policy.encode() for policy in policies],
        "rules": [choices(i * 0x9E3779B97F4A7C15 % 2**64) + text.encode() for i, text in enumerate(texts + [""] * 20)],
        "pattern": [b"\0" + f"{pattern}\n{text}".encode() for pattern, text in patterns()],
        "cuts": pairs,
        "prefilter": pairs,
        "jit": pairs,
        "jsonl": [pair(policies[-1], "\n".join(lines[i:i + 3]) + "\n", i) for i in range(len(lines))],
        "restore": pairs[::2] + [pair(policies[-1], "\n".join(lines), i) for i in range(5)],
        "markup": [pair(policies[-1], page, i * 7) for i, page in enumerate(pages(texts[:8]))],
        "gzip": [gzip.compress(text.encode(), mtime=0) + choices(i) for i, text in enumerate(texts[:8])] +
                [gzip.compress(b"one\n") + gzip.compress(b"") + gzip.compress(b"two") + b"\0" * 20 + choices(9), b"plain"],
        "options": [bytes([0]) + words.encode() for words in OPTIONS] + [bytes([i]) + b"--json\0x" for i in range(10)],
    }


def words_of_schema(node):
    """The vocabulary of policies."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("properties", "patternProperties"):
                yield from value
            if key == "enum":
                yield from (word for word in value if isinstance(word, str))
            yield from words_of_schema(value)
    elif isinstance(node, list):
        for value in node:
            yield from words_of_schema(value)


def main():
    folder = sys.argv[1]
    for target, seeds in make_all().items():
        os.makedirs(os.path.join(folder, target), exist_ok=True)
        for i, seed in enumerate(seeds):
            with open(os.path.join(folder, target, f"seed-{i:03}"), "wb") as file:
                file.write(seed)
    words = sorted(set(words_of_schema(json.loads(read(os.path.join(ROOT, "policies/policy.schema.json"))))))
    with open(os.path.join(folder, "policy.dict"), "w", encoding="utf-8") as file:
        file.writelines(f'"{word}: "\n' for word in words if re.fullmatch(r"[\w-]+", word))


main()
