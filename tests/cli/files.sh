# Files in and files out: what is written, where, and what a failure leaves behind.

files_follow_each_other_as_with_cat() {
    _prepare
    printf 'no newline at the end' > tail.txt
    _winnow tail.txt article.txt > out
    cat tail.txt clean.txt | cmp - out
}

each_file_is_a_document_of_its_own() {
    _prepare
    printf 'embargo until noon\n' > held.txt
    _expect 1 _winnow held.txt article.txt
    _same clean.txt out
}

empty_input_gives_empty_output() {
    _prepare
    _expect 0 _winnow < /dev/null
    _is_empty out
    : > empty.txt
    _expect 0 _winnow empty.txt empty.txt
    _is_empty out
}

missing_file_is_named_and_the_others_are_done() {
    _prepare
    _expect 2 _winnow article.txt nowhere.txt article.txt
    cat clean.txt clean.txt | cmp - out
    _has err 'winnow: nowhere.txt: cannot open it: No such file or directory; check the name'
    [ "$(wc -l < err)" -eq 1 ]
}

folder_as_input_is_an_error_that_says_so() {
    _prepare
    mkdir folder
    _expect 2 _winnow folder article.txt
    _same clean.txt out
    _has err 'winnow: folder: cannot read it: Is a directory'
}

unreadable_file_is_named() {
    _prepare
    [ "$(id -u)" -ne 0 ] || { echo "skipped: root reads everything"; return; }
    chmod 000 article.txt
    _expect 2 _winnow article.txt
    _has err 'Permission denied'
}

done_with_nothing_to_say_is_status_0_and_silence() {
    _prepare
    _expect 0 _winnow article.txt
    _is_empty err
    _expect 0 _winnow clean.txt
    _is_empty err
}

rejected_document_gives_no_output_one_message_and_status_1() {
    _prepare
    printf 'Harbour news\nembargo until noon\n' > held.txt
    _expect 1 _winnow held.txt
    _is_empty out
    _has err 'winnow: held.txt: rejected by legal.embargo (not before its hour)'
    [ "$(wc -l < err)" -eq 1 ]
    _expect 1 _winnow -q held.txt
    _is_empty err
}

limit_that_was_hit_gives_status_1_and_one_summary_line() {
    _prepare
    { head -c 20000 /dev/zero | tr '\0' x; echo; cat article.txt; } > long.txt
    { head -c 20000 /dev/zero | tr '\0' x; echo; cat clean.txt; } > expected
    _expect 1 _winnow long.txt long.txt
    cat expected expected | cmp - out
    _has err 'long-lines 2'
    [ "$(wc -l < err)" -eq 1 ]
    _expect 1 _winnow -q long.txt
    _is_empty err
}

verbose_has_a_line_for_each_document() {
    _prepare
    _expect 0 _winnow -v article.txt clean.txt
    _has err 'winnow: article.txt: cleaned: 1 of 3 lines cut'
    _has err 'by ad.label'
    _has err 'winnow: clean.txt: unchanged: 0 of 2 lines cut'
    [ "$(wc -l < err)" -eq 2 ]
}

lines_ends_go_back_as_they_came() {
    _prepare
    printf 'one\r\nADVERTISEMENT\r\ntwo\nthree\rfour\302\205five\n\n\nsix' > in
    printf 'one\r\ntwo\nthree\rfour\302\205five\n\n\nsix' > expected
    _winnow < in > out
    _same expected out
}

bytes_that_are_no_text_pass_as_they_are() {
    _prepare
    for i in 1 2 3 4 5 6 7 8 9; do
        head -c 3000 "$WINNOW"
        printf '\n\0\377\376\300\200\355\240\200\364\220\200\200\302\n'
    done > in
    "$WINNOW" -q -p policy.yaml < in > out || [ $? -eq 1 ]
    _same in out
}

# ---- -o ----

output_file_has_what_standard_output_would_have() {
    _prepare
    _expect 0 _winnow article.txt article.txt -o result.txt
    _is_empty out
    cat clean.txt clean.txt | cmp - result.txt
    _has_no_temporaries
}

output_file_may_be_an_input() {
    _prepare
    _expect 0 _winnow article.txt -o article.txt
    _same clean.txt article.txt
}

output_file_stays_whole_when_it_is_the_input_that_cannot_be_read() {
    _prepare
    mkdir folder
    echo old > result.txt
    _expect 2 _winnow nowhere.txt folder -o result.txt
    _has err 'winnow: result.txt: left as it was'
    echo old | cmp - result.txt
    _has_no_temporaries
}

output_file_gets_the_inputs_that_could_be_read() {
    _prepare
    _expect 2 _winnow nowhere.txt article.txt -o result.txt
    _same clean.txt result.txt
}

