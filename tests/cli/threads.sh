# Several threads: the same results as with one.

# A policy that cuts, flags, rejects, extracts and replaces, and a stream of all that can come, over many batches.
_prepare_stream() {
    cat > all.yaml <<'POLICY'
winnow: 1
name: all
rules:
- {id: ad.label, line: {is: advertisement}}
- {id: ad.shadow, shadow: true, line: '^sponsored'}
- {id: desk.look, action: flag, document: {contains: [rumour]}}
- {id: legal.embargo, action: reject, why: not before its hour, document: '^embargo until'}
- {id: meta.updated, action: extract, field: updated, line: '^last updated on (?<value>.+)$'}
- {id: track.params, span: '[?&]utm_\w+=[^\s&]*'}
POLICY
    awk 'BEGIN {
        for (i = 1; i <= 9000; i++) {
            text = "The ferry left at " i ".\\nADVERTISEMENT\\nIt came back \\u00e9t\\u00e9 at noon, as on every other day of that long week.\\n"
            if (i % 7 == 0) text = text "Sponsored by the harbour\\nSee https://example.org/?utm_a=" i " for more.\\n"
            if (i % 11 == 0) text = text "There is a rumour.\\n"
            if (i % 13 == 0) text = "Embargo until noon\\n" text
            if (i % 17 == 0) text = text "Last updated on day " i "\\n"
            if (i % 97 == 0) { print "{\"text\": \"half a record " i; continue }
            if (i % 101 == 0) { print ""; continue }
            if (i % 103 == 0) { print "{\"id\": " i ", \"body\": \"no text\"}\r"; continue }
            if (i % 107 == 0) printf "\xEF\xBB\xBF"
            printf "{\"id\": \"r%d\", \"lang\": \"en\", \"text\": \"%s\"}\n", i, text
        }
        printf "{\"id\": 0, \"text\": \"the last one\\nadvertisement\\n\"}"
    }' > stream.jsonl
}

# Everything that a run with some options leaves behind, in a folder of its own.
_run_with() { # THREADS OPTIONS...
    local threads=$1 status=0
    shift
    rm -rf "with$threads" && mkdir "with$threads"
    "$WINNOW" -p all.yaml -f jsonl -j "$threads" --audit "with$threads/audit" --attributes "with$threads/attributes" \
        --rejects "with$threads/rejects" --flagged "with$threads/flagged" --metrics "with$threads/metrics" --stats=json "$@" \
        > "with$threads/out" 2> "with$threads/err" || status=$?
    echo "$status" > "with$threads/status"
}

_same_with() { # OPTIONS...
    _run_with 1 "$@"
    [ -s with1/audit ]
    for threads in 2 5; do
        _run_with $threads "$@"
        sed -i "s/with$threads/with1/g" with$threads/err
        diff -rq with1 with$threads
    done
}

output_audit_counts_messages_and_status_do_not_depend_on_threads() {
    _prepare_stream
    _same_with stream.jsonl
    [ "$(cat with1/status)" -eq 1 ]
    [ -s with1/rejects ] && [ -s with1/flagged ] && [ -s with1/attributes ] && [ -s with1/metrics ]
    _has with1/err 'winnow: stream.jsonl:97: '
    _same_with -v --annotate stream.jsonl
    _has with1/out '"winnow":{"verdict":"flagged"'
    _same_with --annotate --one-to-one stream.jsonl
    [ "$(grep -c '' with1/out)" -eq "$(grep -c '' stream.jsonl)" ]
    _same_with --on-error drop --field id --field text stream.jsonl
}

several_inputs_are_told_one_after_the_other() {
    _prepare_stream
    _make_policy policy.yaml
    head -c 700000 stream.jsonl > a.jsonl # its last line has no end
    : > empty.jsonl
    _same_with a.jsonl empty.jsonl stream.jsonl missing.jsonl a.jsonl
    [ "$(cat with1/status)" -eq 2 ]
    _has with1/err 'missing.jsonl'
}

a_stop_at_a_malformed_record_is_at_the_same_place() {
    _prepare_stream
    sed '97d;194d;291d;388d;4000,$d' stream.jsonl > late.jsonl
    _same_with --on-error stop late.jsonl
    [ "$(cat with1/status)" -eq 2 ]
    [ -s with1/out ]
}

what_threads_have_audited_can_be_restored() {
    _prepare_stream
    _expect 1 "$WINNOW" -q -p all.yaml -f jsonl -j 3 --annotate --audit audit stream.jsonl
    cp out kept
    _expect 0 "$WINNOW" restore kept audit
    _same stream.jsonl out
}

