# The policies that ship, and the articles they are held against.

every_example_beside_the_shipped_rules_holds() {
    _expect 0 "$WINNOW" test "$ROOT/policies"
    tail -1 out
}

lint_finds_nothing_in_the_shipped_policies() {
    _expect 0 "$WINNOW" lint --strict "$ROOT/policies"
}

whole_articles_come_out_as_the_cases_say() {
    _expect 0 "$WINNOW" test "$ROOT/tests/cases"
}

# The rules of each file in reverse order.
_reverse_rules() { # FROM TO
    python3 - "$1" "$2" <<'END'
import re, sys
text = open(sys.argv[1], encoding='utf-8').read()
head, mark, rest = text.partition('\nrules:\n')
body = re.split(r'(?m)^(?=\S)(?!- id:|-\s*\{|#)', rest, maxsplit=1)
rules = re.split(r'(?m)^(?=- (?:id:|\{id:))', body[0])
lead, rules = rules[0], [rule.rstrip('\n') + '\n' for rule in rules[1:]]
open(sys.argv[2], 'w', encoding='utf-8').write(head + mark + lead + ''.join(reversed(rules)) + ''.join(body[1:]))
END
}

the_order_of_the_shipped_rules_does_not_matter() {
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    mkdir -p shuffled/packs shuffled/sources
    (cd "$ROOT/policies" && find . -name '*.yaml') | while read -r file; do
        _reverse_rules "$ROOT/policies/$file" "shuffled/$file"
    done
    ! cmp -s shuffled/packs/en.yaml "$ROOT/policies/packs/en.yaml" || return 1
    sed -n 's/^ *[=-]|//p' "$ROOT"/tests/cases/*.yaml > articles.txt
    _expect 0 "$WINNOW" -p shuffled/news.yaml articles.txt
    mv out shuffled.txt
    _expect 0 "$WINNOW" articles.txt
    _same out shuffled.txt
    ! cmp -s out articles.txt || return 1
}

a_second_pass_changes_no_page() {
    corpus=$ROOT/../shared/corpus/dev/main.jsonl
    [ -f "$corpus" ] || { echo "skipped: no labelled corpus"; return; }
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    python3 -c '
import json, sys
for row in open(sys.argv[1], encoding="utf-8"):
    print(json.dumps({"text": "\n".join(json.loads(row)["lines"]) + "\n"}, ensure_ascii=False))' "$corpus" > pages.jsonl
    "$WINNOW" -q -f jsonl pages.jsonl > once.jsonl || [ $? -eq 1 ]
    "$WINNOW" -q -f jsonl once.jsonl > twice.jsonl || [ $? -eq 1 ]
    changed=$(diff once.jsonl twice.jsonl | grep -c '^>' || true)
    echo "$changed pages changed in a second pass"
    [ "$changed" -eq 0 ]
}

# The cases with their lines in another form, in a folder of its name: nfd, nfc, curly, straight, nbsp, narrow, wide,
# dense (no blank lines) and bullets. Tells how many files each of them changed.
_write_forms() { # FILE...
    python3 - "$@" <<'END'
import os, re, sys, unicodedata
forms = {
    'nfd': lambda t: unicodedata.normalize('NFD', t),
    'nfc': lambda t: unicodedata.normalize('NFC', t),
    'curly': lambda t: t.replace("'", '\u2019'),
    'straight': lambda t: t.replace('\u2019', "'"),
    'nbsp': lambda t: t.replace(' ', '\u00a0'),
    'narrow': lambda t: t.replace(' ', '\u202f'),
    'wide': lambda t: ''.join('\u3000' if c == ' ' else chr(ord(c) + 0xFEE0) if '!' <= c <= '~' else c for c in t),
    'bullets': lambda t: '- ' + t if re.match(r'\w+ \w', t) else t,
    'dense': None,
}

def lines_of(path, form):
    for line in open(path, encoding='utf-8'):
        m = re.match(r'(\s*([=-])\|)(.*)\n', line)
        if m and form == 'dense' and not m[3].strip():
            continue
        changes = m and forms[form] and (m[2] == '-' or form not in ('wide', 'bullets'))
        yield m[1] + forms[form](m[3]) + '\n' if changes else line

for form in forms:
    os.mkdir(form)
    changed = 0
    for path in sys.argv[1:]:
        text = ''.join(lines_of(path, form))
        changed += text != open(path, encoding='utf-8').read()
        open(os.path.join(form, os.path.basename(path)), 'w', encoding='utf-8').write(text)
    print(form, changed)
END
}

the_cases_hold_in_every_form_of_letters_spaces_apostrophes_and_paragraphs() {
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    _write_forms "$ROOT"/tests/cases/*.yaml > forms.txt
    while read -r form changed; do
        [ "$changed" -gt 0 ] || [ "$form" = nfc ]
        _expect 0 "$WINNOW" test "$form" < /dev/null
    done < forms.txt
}