full_disk_leaves_the_old_output_whole() {
    _prepare
    [ "$(id -u)" -eq 0 ] && mkdir small && mount -t tmpfs -o size=64k tmpfs small 2> /dev/null ||
        { echo "skipped: no tmpfs can be mounted here"; return; }
    _finally 'umount small'
    echo old > small/result.txt
    for i in $(seq 20000); do echo "Line $i of the harbour's log."; done > long.txt
    _expect 2 _winnow --hold 64K long.txt -o small/result.txt
    _has err 'winnow: small/result.txt: cannot write to it: No space left on device'
    echo old | cmp - small/result.txt
    _has_no_temporaries
}

limit_on_file_sizes_leaves_the_old_output_whole() {
    _prepare
    echo old > result.txt
    for i in $(seq 20000); do echo "Line $i of the harbour's log."; done > long.txt
    _expect 2 bash -c 'ulimit -f 16; exec "$0" -p policy.yaml long.txt -o result.txt' "$WINNOW"
    _has err 'winnow: result.txt: cannot write to it: File too large'
    echo old | cmp - result.txt
    _has_no_temporaries
}

full_device_is_an_error() {
    _prepare
    [ -e /dev/full ] || { echo "skipped: no /dev/full"; return; }
    _expect 2 _winnow article.txt -o /dev/full
    _has err 'winnow: /dev/full: cannot write to it: No space left on device'
    [ -c /dev/full ]
    status=0
    _winnow article.txt > /dev/full 2> err || status=$?
    [ $status -eq 2 ]
    _has err 'winnow: standard output: cannot write to it: No space left on device'
}

device_is_written_to_and_not_replaced() {
    _prepare
    _expect 0 _winnow article.txt -o /dev/null
    [ -c /dev/null ]
    mkfifo pipe
    cat pipe > got &
    _expect 0 _winnow article.txt -o pipe
    wait $!
    [ -p pipe ]
    _same clean.txt got
}

output_keeps_mode_and_owner() {
    _prepare
    echo old > result.txt
    chmod 640 result.txt
    [ "$(id -u)" -ne 0 ] || chown 1234:2345 result.txt
    before=$(stat -c '%a %u %g' result.txt)
    _winnow article.txt -o result.txt
    _same clean.txt result.txt
    [ "$before" = "$(stat -c '%a %u %g' result.txt)" ]
}

new_output_has_the_mode_that_umask_leaves() {
    _prepare
    (umask 027 && _winnow article.txt -o result.txt)
    [ "$(stat -c %a result.txt)" = 640 ]
}

output_through_a_link_replaces_what_it_points_to() {
    _prepare
    mkdir a b
    echo old > b/real.txt
    ln -s ../b/real.txt a/link.txt
    ln -s a/link.txt chain.txt
    _winnow article.txt -o chain.txt
    [ -L chain.txt ] && [ -L a/link.txt ] && [ ! -L b/real.txt ]
    _same clean.txt b/real.txt
}

output_through_a_dangling_link_makes_its_target() {
    _prepare
    mkdir a
    ln -s a/new.txt link.txt
    _winnow article.txt -o link.txt
    [ -L link.txt ]
    _same clean.txt a/new.txt
}

link_that_leads_to_itself_is_an_error() {
    _prepare
    ln -s loop.txt loop.txt
    _expect 2 _winnow article.txt -o loop.txt
    _has err 'Too many levels of symbolic links'
}

output_into_a_missing_folder_is_an_error_before_anything_is_read() {
    _prepare
    _expect 2 _winnow article.txt -o nowhere/result.txt
    _has err 'winnow: nowhere/result.txt: cannot write to it'
}

output_that_is_a_folder_is_an_error() {
    _prepare
    mkdir folder
    _expect 2 _winnow article.txt -o folder
    _has err 'winnow: folder: cannot write to it: Is a directory'
}

file_that_is_also_the_standard_output_is_refused() {
    _prepare
    cp article.txt same.txt
    status=0
    _winnow same.txt >> same.txt 2> err || status=$?
    [ $status -eq 2 ]
    _has err 'winnow: same.txt: it is the output, too'
    _same article.txt same.txt
}

# ---- --in-place ----

in_place_writes_every_file_back() {
    _prepare
    cp article.txt second.txt
    _expect 0 _winnow --in-place article.txt second.txt
    _is_empty out
    _same clean.txt article.txt
    _same clean.txt second.txt
    _has_no_temporaries
}

in_place_does_not_touch_a_file_that_stays_the_same() {
    _prepare
    before=$(stat -c '%i %y' clean.txt)
    _expect 0 _winnow --in-place clean.txt
    [ "$before" = "$(stat -c '%i %y' clean.txt)" ]
}

in_place_does_the_others_when_one_is_missing() {
    _prepare
    mkdir folder
    _expect 2 _winnow --in-place nowhere.txt folder article.txt
    _same clean.txt article.txt
    [ ! -e nowhere.txt ]
    _has err 'nowhere.txt'
    _has err 'folder'
}