records_too_long_for_a_batch_are_filtered_too() {
    _prepare_stream
    head -n 500 stream.jsonl > long.jsonl
    { printf '{"id": 5, "text": "'; head -c 700000 /dev/zero | tr '\0' x; printf '\\nadvertisement\\n"}\n'; } >> long.jsonl
    head -n 100 stream.jsonl >> long.jsonl
    { printf '{"id": 6, "text": "'; head -c 6000000 /dev/zero | tr '\0' y; printf '\\nadvertisement\\n"}\n'; } >> long.jsonl
    head -n 3000 stream.jsonl >> long.jsonl
    { printf '{"id": 7, "text": "'; head -c 5000000 /dev/zero | tr '\0' z; printf '\\nadvertisement\\n"}'; } >> long.jsonl
    _same_with long.jsonl
    _has_not with1/out '\nadvertisement\n"}'
}

a_record_leaves_before_the_next_comes() {
    _prepare_stream
    mkfifo pipe
    "$WINNOW" -p all.yaml -f jsonl -j 2 --annotate < pipe > live &
    exec 5> pipe
    for text in one two three; do
        printf '{"text": "%s"}\n' $text >&5
        _until _has live "$text"
    done
    exec 5>&-
    wait $!
}

one_thread_means_none_is_made() {
    _has_proc || return 0
    _prepare_stream
    for threads in 1 3; do
        mkfifo pipe$threads
        "$WINNOW" -p all.yaml -f jsonl -j $threads --annotate < pipe$threads > live$threads &
        exec 5> pipe$threads
        printf '{"text": "one"}\n' >&5
        _until [ -s live$threads ]
        ls /proc/$!/task | wc -l > tasks$threads
        exec 5>&-
        wait $!
    done
    [ "$(cat tasks1)" -eq 1 ]
    [ "$(cat tasks3)" -ge 4 ]
}

a_reader_that_goes_away_ends_all_threads_quietly() {
    _prepare_stream
    local status=0
    { "$WINNOW" -q -p all.yaml -f jsonl -j 3 --annotate stream.jsonl 2> err || echo $? > status; } | head -n 1 > first
    _is_empty err
    [ -s first ]
    [ "$(cat status)" -ne 0 ]
}

a_write_error_is_told_once_with_threads() {
    [ -w /dev/full ] || { echo "skipped: no /dev/full"; return; }
    _prepare_stream
    "$WINNOW" -q -p all.yaml -f jsonl -j 3 --annotate stream.jsonl > /dev/full 2> err || echo $? > status
    [ "$(cat status)" -eq 2 ]
    [ "$(wc -l < err)" -eq 1 ]
    _has err 'cannot write to it'
}

a_signal_ends_threads_and_leaves_no_temporary_file() {
    _prepare_stream
    mkfifo pipe
    "$WINNOW" -q -p all.yaml -f jsonl -j 3 --annotate -o kept < pipe 2> err &
    exec 5> pipe
    head -n 5000 stream.jsonl >&5
    _until _has_temporary
    kill -TERM $!
    local status=0
    wait $! || status=$?
    exec 5>&-
    [ "$status" -eq $((128 + 15)) ]
    _has_no_temporaries
    [ ! -e kept ]
}

sigusr1_shows_counts_with_threads() {
    _prepare_stream
    mkfifo pipe
    "$WINNOW" -q -p all.yaml -f jsonl -j 2 --annotate < pipe > live 2> err &
    exec 5> pipe
    printf '{"text": "one"}\n' >&5
    _until [ -s live ]
    kill -USR1 $!
    _until _has err 'documents'
    exec 5>&-
    wait $!
}

gzip_is_read_beside_filtering_with_the_same_result() {
    _prepare_stream
    sed 's/\\n/\n/g' stream.jsonl > text
    { gzip -c text; gzip -c text; } > two.gz
    head -c 20000 two.gz > cut.gz
    { head -c 30000 two.gz; echo 'no gzip'; tail -c 30000 two.gz; } > damaged.gz
    : > empty
    gzip -kc empty > empty.gz
    for file in two cut damaged empty; do
        status=0
        "$WINNOW" -p all.yaml --audit audit1 $file.gz > $file.1 2> err1 || status=$?
        for threads in 2 4; do
            rm -f audit
            _expect $status "$WINNOW" -p all.yaml --audit audit -j $threads $file.gz
            _same $file.1 out
            _same err1 err
            _same audit1 audit
            _expect $status "$WINNOW" -p all.yaml -j $threads < <(cat $file.gz)
            _same $file.1 out
        done
        rm audit1
    done
    [ -s two.1 ] && [ -s cut.1 ] && [ -s damaged.1 ] && [ ! -s empty.1 ]
    gzip -c stream.jsonl > stream.jsonl.gz
    _same_with -z stream.jsonl.gz
}

