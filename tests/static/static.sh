# The static program: one file that runs where there is nothing else.

# Runs it in a folder that holds nothing but it, without an environment.
_alone() { # ARGUMENT...
    mkdir -p empty
    cp "$WINNOW" empty/winnow
    if [ "$(id -u)" -eq 0 ]; then
        env -i "$(command -v chroot)" empty /winnow "$@"
    else
        env -i "$(command -v unshare)" --user --map-root-user "$(command -v chroot)" empty /winnow "$@"
    fi
}

it_needs_no_other_file() {
    readelf -lW "$WINNOW" > facts
    _has_not facts INTERP
    readelf -dW "$WINNOW" > facts 2>&1
    _has_not facts NEEDED
}

it_is_hardened_as_the_dynamic_one_is() {
    readelf -hlW "$WINNOW" > facts
    grep -q 'GNU_STACK.* RW ' facts
    _has facts GNU_RELRO
    echo 'int main(void){return 0;}' > empty.c
    ! $CC -static-pie -o empty empty.c 2> /dev/null || _has facts 'DYN ('
}

it_filters_in_an_empty_root_without_environment() {
    _prepare
    _alone < article.txt > out
    _same clean.txt out
    [ "$(find empty -mindepth 1 | wc -l)" -eq 1 ]
    gzip -c article.txt | _alone > out
    _same clean.txt out
    printf '{"text":"The ferry left.\\nADVERTISEMENT"}\n' | _alone -f jsonl --annotate > out
    _has out '"text":"The ferry left.\n"'
    _alone explain < article.txt > out
    _has out ADVERTISEMENT
    _alone rules strict > out
    _has out ad.label.en
    _alone --version > out
    _has out PCRE2
}

it_does_what_the_dynamic_one_does() {
    local article="$ROOT/tests/demo/article.txt"
    "$BUILD/winnow" --audit one.audit < "$article" > one
    "$WINNOW" --audit two.audit < "$article" > two
    _same one two
    _same <(sed 's/"[a-z_]*time[a-z_]*":[^,}]*//g' one.audit) <(sed 's/"[a-z_]*time[a-z_]*":[^,}]*//g' two.audit)
    [ -s one ]
    local i
    for i in 1 2 3 4 5 6 7 8; do
        printf '{"id":%d,"text":"Example Harbour caf\\u00e9 %d.\\nADVERTISEMENT\\nAnzeige\\nThe ferry left."}\n' $i $i
    done > records.jsonl
    printf '<p>The ferry left at nine, and came back.</p>\n<p>ADVERTISEMENT</p>\n' > page.html
    printf '<rss version="2.0"><channel><item><description>&lt;p&gt;A. Example&lt;/p&gt;&lt;p&gt;Advertisement&lt;/p&gt;</description></item></channel></rss>\n' > feed.xml
    cat > own.yaml <<'END'
winnow: 1
name: own
extends: [news]
rules:
- {id: own.ferry, line: '^THE FERRY\b.*(?<!in)\.$'}
END
    _both -p own.yaml "$article"
    _both -f jsonl records.jsonl
    _both -f jsonl -j 2 records.jsonl
    _both -f html page.html
    _both -f feed feed.xml
    _both -z "$article"
    _both explain "$article"
    _both rules strict
    _both report one.audit
    _both rules news -v
    _both lint own.yaml
    _both -p nowhere "$article"
    _both --help
    _both --completions bash
}

# The two programs put out the same, to either stream, and end alike.
_both() { # ARGUMENT...
    local one=0 two=0
    "$BUILD/winnow" "$@" > one 2> one.errors || one=$?
    "$WINNOW" "$@" > two 2> two.errors || two=$?
    [ "$one" -eq "$two" ] || { echo "$*: $one, static $two"; return 1; }
    _same one two
    _same one.errors two.errors
    [ -s one ] || [ -s one.errors ]
}

it_is_small() {
    local bytes limit_bytes=2000000
    command -v musl-gcc > /dev/null || limit_bytes=3000000
    bytes=$(wc -c < "$WINNOW")
    [ "$bytes" -lt "$limit_bytes" ] || { echo "$bytes bytes, not below $limit_bytes"; return 1; }
}
