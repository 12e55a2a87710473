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
    ! cmp -s shuffled/packs/en.yaml "$ROOT/policies/packs/en.yaml"
    sed -n 's/^ *[=-]|//p' "$ROOT"/tests/cases/*.yaml > articles.txt
    _expect 0 "$WINNOW" -p shuffled/news.yaml articles.txt
    mv out shuffled.txt
    _expect 0 "$WINNOW" articles.txt
    _same out shuffled.txt
    ! cmp -s out articles.txt
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