gzip_is_written_beside_filtering_with_the_same_bytes() {
    _prepare_files
    _expect 1 "$WINNOW" -p all.yaml -z huge.txt
    cp out expected.gz
    for options in "-z" "-z --line-buffered" "-z -o whole.gz"; do
        _expect 1 "$WINNOW" -p all.yaml -j 2 $options huge.txt
        [ ! -e whole.gz ] || mv whole.gz out
        [ "$options" = "-z --line-buffered" ] || _same expected.gz out
        gzip -dc out > text
        gzip -dc expected.gz | _same - text
    done
    "$WINNOW" -q -p all.yaml -j 2 -z huge.txt huge.txt 2> err | head -c 100 > first || true
    _is_empty err
    if [ -w /dev/full ]; then
        _expect 2 "$WINNOW" -q -p all.yaml -j 2 -z -o /dev/full huge.txt
        [ "$(wc -l < err)" -eq 1 ]
        _has err 'winnow: /dev/full: cannot write to it'
    fi
}

in_place_and_out_dir_read_gzip_with_threads() {
    _prepare_stream
    for file in a b c; do
        sed 's/\\n/\n/g' stream.jsonl | sed "1i Article $file" | gzip -c > $file.gz
    done
    _expect 1 "$WINNOW" -p all.yaml --out-dir one a.gz b.gz c.gz
    cp err err1
    _expect 1 "$WINNOW" -p all.yaml --out-dir two -j 3 a.gz b.gz c.gz
    _same err1 err
    diff -r one two
    _expect 1 "$WINNOW" -p all.yaml --in-place -j 2 a.gz b.gz c.gz
    for file in a b c; do _same one/$file.gz $file.gz; done
}

a_record_in_gzip_leaves_before_the_next_comes() {
    _prepare_stream
    mkfifo pipe
    "$WINNOW" -p all.yaml -f jsonl --annotate -z -j 2 < pipe | "$WINNOW" -p all.yaml -f jsonl -j 2 --annotate > live &
    exec 5> pipe
    for text in one two three; do
        printf '{"text": "%s"}\n' $text >&5
        _until _has live "$text"
    done
    exec 5>&-
    wait $!
}

a_silent_writer_keeps_no_thread_from_ending() {
    _prepare_stream
    mkfifo pipe
    { "$WINNOW" -q -p all.yaml -f jsonl -j 2 --annotate < pipe 2> err || echo $? > status; } |
        { head -n 1 > first; exec <&-; : > gone; } &
    exec 5> pipe
    echo '{"text": "one"}' | gzip -c >&5
    _until [ -e gone ] # and with it each reader
    [ -s first ]
    echo '{"text": "two"}' | gzip -c >&5
    _until [ -s status ] # while the pipe is still open
    exec 5>&-
    wait
    _is_empty err
}

# Texts of all sizes: whole, empty, without a last line end, gzip, damaged, rejected, missing.
_prepare_files() {
    _prepare_stream
    head -n 4000 stream.jsonl | sed 's/\\n/\n/g' > large.txt
    cat large.txt large.txt large.txt > huge.txt
    for i in 1 2 3 4 5 6 7 8; do
        head -n $((i * 300)) large.txt | sed "1i Article $i of the harbour" > text$i.txt
    done
    printf 'no line end\nadvertisement' > open.txt
    printf 'Embargo until noon\nThe ferry left.\n' > rejected.txt
    : > empty.txt
    gzip -c large.txt > large.txt.gz
    head -c 20000 large.txt.gz > cut.txt.gz
    printf 'One.\nAdvertisement\n\f\fTwo.\nAdvertisement\n\fEmbargo until noon\n\fThree.' > pages.txt
    files="text1.txt text2.txt open.txt huge.txt empty.txt missing.txt large.txt.gz rejected.txt text3.txt cut.txt.gz pages.txt
        text4.txt text5.txt text6.txt text7.txt text1.txt text8.txt"
}

# Everything that a run over texts leaves behind, in a folder of its own.
_filter_with() { # THREADS OPTIONS...
    local threads=$1 status=0
    shift
    rm -rf "with$threads" && mkdir "with$threads"
    "$WINNOW" -p all.yaml -j "$threads" --metrics "with$threads/metrics" --stats=json "$@" > "with$threads/out" \
        2> "with$threads/err" || status=$?
    echo "$status" > "with$threads/status"
    sed -i "s/with$threads/with1/g" "with$threads/err"
}