in_place_refuses_standard_input_and_no_files() {
    _prepare
    _expect 2 _winnow --in-place article.txt -
    _has err 'standard input has no name'
    _has article.txt ADVERTISEMENT
    _expect 2 _winnow --in-place
    _has err 'no files are given'
}

in_place_leaves_a_rejected_file_as_it_was() {
    _prepare
    printf 'embargo until noon\nADVERTISEMENT\n' > held.txt
    cp held.txt before
    _expect 1 _winnow --in-place held.txt article.txt
    _same before held.txt
    _same clean.txt article.txt
    _has err 'the file stays as it was'
}

in_place_follows_links_and_keeps_them() {
    _prepare
    ln -s article.txt link.txt
    _winnow --in-place link.txt
    [ -L link.txt ] && [ ! -L article.txt ]
    _same clean.txt article.txt
}

in_place_goes_on_after_a_file_that_could_not_be_written() {
    _prepare
    { for i in $(seq 20000); do echo "Line $i of the harbour's log."; done; echo ADVERTISEMENT; } > long.txt
    cp long.txt before
    _expect 2 bash -c 'ulimit -f 16; exec "$0" -p policy.yaml --in-place long.txt article.txt' "$WINNOW"
    _same before long.txt
    _same clean.txt article.txt
    _has_no_temporaries
}

# ---- --out-dir ----

out_dir_keeps_the_names_and_makes_the_folder() {
    _prepare
    mkdir in
    cp article.txt in/one.txt
    cp clean.txt in/two.txt
    _expect 0 _winnow --out-dir out.d in/one.txt in/two.txt
    _is_empty out
    _same clean.txt out.d/one.txt
    _same clean.txt out.d/two.txt
    [ "$(ls -A out.d | wc -l)" -eq 2 ]
}

out_dir_refuses_two_files_of_one_name() {
    _prepare
    mkdir a b
    cp article.txt a/same.txt
    cp article.txt b/same.txt
    _expect 2 _winnow --out-dir out.d a/same.txt b/same.txt
    _has err 'the same name'
    [ ! -e out.d ]
}

out_dir_never_writes_over_its_input() {
    _prepare
    cp article.txt before
    _expect 2 _winnow --out-dir . article.txt
    _same before article.txt
}

out_dir_has_no_file_for_a_rejected_document() {
    _prepare
    mkdir in
    printf 'embargo until noon\n' > in/held.txt
    cp article.txt in/free.txt
    _expect 1 _winnow --out-dir out.d in/held.txt in/free.txt
    [ "$(ls -A out.d)" = free.txt ]
}

out_dir_refuses_standard_input() {
    _prepare
    _expect 2 _winnow --out-dir d - < article.txt
    _has err 'standard input has no name'
}

no_two_outputs_are_one_file() {
    _prepare
    printf '{"id":1,"text":"x"}\n' > in.jsonl
    mkdir folder
    ln -s folder way
    for pair in "--audit a -o a" "--audit a -o ./a" "--metrics folder/m -o way/m" "--attributes a --audit a" \
        "--rejects a --metrics a" "--flagged a -o a" "--metrics folder/in.jsonl --out-dir folder"; do
        # shellcheck disable=SC2086 # options
        _expect 2 _winnow -f jsonl $pair in.jsonl
        _has err 'give each a file of its own'
        _is_empty out
    done
    [ "$(ls folder)" = "" ] && [ ! -e a ]
    _expect 0 _winnow -f jsonl --rejects same --flagged same in.jsonl
    _expect 0 _winnow --audit /dev/null -o /dev/null --metrics metrics article.txt
}

no_report_takes_the_place_of_what_is_read() {
    _prepare
    _winnow --audit audit article.txt > kept
    cp audit before
    cp kept text
    _expect 2 "$WINNOW" report audit -o audit
    _expect 2 "$WINNOW" report audit --kept kept -o kept
    _has err 'winnow: --output: "kept" is read, too, and would be lost; give another file'
    _expect 2 "$WINNOW" restore kept audit -o audit
    cp policy.yaml same.yaml
    _expect 2 "$WINNOW" test --junit same.yaml same.yaml
    _expect 2 "$WINNOW" fuzz --write-tests same.yaml --runs 1 same.yaml
    _expect 2 _winnow --metrics article.txt article.txt
    _same before audit
    _same text kept
    _same policy.yaml same.yaml
    _expect 0 "$WINNOW" restore kept audit -o kept
    _same article.txt kept
}

dash_is_standard_output_of_o_and_no_file_elsewhere() {
    _prepare
    _expect 0 _winnow -o - article.txt
    _same clean.txt out
    for option in --audit --metrics --attributes --rejects --flagged; do
        _expect 2 _winnow -f jsonl "$option" - article.txt
        _has err "winnow: $option: \"-\" is no file; give /dev/stdout or /dev/fd/N"
    done
    [ ! -e ./- ]
}
