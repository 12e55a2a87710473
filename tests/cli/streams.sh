# Pipes, signals and descriptors in every state that hosts leave them in.

_make_long() { # FILE
    for i in $(seq 40000); do echo "Line $i of the harbour's log."; done > "$1"
}

reader_that_goes_away_ends_it_quietly() {
    _prepare
    _make_long long.txt
    set +e
    "$WINNOW" -q --hold 64K -p policy.yaml long.txt 2> err | head -1 > out
    status=${PIPESTATUS[0]}
    set -e
    [ $status -eq 141 ]
    _is_empty err
    [ "$(cat out)" = "Line 1 of the harbour's log." ]
}

reader_that_goes_away_is_no_success_where_sigpipe_is_ignored() {
    _prepare
    _make_long long.txt
    (
        trap '' PIPE
        status=0
        "$WINNOW" -q --hold 64K -p policy.yaml long.txt 2> err || status=$?
        echo $status > status
    ) | head -1 > out
    grep -qx 2 status
    _is_empty err
}

closed_standard_input_is_an_error() {
    _prepare
    _expect 2 bash -c 'exec "$0" -p policy.yaml <&-' "$WINNOW"
    _has err 'winnow: standard input: cannot read it'
    _is_empty out
}

closed_standard_output_is_an_error() {
    _prepare
    _expect 2 bash -c 'exec "$0" -p policy.yaml article.txt >&-' "$WINNOW"
    _has err 'winnow: standard output: cannot write to it'
}

closed_standard_error_does_no_harm() {
    _prepare
    _expect 2 bash -c 'exec "$0" -p policy.yaml nowhere.txt article.txt 2>&-' "$WINNOW"
    _same clean.txt out
}

files_never_land_on_the_standard_descriptors() {
    _prepare
    _expect 2 bash -c 'exec "$0" -v -p policy.yaml -o result.txt nowhere.txt article.txt <&- >&- 2>&-' "$WINNOW"
    _same clean.txt result.txt
    _make_article article.txt
    _expect 0 bash -c 'exec "$0" -v -p policy.yaml --in-place article.txt <&- >&- 2>&-' "$WINNOW"
    _same clean.txt article.txt
}

descriptors_that_do_not_block_are_waited_for() {
    _prepare
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    cat > both.py <<'END'
import array, fcntl, os, subprocess, sys, termios, threading, time
text = b''.join(b'Line %d of the log.\n' % i for i in range(30000))
in_read, in_write = os.pipe()
out_read, out_write = os.pipe()
for fd in in_read, out_write:
    fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_NONBLOCK)
child = subprocess.Popen(sys.argv[1:], stdin=in_read, stdout=out_write, close_fds=True, pass_fds=())
os.close(in_read)
os.close(out_write)
def feed():
    for i in range(0, len(text), 50000):
        os.write(in_write, text[i:i + 50000])
        time.sleep(0.01) # slow
    os.close(in_write)
def waiting():
    count = array.array('i', [0])
    fcntl.ioctl(out_read, termios.FIONREAD, count)
    return count[0]
threading.Thread(target=feed).start()
while waiting() < 4096 and child.poll() is None:
    time.sleep(0.01) # until it writes more than fits, and so must wait for room
got = b''
while True:
    piece = os.read(out_read, 10000)
    if not piece:
        break
    got += piece
    time.sleep(0.001) # slow
sys.exit(child.wait() or got != text)
END
    python3 both.py "$WINNOW" -q -p policy.yaml
}

one_byte_writes_change_nothing() {
    _prepare
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    python3 -c '
import os, sys
for byte in open("article.txt", "rb").read():
    os.write(1, bytes([byte]))' | _winnow > out
    _same clean.txt out
}

stopped_and_continued_it_goes_on() {
    _has_proc || return 0
    _prepare
    mkfifo pipe
    "$WINNOW" -p policy.yaml < pipe > out &
    child=$!
    exec 7> pipe
    head -1 article.txt >&7
    kill -STOP $child
    _until _is_stopped $child
    kill -CONT $child
    tail -2 article.txt >&7
    exec 7>&-
    wait $child
    _same clean.txt out
}

_ends_by_signal() { # SIGNAL NUMBER
    _prepare
    echo old > result.txt
    mkfifo pipe
    "$WINNOW" -p policy.yaml -o result.txt < pipe &
    child=$!
    exec 7> pipe
    cat article.txt >&7
    _until _has_temporary
    kill -"$1" $child
    status=0
    wait $child || status=$?
    exec 7>&-
    [ $status -eq $((128 + $2)) ]
    echo old | cmp - result.txt
    _has_no_temporaries
}

sigterm_removes_the_temporary_file_and_ends_it() { _ends_by_signal TERM 15; }
sighup_removes_the_temporary_file_and_ends_it() { _ends_by_signal HUP 1; }

sigint_removes_the_temporary_file_and_ends_it() {
    # a background job of a shell ignores SIGINT, so a foreground one it must be
    _prepare
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    echo old > result.txt
    cat > interrupt.py <<'END'
import glob, os, signal, subprocess, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)
child.stdin.write(b'The ferry left at nine.\n')
child.stdin.flush()
while not glob.glob('.winnow-*') and child.poll() is None:
    time.sleep(0.02) # and look again
child.send_signal(signal.SIGINT)
sys.exit(child.wait() != -signal.SIGINT)
END
    python3 interrupt.py "$WINNOW" -p policy.yaml -o result.txt
    echo old | cmp - result.txt
    _has_no_temporaries
}

ignored_signal_stays_ignored() {
    _has_proc || return 0
    _prepare
    mkfifo pipe
    (trap '' HUP; exec "$WINNOW" -p policy.yaml < pipe > out) &
    child=$!
    exec 7> pipe
    head -1 article.txt >&7
    _until _handles TERM $child # and so it has seen what becomes of HUP
    kill -HUP $child
    tail -2 article.txt >&7
    exec 7>&-
    wait $child
    _same clean.txt out
}

live_stream_lets_lines_go_as_they_come_and_says_what_is_off() {
    _prepare
    mkfifo pipe
    "$WINNOW" -p policy.yaml --hold 0 --line-buffered < pipe > out 2> err &
    child=$!
    exec 7> pipe
    cat article.txt >&7
    _until _same clean.txt out
    exec 7>&-
    wait $child
    _has err 'winnow: --hold 0: nothing is held back, so the guard is off, and rules for tails, documents or prose'
    [ "$(wc -l < err)" -eq 1 ]
}

rule_that_cannot_act_on_a_live_stream_holds_no_line_back() {
    _prepare
    echo "- {id: a.far, when: {prose-lines: {min: 3}}, line: {match: '^x', below: {within: 12, match: 'y'}}}" >> policy.yaml
    echo "- {id: a.head, head: {limit: 1, match: '^by '}}" >> policy.yaml
    mkfifo pipe
    _winnow -q --hold 0 --line-buffered < pipe > out &
    exec 7> pipe
    printf 'By A. Example\nx\nThe ferry left.\n' >&7
    printf 'x\nThe ferry left.\n' > expected
    _until _same expected out
    exec 7>&-
    wait
}

live_stream_is_silent_with_quiet() {
    _prepare
    _expect 0 _winnow -q --hold 0 --line-buffered article.txt
    _is_empty err
    _same clean.txt out
}

empty_environment_is_enough() {
    _prepare
    env -i "$WINNOW" -p policy.yaml < article.txt > out
    _same clean.txt out
    cd /
    printf 'The ferry left at nine.\n' | env -i "$WINNOW" > /dev/null
}