_same_files_with() { # OPTIONS...
    rm -rf audit && _filter_with 1 --audit audit "$@" && mv audit with1/audit
    for threads in 3; do
        _filter_with $threads --audit audit "$@"
        mv audit with$threads/audit
        diff -rq with1 with$threads
    done
}

files_come_out_in_their_order_whatever_the_threads() {
    _prepare_files
    _same_files_with -v $files
    [ "$(cat with1/status)" -eq 2 ]
    _has with1/err 'winnow: missing.txt: '
    _has with1/err 'winnow: rejected.txt: rejected by legal.embargo'
    _has with1/err 'winnow: cut.txt.gz: '
    _same_files_with --split ff -v --level 3 $files
    _has with1/err 'winnow: pages.txt, document 2: '
    _same_files_with --hold 64K --line-buffered $files
    _same_files_with --diff text1.txt text2.txt huge.txt text3.txt
    [ -s with1/out ]
}

files_go_to_their_places_whatever_the_threads() {
    _prepare_files
    for threads in 1 3; do
        mkdir $threads
        cp ./*.txt ./*.gz all.yaml $threads
        cd $threads
        "$WINNOW" -p all.yaml -j $threads --out-dir out $(sed 's/text1.txt text8/text8/' <<< $files) 2> out.err || echo $? > out.status
        "$WINNOW" -p all.yaml -j $threads -o whole $files 2> whole.err || echo $? > whole.status
        "$WINNOW" -p all.yaml -j $threads --in-place $files 2> in-place.err || echo $? > in-place.status # text1.txt twice
        "$WINNOW" -p all.yaml -j $threads --in-place -v large.txt.gz huge.txt text8.txt 2>> in-place.err || echo $? >> in-place.status
        cd ..
    done
    diff -r 1 3
    [ -s 1/whole ] && [ -s 1/out/huge.txt ] && [ -s 1/in-place.err ]
}

pages_come_out_in_their_order_whatever_the_threads() {
    _prepare_stream
    for i in 1 2 3 4 5 6; do
        printf '<html><head><title>Page %s</title></head><body><p>The ferry left at %s.</p><p>ADVERTISEMENT</p>%s</body></html>\n' \
            $i $i "$([ $i = 4 ] && echo '<p>Embargo until noon</p>')" > page$i.html
    done
    echo '<p>cut in the mid' > page7.html
    : > page8.html
    _same_files_with -f html -v page*.html
    grep -q 'Page 1.*Page 2.*Page 6' <(tr -d '\n' < with1/out)
}

a_file_whose_output_fails_does_not_stop_the_next() {
    _prepare_files
    for threads in 1 3; do
        rm -rf out.dir && mkdir -p out.dir/huge.txt # a folder stands where the output shall go
        _expect 2 "$WINNOW" -p all.yaml -q -j $threads --out-dir out.dir text1.txt huge.txt text2.txt text3.txt
        mv out.dir $threads
        cp err err$threads
    done
    diff -r 1 3
    _same err1 err3
    [ -s 3/text3.txt ]
}

many_files_end_quietly_when_the_reader_goes_away() {
    _prepare_files
    "$WINNOW" -q -p all.yaml -j 3 text1.txt huge.txt huge.txt text2.txt huge.txt 2> err | head -n 1 > first || true
    _is_empty err
    _has first 'Article 1'
}

threads_that_the_system_does_not_give_are_done_without() {
    [ "$(id -u)" -eq 0 ] && command -v setpriv > /dev/null || { echo "skipped: needs root and setpriv"; return; }
    _prepare_stream
    _expect 1 "$WINNOW" -q -p all.yaml -f jsonl --annotate stream.jsonl
    cp out expected
    cp "$WINNOW" winnow
    chmod 755 .
    setpriv --reuid 39993 --clear-groups -- test -x winnow || { echo "skipped: temporary files are not for all"; return; }
    for most in 1 4; do
        _expect 1 setpriv --reuid 39993 --clear-groups -- \
            bash -c "ulimit -u $most; exec ./winnow -p all.yaml -f jsonl --annotate -j 5" < stream.jsonl
        _same expected out
        grep -qE "^winnow: --threads: the system gives only [1-4] of 5; the output is the same$" err
    done
}

a_number_of_threads_is_from_1_to_256() {
    for wrong in 0 257 two 2K ''; do
        _expect 2 "$WINNOW" -j "$wrong" < /dev/null
        _has err 'winnow: --threads: '
    done
    _expect 0 "$WINNOW" --threads 256 -q < /dev/null
}
