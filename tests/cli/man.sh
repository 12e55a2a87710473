# The manual's examples are policies that pass their tests.

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
