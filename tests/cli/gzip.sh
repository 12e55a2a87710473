# gzip: read wherever it comes from, written on demand, and never lost when it is damaged.

_make_gzip() { # FILE
    _make_article article.txt
    gzip -nc article.txt > "$1"
}

# Twenty thousand lines, more than any block; every third goes.
_make_long_article() { # FILE
    for i in $(seq 20000); do
        echo "Line $i of the harbour's log."
        [ $((i % 3)) -ne 0 ] || echo ADVERTISEMENT
    done > "$1"
}

gzip_is_read_from_files_and_standard_input_without_an_option() {
    _prepare
    _make_gzip a.gz
    _expect 0 _winnow a.gz
    _same clean.txt out
    _winnow < a.gz > out
    _same clean.txt out
    cat a.gz | _winnow > out
    _same clean.txt out
    _winnow a.gz article.txt - < a.gz > out
    cat clean.txt clean.txt clean.txt | cmp - out
}

gzip_is_known_by_its_bytes_and_not_by_its_name() {
    _prepare
    _make_gzip article
    cp article.txt plain.gz
    _winnow article plain.gz > out
    cat clean.txt clean.txt | cmp - out
}

gzip_that_comes_byte_by_byte_is_known_too() {
    _prepare
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    _make_gzip a.gz
    python3 -c '
import os
for byte in open("a.gz", "rb").read():
    os.write(1, bytes([byte]))' | _winnow > out
    _same clean.txt out
}

members_of_gzip_are_one_document() {
    _prepare
    printf 'The ferry left at nine.\nADVERT' | gzip -n > a.gz
    printf 'ISEMENT\nIt came back at noon.\n' | gzip -n >> a.gz
    head -c 700 /dev/zero >> a.gz
    _expect 0 _winnow -v a.gz
    _same clean.txt out
    _has err 'cleaned: 1 of 3 lines'
    [ "$(wc -l < err)" -eq 1 ]
}

gzip_in_gzip_is_not_decoded_twice() {
    _prepare
    _make_gzip a.gz
    gzip -nc a.gz > b.gz
    _winnow -q b.gz > out || [ $? -eq 1 ]
    _same a.gz out
}

cut_off_gzip_gives_the_text_before_a_message_and_status_2() {
    _prepare
    _make_long_article long.txt
    _winnow long.txt > whole.txt
    gzip -nc long.txt > a.gz
    all=$(wc -c < a.gz)
    for size in $((all / 3)) $((all / 2)) $((all - 1)); do
        head -c $size a.gz > cut.gz
        _expect 2 _winnow cut.gz
        _has err "winnow: cut.gz: the gzip data break off at byte $size; "
        [ "$(wc -l < err)" -eq 1 ]
        [ -s out ] && _has_not out ADVERTISEMENT
        head -n -1 out > lines # the last may be cut off in what would have gone
        head -c "$(wc -c < lines)" whole.txt | cmp - lines
        mv out expected
        _expect 2 _winnow -o file.txt cut.gz
        _same expected file.txt
    done
    _same whole.txt file.txt
}

damaged_gzip_gives_the_text_before_and_the_other_files_are_done() {
    _prepare
    _make_gzip a.gz
    { head -c -8 a.gz; printf 'badbad\0\0'; } > bad.gz
    _expect 2 _winnow bad.gz a.gz
    cat clean.txt clean.txt | cmp - out
    grep -Eq '^winnow: bad.gz: the gzip data are damaged at byte [0-9]+ \(incorrect data check\); ' err
    { cat a.gz; echo more; } > bad.gz
    _expect 2 _winnow < bad.gz
    _same clean.txt out
    _has err "winnow: standard input: the gzip data are followed by something else at byte $(wc -c < a.gz); "
}

gzip_cut_off_in_its_header_is_no_text() {
    _prepare
    _make_gzip a.gz
    for size in 2 3 4 9; do
        head -c $size a.gz > cut.gz
        _expect 2 _winnow cut.gz
        _is_empty out
        _has err "break off at byte $size;"
    done
}

