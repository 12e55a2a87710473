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
    cat "$ROOT/tests/demo/article.txt" > some.txt
    "$BUILD/winnow" --audit one.audit < some.txt > one
    "$WINNOW" --audit two.audit < some.txt > two
    _same one two
    [ -s one ]
}

it_is_small() {
    local bytes limit_bytes=12000000
    bytes=$(wc -c < "$WINNOW")
    [ "$bytes" -lt "$limit_bytes" ] || { echo "$bytes bytes, not below $limit_bytes"; return 1; }
}
