# What the world does to a running program: full disks, storms of signals, slow readers, sudden death, tight limits.
# Every single call that fails is tried by tests/faults.

_make_long() { # FILE
    for i in $(seq 20000); do
        echo "Line $i of the harbour's log."
        [ $((i % 5)) -ne 0 ] || echo ADVERTISEMENT
    done > "$1"
}

# A folder `small` with room for 64 KiB, or nothing and false where none can be made.
_make_small_disk() {
    mkdir small
    mount -t tmpfs -o size=64k none small 2> /dev/null && return
    echo "skipped: no file system can be mounted here"
    return 1
}

full_disk_leaves_old_files_whole_and_no_temporary() {
    _prepare
    _make_long long.txt
    _make_small_disk || return 0
    _finally 'umount small'
    echo old > small/result.txt
    echo old > small/metrics
    _expect 2 _winnow -q -o small/result.txt long.txt
    _has err 'winnow: small/result.txt: cannot write to it: No space left on device; make room and run it again'
    [ "$(cat small/result.txt)" = old ]
    _expect 2 _winnow -q --out-dir small long.txt
    [ ! -e small/long.txt ]
    _expect 2 _winnow -q -z -o small/result.txt <(head -c 300000 /dev/urandom)
    [ "$(cat small/result.txt)" = old ]
    head -c 50000 long.txt > small/inside.txt
    cp small/inside.txt inside.txt
    _expect 2 _winnow -q --in-place small/inside.txt
    _same inside.txt small/inside.txt
    head -c 1000000 /dev/zero > small/filler 2> /dev/null || true
    _expect 2 _winnow -q --metrics small/metrics article.txt
    _same clean.txt out
    [ "$(cat small/metrics)" = old ]
    [ -z "$(find small -name '.winnow-*')" ]
}

full_disk_under_an_audit_stops_the_output() {
    _prepare
    _make_long long.txt
    _make_small_disk || return 0
    _finally 'umount small'
    echo old > result.txt
    _expect 2 _winnow -q --audit small/audit -o result.txt long.txt
    _has err 'winnow: small/audit: cannot write to it: No space left on device'
    [ "$(cat result.txt)" = old ]
    _has_no_temporaries
}

full_device_is_status_2_wherever_it_is() {
    _prepare
    for how in "--audit /dev/full" "-o /dev/full" "-f jsonl --flagged /dev/full --annotate" "--metrics /dev/full"; do
        printf '{"text":"The ferry left.\\nADVERTISEMENT"}\n' > in.jsonl
        sed 's/  *action: reject.*$/ action: flag, document: "ferry"}/' policy.yaml > flags.yaml
        printf 'winnow: 1\nname: f\nrules:\n- {id: a.b, line: {is: [advertisement]}}\n%s\n' \
            "- {id: c.d, action: flag, document: 'ferry'}" > flags.yaml
        _expect 2 "$WINNOW" -q -p flags.yaml $how in.jsonl
        _has err 'No space left on device'
    done
    for command in --help --version "rules policy.yaml" "lint policy.yaml" "explain -p policy.yaml article.txt" \
        "-q -p policy.yaml article.txt" "-q -p policy.yaml --diff article.txt"; do
        status=0
        "$WINNOW" $command > /dev/full 2> err || status=$?
        [ $status -eq 2 ] || { echo "$command: $status"; return 1; }
        _has err 'No space left on device'
    done
}

attributes_or_a_diff_that_do_not_fit_are_named_once() {
    _prepare
    for i in $(seq 9000); do
        printf '{"id":%s,"text":"The ferry left.\\nADVERTISEMENT"}\n' "$i"
    done > in.jsonl
    _expect 2 "$WINNOW" -q -f jsonl --attributes /dev/full in.jsonl
    [ "$(cat err)" = "winnow: /dev/full: cannot write to it: No space left on device; make room and run it again" ]
    status=0
    "$WINNOW" -q -f jsonl --diff in.jsonl > /dev/full 2> err || status=$?
    [ $status -eq 2 ]
    [ "$(grep -c . err)" -eq 1 ]
    _has err 'standard output: cannot write to it: No space left on device'
}

storm_of_signals_changes_nothing() {
    _prepare
    _make_long all.txt
    head -n 3000 all.txt > long.txt
    _winnow --hold 0 long.txt > expected
    mkfifo pipe
    "$WINNOW" -q -p policy.yaml --hold 0 --line-buffered < pipe > out 2> err &
    child=$!
    exec 7> pipe
    head -n 1 long.txt >&7
    sed -i 1d long.txt
    _until [ -s out ] # what has written knows SIGUSR1
    (for i in $(seq 1000); do kill -USR1 $child && kill -WINCH $child && kill -CONT $child || break; done) 2> /dev/null &
    storm=$!
    while read -r line; do echo "$line"; done < long.txt >&7 # in as many small writes
    wait $storm
    exec 7>&-
    wait $child
    _same expected out
}

slow_reader_gets_every_byte() {
    _prepare
    _make_long long.txt
    _winnow long.txt > expected
    _winnow -q long.txt | {
        for i in $(seq 20); do
            dd bs=20000 count=1 2> /dev/null
            sleep 0.02 # slow
        done
        cat
    } > out
    _same expected out
}