other_compressions_pass_as_they_are() {
    _prepare
    printf '\170\234\113\314\051\313\107\004\0\054\216\004\036\n' > zlib
    printf 'BZh91AY&SY\n\375\067zXZ\0\n\037\235\220\n\037\213\007\0\n\037' > others
    for file in zlib others; do
        _winnow -q $file > out || [ $? -eq 1 ]
        _same $file out
    done
}

output_can_be_gzip() {
    _prepare
    _make_long_article long.txt
    _winnow long.txt > whole.txt
    for how in -z --gzip "--line-buffered -z"; do
        _expect 0 _winnow $how long.txt
        gzip -dc out | cmp - whole.txt
    done
    _winnow -z -o file.gz long.txt article.txt
    gzip -dc file.gz | cmp - <(cat whole.txt clean.txt)
    _winnow -z < /dev/null | gzip -dc > out
    _is_empty out
}

gzip_output_tells_neither_name_nor_time_nor_how_the_input_was_cut() {
    _prepare
    _make_long_article long.txt
    _winnow -z long.txt > a
    _winnow -z -o b long.txt
    dd if=long.txt bs=777 2> /dev/null | _winnow -z > c
    _same a b
    _same a c
    head -c 10 a | cmp - <(printf '\037\213\010\0\0\0\0\0\0\377')
}

records_in_gzip_leave_before_the_next_read_waits() {
    _prepare
    mkfifo in out.gz
    _winnow -f jsonl --rejects rejected -z < in > out.gz &
    child=$!
    exec 7> in 8< out.gz
    _winnow -f jsonl --rejects rejected <&8 7>&- > got & # gzip(1) itself waits for more
    { printf '{"text":"The ferry left.\\nADVERTISEMENT"}\n' | gzip -n; } >&7
    _until _has_lines got 1
    cp got early
    exec 7>&- 8<&-
    wait $child
    wait
    _same early got
    [ "$(cat got)" = '{"text":"The ferry left.\n"}' ] || [ "$(cat got)" = '{"text":"The ferry left."}' ]
}

file_that_is_written_back_keeps_its_form() {
    _prepare
    _make_gzip a.gz
    cp a.gz b.gz
    gzip -nc clean.txt > same.gz
    touch -d 2001-01-01 same.gz
    _expect 0 _winnow --in-place a.gz article.txt same.gz
    gzip -dc a.gz | cmp - clean.txt
    _same clean.txt article.txt
    [ "$(date -r same.gz +%Y)" = 2001 ]
    _winnow --out-dir folder b.gz article.txt
    gzip -dc folder/b.gz | cmp - clean.txt
    _same clean.txt folder/article.txt
    _winnow -z --out-dir folder article.txt
    gzip -dc folder/article.txt | cmp - clean.txt
    _has_no_temporaries
}

gzip_for_a_file_that_is_written_back_is_refused() {
    _prepare
    _expect 2 _winnow -z --in-place article.txt
    _has err 'winnow: --gzip: '
    _make_article again.txt
    _same again.txt article.txt
}

gzip_never_goes_to_a_terminal() {
    _prepare
    command -v script > /dev/null || { echo "skipped: script(1) is not there"; return; }
    script -qec "$WINNOW -z -p policy.yaml article.txt; echo status \$?" /dev/null > shown
    _has shown 'gzip is not for a terminal'
    _has shown 'status 2'
}

damaged_gzip_is_never_written_back() {
    _prepare
    _make_gzip a.gz
    head -c -1 a.gz > cut.gz
    cp cut.gz old.gz
    _expect 2 _winnow --in-place cut.gz a.gz
    _same old.gz cut.gz
    gzip -dc a.gz | cmp - clean.txt
    _expect 2 _winnow --out-dir folder cut.gz
    gzip -dc folder/cut.gz | cmp - clean.txt
    _has_no_temporaries
}

bomb_is_filtered_in_bounded_memory() {
    _prepare
    case "${INSTRUMENT:-}" in *sanitize*) echo "skipped: sanitizers need more memory"; return ;; esac
    head -c 200M /dev/zero | tr '\0' '\n' | gzip -n > bomb.gz
    { (ulimit -v 131072; _winnow -q bomb.gz) || [ $? -eq 1 ]; } | wc -c > size
    [ "$(cat size)" -eq 209715200 ]
}
