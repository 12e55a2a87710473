# The manual's examples: policies that pass their tests, and command lines that do what the page says.

# Writes each example of the page that is a policy into a file of its own.
_extract() { # PAGE
    awk '
    /^\.EX$/ { inside = 1; text = ""; next }
    /^\.EE$/ { inside = 0; if (text ~ /^winnow: 1\n/) { printf "%s", text > ("example" ++count ".yaml") } next }
    inside { text = text $0 "\n" }
    ' "$1"
    sed -i -e 's/^\\&//; s/\\-/-/g; s/\\(aq/'"'"'/g; s/\\(ga/`/g; s/\\(ha/^/g; s/\\(ti/~/g; s/\\e/\\/g' example*.yaml
}

examples_of_the_manual_pass() {
    _extract "$ROOT/src/man/winnow-policy.5"
    [ "$(find . -name 'example*.yaml' | wc -l)" -ge 7 ]
    for file in example*.yaml; do
        _expect 0 "$WINNOW" test "$file" || { cat "$file" out; return 1; }
        _has_not out '0 passed'
    done
}

examples_of_the_manual_have_no_findings() {
    _extract "$ROOT/src/man/winnow-policy.5"
    _expect 0 "$WINNOW" lint --strict example*.yaml || { cat out; return 1; }
}

manual_names_every_key_of_the_language() {
    sed 's/\\-/-/g' "$ROOT/src/man/winnow-policy.5" > page
    grep -oE '^        "[a-z-]+": \{"description"' "$ROOT/policies/policy.schema.json" | cut -d'"' -f2 | sort -u > keys
    [ "$(wc -l < keys)" -ge 60 ]
    while read -r key; do
        _has page "$key" || return 1
    done < keys
}

manual_names_every_finding_of_lint() {
    sed 's/\\-/-/g' "$ROOT/src/man/winnow-policy.5" > page
    grep -oE '^    \{\{"[a-z-]+"' "$ROOT/src/author/lint.c" | cut -d'"' -f2 > ids
    [ "$(wc -l < ids)" -ge 9 ]
    while read -r id; do
        _has page "$id" || return 1
    done < ids
}

# The command lines below a heading of winnow(1), each in a file of its own: line1, line2, ...
_command_lines() { # HEADING
    awk -v heading="$1" '
    /^\.SH / { here = substr($0, 5) == heading; next }
    /^\.EX$/ { inside = here; next }
    /^\.EE$/ { inside = 0 }
    inside' "$ROOT/src/man/winnow.1" | sed -e 's/\\-/-/g; s/\\(aq/'"'"'/g; s/\\e/\\/g' | split -l 1 -a 2 --numeric-suffixes=1 - line
}

examples_of_command_lines_run() {
    mkdir bin
    ln -s "$WINNOW" bin/winnow
    export PATH=$PWD/bin:$PATH
    _make_article article.txt
    _make_article second.txt
    _make_clean expected
    { cat article.txt; printf '\f'; cat article.txt; } | gzip > articles.txt.gz
    printf '{"body":"The ferry left.\\nADVERTISEMENT\\n"}\n' > in.jsonl
    cp article.txt wire.log
    _command_lines EXAMPLES
    [ "$(ls line* | wc -l)" -ge 8 ]
    for line in line*; do
        sed -i 's/^tail -f/tail/' "$line" # which would not end
        bash "$line" > "out.$line" 2> err || { cat "$line" err; return 1; }
    done
    _same expected out.line01
    _same expected clean/second.txt
    { cat expected; printf '\f'; cat expected; } > expected_articles
    _same expected_articles clean.txt
    _has out.jsonl 'The ferry left.'
    _has_not out.jsonl ADVERTISEMENT
    _has report.html '<html'
    _same expected out.line08
}

# The page walks from a bad rule to a good one: each step is what it says.
walk_of_the_manual_ends_with_a_rule_that_nothing_is_found_of() {
    _extract "$ROOT/src/man/winnow.1"
    [ "$(find . -name 'example*.yaml' | wc -l)" -eq 3 ]
    mv example1.yaml promo.yaml
    _expect 1 "$WINNOW" fuzz promo.yaml
    _has out 'promo.yaml:3:3: eats: rule "promo.follow" takes "Follow us was what the mayor of the island said on Monday, a"'
    _has out 'promo.yaml:4:9: untested: no example of rule "promo.follow" notices when the anchor ^ is dropped'
    _expect 1 "$WINNOW" fuzz --json example2.yaml
    [ "$(jq -r .kind out | sort -u)" = untested ]
    [ "$(wc -l < out)" -eq 2 ]
    _expect 0 "$WINNOW" fuzz example3.yaml
    _expect 0 "$WINNOW" test example3.yaml
}

manual_names_every_kind_of_finding_of_the_fuzzer() {
    grep -oE '^    X\([A-Z]+, "[a-z]+"' "$ROOT/src/author/fuzz/attack.h" | cut -d'"' -f2 > words
    [ "$(wc -l < words)" -eq 9 ]
    while read -r word; do
        _has "$ROOT/src/man/winnow.1" ".B $word" || return 1
    done < words
}
