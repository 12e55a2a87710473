# The format by the first bytes.

_prepare_auto() {
    cat > policy.yaml <<'POLICY'
winnow: 1
name: any
rules:
- {id: ad.label, line: {is: [advertisement]}}
POLICY
}

_auto() { "$WINNOW" -p policy.yaml --format auto "$@"; }

# Demands what becomes of an input.
_becomes() { # INPUT OUTPUT
    printf "$1" > in
    printf "$2" > expected
    _expect 0 _auto in
    _same expected out
}

each_format_is_known_by_its_first_bytes() {
    _prepare_auto
    _becomes 'One\nAdvertisement\nTwo\n' 'One\nTwo\n'
    _becomes '\n {"text": "One\\nAdvertisement"}\n' '\n {"text": "One\\n"}\n'
    _becomes '\xEF\xBB\xBF{"text": "Advertisement"}' '\xEF\xBB\xBF{"text": ""}'
    _becomes '<p>One</p>\n<p>Advertisement</p>' '<p>One</p>\n'
    _becomes ' <!DOCTYPE html><p>Advertisement</p><p>One</p>' ' <!DOCTYPE html><p>One</p>'
    _becomes '<!-- x --><html><p>Advertisement</p><p>One</p>' '<!-- x --><html><p>One</p>'
    _becomes '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html><p>Advertisement</p><p>One</p></html>' \
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html><p>One</p></html>'
    _becomes 'WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 13\r\n\r\nAdvertisement\r\n\r\n' \
        'WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 0\r\n\r\n\r\n\r\n'
    _becomes '' ''
    _becomes '<3 of it\nAdvertisement\n' '<3 of it\n'
    _becomes '< \nAdvertisement\n' '< \n'
}

feeds_are_known_with_and_without_a_declaration() {
    _is_with expat || { echo "skipped: built without expat"; return; }
    _prepare_auto
    _becomes '<rss><channel><item><description>Advertisement</description></item></channel></rss>' \
        '<rss><channel><item><description></description></item></channel></rss>'
    _becomes '<?xml version="1.0"?>\n<!-- x -->\n<feed><entry><summary>Advertisement</summary></entry></feed>' \
        '<?xml version="1.0"?>\n<!-- x -->\n<feed><entry><summary></summary></entry></feed>'
    printf '<rss><channel><item><description>Advertisement</description></item></channel></rss>' | iconv -f UTF-8 -t UTF-16LE > in
    printf '<rss><channel><item><description></description></item></channel></rss>' | iconv -f UTF-8 -t UTF-16LE > expected
    _expect 0 _auto in
    _same expected out
}

feeds_pass_with_a_message_where_they_cannot_be_read() {
    ! _is_with expat || { echo "skipped: built with expat"; return; }
    _prepare_auto
    printf '<rss><channel><item><description>Advertisement</description></item></channel></rss>' > in
    _expect 1 _auto in
    _same in out
    _has err 'built without expat'
}

every_file_has_its_own_format() {
    _prepare_auto
    printf 'One\nAdvertisement\n' > a
    printf '{"text": "Advertisement"}\n' > b
    printf '<p>Advertisement</p><p>Two</p>' > c
    printf 'One\n{"text": ""}\n<p>Two</p>' > expected
    _expect 0 _auto --audit audit a b c
    _same expected out
    cp out kept
    _expect 0 "$WINNOW" restore kept audit
    cat a b c | cmp - out
    _expect 0 _auto -j 2 a b c
    _same expected out
    _expect 0 _auto --in-place a b c
    cat a b c | cmp - expected
}

a_stream_of_records_does_not_wait_for_more() {
    _prepare_auto
    mkfifo pipe
    _auto < pipe > out &
    filter=$!
    exec 3> pipe
    printf '{"text": "Advertisement"}\n' >&3
    _until _has_lines out 1
    exec 3>&-
    wait "$filter"
}

rejected_text_is_not_written_and_its_file_stays() {
    _prepare_auto
    echo "- {id: legal.embargo, action: reject, document: '^embargo until'}" >> policy.yaml
    printf 'Embargo until noon\n' > a
    cp a before
    _expect 2 _auto a
    _expect 1 _auto --rejects rejects --in-place a
    _same before a
}

options_that_need_one_line_for_each_are_refused() {
    _prepare_auto
    for option in --annotate --one-to-one; do
        _expect 2 _auto "$option" in
        _has err 'only records have that; give --format jsonl'
    done
}