stopped_and_continued_in_mid_stream_it_goes_on() {
    _has_proc || return 0
    _prepare
    _make_long long.txt
    sed 's/.*/{"text":"The ferry left.\\n&"}/' long.txt > long.jsonl
    for how in "-f text long.txt" "-f jsonl -j 3 --annotate long.jsonl"; do
        "$WINNOW" -q -p policy.yaml $how > expected
        mkfifo pipe
        "$WINNOW" -q -p policy.yaml ${how% *} < pipe > out &
        child=$!
        exec 7> pipe
        cat ${how##* } >&7 &
        feeder=$!
        for i in $(seq 10); do
            kill -STOP $child
            _until _is_stopped $child
            kill -CONT $child
        done
        wait $feeder
        exec 7>&- # only now can it end
        wait $child
        _same expected out
        rm pipe
    done
}

killed_outright_it_can_be_run_again() {
    _prepare
    _make_long long.txt
    _winnow long.txt > expected
    echo old > result.txt
    for round in 1 2 3; do
        mkfifo pipe
        "$WINNOW" -q -p policy.yaml --audit audit -o result.txt < pipe &
        child=$!
        exec 7> pipe
        head -c $((round * 100000)) long.txt >&7
        kill -KILL $child
        exec 7>&-
        wait $child || true
        [ "$(cat result.txt)" = old ]
        rm pipe
    done
    _expect 0 _winnow -q --audit audit -o result.txt long.txt
    _same expected result.txt
    "$WINNOW" restore result.txt audit 2> /dev/null | cmp - long.txt
}

signals_that_end_it_do_so_in_mid_stream() {
    _prepare
    _make_long long.txt
    for signal in TERM HUP ALRM XCPU USR2; do
        echo old > result.txt
        mkfifo pipe
        "$WINNOW" -q -p policy.yaml -o result.txt < pipe &
        child=$!
        exec 7> pipe
        cat long.txt >&7
        kill -$signal $child
        status=0
        wait $child 2> /dev/null || status=$?
        exec 7>&-
        [ $status -gt 128 ]
        [ "$(cat result.txt)" = old ]
        _has_no_temporaries
        rm pipe
    done
}

# Under each limit it does all of it, or says why not; it never crashes.
_does_all_or_says_why_not() { # COMMAND...
    local status=0
    "$@" > out 2> err || status=$?
    [ $status -eq 0 ] && cmp -s clean.txt out && return
    [ $status -eq 2 ] && [ -s err ] && return
    echo "status $status: $*"
    head -5 err
    return 1
}

limits_on_memory_are_told() {
    case "${INSTRUMENT:-}" in *sanitize*) echo "skipped: sanitizers need more memory"; return ;; esac
    _prepare
    local told=0 done=0
    for size in 3000 3500 4000 4500 5000 5500 6000 7000 8000 10000 12000 16000 24000; do
        for how in "" "-j 2 -f text" --sandbox=strict; do
            # what the loader of the program says of its own is not winnow's affair
            (ulimit -v $size; "$WINNOW" --version) > /dev/null 2>&1 || continue
            (ulimit -v $size; _does_all_or_says_why_not "$WINNOW" $how -p policy.yaml article.txt)
            if grep -q memory err; then told=$((told + 1)); else done=$((done + 1)); fi
        done
    done
    [ $done -gt 0 ]
}

limits_on_descriptors_are_told() {
    _prepare
    for count in 3 4 5 6 7 8; do
        for how in "" "-o result.txt" "--audit audit" "--audit audit -o result.txt" "-j 4"; do
            rm -f audit
            echo old > result.txt
            status=0
            (ulimit -n $count; exec "$WINNOW" $how -p policy.yaml article.txt) > out 2> err || status=$?
            [ $status -eq 0 ] || { [ $status -eq 2 ] && grep -q 'open files' err; }
            [ $status -eq 0 ] || [ "$(cat result.txt)" = old ]
            _has_no_temporaries
        done
    done
    [ $status -eq 0 ]
}

limit_on_time_ends_it_and_leaves_the_old_file() {
    _prepare
    echo old > result.txt
    status=0
    { yes 'The ferry left at nine, and came back at noon.' || true; } 2> /dev/null |
        (ulimit -St 1; exec "$WINNOW" -q -p policy.yaml -o result.txt) 2> /dev/null || status=$?
    [ $status -ne 0 ]
    [ "$(cat result.txt)" = old ]
    _has_no_temporaries
}

_ticks() { # PID
    awk '{ print $14 + $15 }' "/proc/$1/stat"
}

silent_input_is_waited_for_without_spinning() {
    _has_proc || return 0
    _prepare
    mkfifo pipe
    "$WINNOW" -q -p policy.yaml --hold 0 --line-buffered --metrics metrics < pipe > out &
    child=$!
    exec 7> pipe
    head -n 1 clean.txt >&7
    _until _has_lines out 1
    before=$(_ticks $child)
    sleep 1.5 # in which it has nothing to do
    ticks=$(($(_ticks $child) - before))
    exec 7>&-
    wait $child
    [ "$ticks" -lt 20 ] || { echo "$ticks hundredths of a second for nothing"; return 1; }
}
