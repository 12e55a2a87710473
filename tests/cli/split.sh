# --split: where one document ends and the next begins.

form_feed_parts_documents_and_passes() {
    _prepare
    printf 'one\nADVERTISEMENT\n\fembargo until noon\nwords\n\ftwo\n' > in
    printf 'one\n\f\ftwo\n' > expected
    _expect 1 _winnow --split ff in
    _same expected out
    _has err 'winnow: in, document 2: rejected by legal.embargo'
}

nul_parts_documents_and_passes() {
    _prepare
    printf 'one\nADVERTISEMENT\n\0two\n\0' > in
    printf 'one\n\0two\n\0' > expected
    _expect 0 _winnow -v --split nul in
    _same expected out
    [ "$(wc -l < err)" -eq 2 ]
}

line_that_matches_parts_documents_and_passes() {
    _prepare
    printf 'one\n=== 1 ===\nADVERTISEMENT\nembargo until noon\n=== 22 ===\r\ntwo === 3 ===\n' > in
    printf 'one\n=== 1 ===\n=== 22 ===\r\ntwo === 3 ===\n' > expected
    _expect 1 _winnow --split '^=== \d+ ===$' in
    _same expected out
}

expression_of_split_respects_case() {
    _prepare
    printf 'embargo until noon\nstory\nwords\n' > in
    _expect 1 _winnow --split '^STORY$' in
    _is_empty out
    _expect 1 _winnow --split '(?i)^STORY$' in
    printf 'story\nwords\n' | cmp - out
}

stretch_between_separators_without_a_byte_is_no_document() {
    _prepare
    printf '\f\f\f' > in
    _expect 0 _winnow -v --split ff in
    _same in out
    _is_empty err
}

without_split_separators_are_text() {
    _prepare
    printf 'one\f\ntwo\0\n' > in
    _expect 0 _winnow -v in
    _same in out
    [ "$(wc -l < err)" -eq 1 ]
}

bad_expression_is_shown_with_a_caret() {
    _prepare
    _expect 2 _winnow --split '^(one' article.txt
    _has err 'winnow: --split:1:'
    _has err '    ^(one'
    _is_empty out
    _expect 2 _winnow --split '' article.txt
}

long_line_is_no_separator_and_counted() {
    _prepare
    { printf 'one\n=='; head -c 20000 /dev/zero | tr '\0' x; printf '\ntwo\n'; } > in
    _expect 1 _winnow --split '^==' in
    _same in out
    _has err 'unsplit-lines 1'
}

separator_at_every_place_of_a_block_is_found() {
    _prepare
    head -c 66000 /dev/zero | tr '\0' x | fold -w 99 > lines
    for size in 65529 65530 65531 65532 65533 65534 65535 65536 65537; do
        { head -c $size lines; printf '\n== 1\nADVERTISEMENT\n== 2\nwords\n'; } > in
        { head -c $size lines; printf '\n== 1\n== 2\nwords\n'; } > expected
        _expect 0 _winnow --split '^== \d$' in
        _same expected out
    done
}
