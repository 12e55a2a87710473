# --sandbox: the same work with fewer rights. What the rights are, tests/unit/test_sandbox.c tries.

# Whether this system has one; and a build whose instruments open files at exit cannot do without that right.
_has_sandbox() {
    case ${INSTRUMENT:-} in *sanitize* | *coverage*) echo "skipped: the instruments need more rights"; return 1 ;; esac
    _prepare
    "$WINNOW" --sandbox -p policy.yaml article.txt > /dev/null 2> why && return
    grep -q 'this system has none\|this kernel refuses one' why || { cat why; exit 1; }
    echo "skipped: no sandbox here"
    return 1
}

# Whether a thread is in a sandbox; containers put all of theirs in one, which counts as well.
_is_sealed() { # STATUS_FILE
    local own
    own=$(sed -n 's/^Seccomp_filters:[^0-9]*//p' /proc/self/status)
    [ -n "$own" ] || { grep -q '^Seccomp:.*2' "$1" && grep -q '^NoNewPrivs:.*1' "$1"; return; }
    [ "$(sed -n 's/^Seccomp_filters:[^0-9]*//p' "$1")" -gt "$own" ]
}

sandbox_changes_no_byte() {
    _has_sandbox || return 0
    gzip -nc article.txt > article.gz
    for how in --sandbox --sandbox=strict "--sandbox -j 3" "--sandbox=strict -j 3"; do
        _expect 0 _winnow $how article.txt - article.gz < article.txt
        cat clean.txt clean.txt clean.txt | cmp - out
        _is_empty err
        _expect 0 "$WINNOW" $how --stats --split ff article.txt
        _same clean.txt out
        _expect 2 _winnow $how nowhere.txt article.txt
        _same clean.txt out
        _has err 'winnow: nowhere.txt: cannot open it'
        _expect 0 _winnow $how -z article.txt
        gzip -dc out | cmp - clean.txt
    done
}

sandbox_lets_outputs_take_their_place() {
    _has_sandbox || return 0
    for how in --sandbox --sandbox=strict; do
        echo old > result.txt
        rm -f audit.jsonl
        _expect 0 _winnow $how -o result.txt --audit audit.jsonl article.txt
        _same clean.txt result.txt
        "$WINNOW" restore result.txt audit.jsonl | cmp - article.txt
        printf '{"id":1,"text":"The ferry.\\nADVERTISEMENT"}\n{"id":2,"text":"embargo until noon"}\n' > in.jsonl
        rm -f rejects
        _expect 0 _winnow $how -f jsonl --rejects rejects --attributes attributes -j 2 -o out.jsonl in.jsonl
        [ "$(wc -l < out.jsonl)" -eq 1 ]
        [ "$(wc -l < rejects)" -eq 1 ]
        [ -s attributes ]
        _has_no_temporaries
    done
}

sandbox_removes_the_temporary_file_at_a_signal() {
    _has_sandbox || return 0
    mkfifo pipe
    "$WINNOW" --sandbox -p policy.yaml -o result.txt < pipe &
    child=$!
    exec 7> pipe
    cat article.txt >&7
    _until _is_sealed /proc/$child/status
    grep -q 'NoNewPrivs:.*1' /proc/$child/status
    _until _has_temporary
    kill $child
    status=0
    wait $child || status=$?
    exec 7>&-
    [ $status -eq 143 ]
    [ ! -e result.txt ]
    _has_no_temporaries
}

sandbox_is_entered_before_the_first_byte_is_read() {
    _has_sandbox || return 0
    mkfifo pipe
    for how in --sandbox --sandbox=strict "--sandbox -f jsonl --annotate -j 3"; do
        "$WINNOW" $how -p policy.yaml < pipe > out &
        child=$!
        exec 7> pipe
        _until _is_sealed /proc/$child/status
        for thread in /proc/$child/task/*/status; do _is_sealed $thread; done
        exec 7>&-
        wait $child
    done
}

what_opens_files_later_goes_with_no_sandbox() {
    _prepare
    for other in --in-place "--out-dir folder" "--metrics file"; do
        _expect 2 _winnow --sandbox $other article.txt
        _has err "winnow: ${other%% *}: it opens files while winnow filters, which --sandbox forbids; "
        [ ! -e folder ]
    done
    _make_article again.txt
    _same again.txt article.txt
}

kernel_without_a_sandbox_is_an_error() {
    _has_sandbox || return 0
    cat > refuse.c <<'END'
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <sys/prctl.h>
int prctl(int what, ...) { (void)what; errno = EINVAL; return -1; }
END
    $CC -shared -fPIC -o refuse.so refuse.c
    echo old > result.txt
    for way in "" "-o result.txt"; do
        _expect 2 env LD_PRELOAD=./refuse.so "$WINNOW" --sandbox -p policy.yaml $way article.txt
        _is_empty out
        grep -q '^winnow: --sandbox: this kernel refuses one: Invalid argument; run without it$' err
        [ "$(wc -l < err)" -eq 1 ]
    done
    [ "$(cat result.txt)" = old ]
    _has_no_temporaries
}

sandbox_has_two_forms() {
    _prepare
    _expect 2 _winnow --sandbox=loose article.txt
    _has err 'winnow: --sandbox: "loose" is no sandbox; give strict, or nothing'
}
