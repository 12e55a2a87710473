# Text that no newsroom sends: it passes byte for byte where no rule hits, in bounded memory, and doubt is told.

# Filters the file `in` under both policies, from a file and from a pipe, and demands the same bytes and this status.
_passes() { # STATUS
    local policy
    _make_policy policy.yaml
    for policy in policy.yaml news; do
        _expect "$1" "$WINNOW" -p $policy in
        _same in out
        if [ "$1" -eq 0 ]; then _is_empty err; else [ "$(wc -l < err)" -eq 1 ]; fi
        cat in | _expect "$1" "$WINNOW" -p $policy
        _same in out
    done
}

# Filters what a command writes, with 64 MiB of address space, and compares sums.
_passes_in_bounded_memory() { # COMMAND
    case "${INSTRUMENT:-}" in *sanitize*) echo "skipped: sanitizers need more memory"; return ;; esac
    _make_policy policy.yaml
    eval "$1" | cksum > expected
    eval "$1" | { ulimit -v 65536; _winnow -q || [ $? -eq 1 ]; } | cksum > out
    _same expected out
}

nul_bytes_pass() {
    printf 'The ferry\0left.\n\0\n\0\0\0It came\0back.\n\0' > in
    _passes 0
}

carriage_returns_pass_wherever_they_are() {
    printf 'The ferry\rleft.\r\n\r\n\r\r\nIt came back.\r' > in
    _passes 0
    printf '\r\r\r' > in
    _passes 0
    printf '\n\r\n\r\r\n' > in
    _passes 0
}

line_ends_of_other_systems_pass() {
    printf 'The ferry\302\205left.\342\200\250It came\342\200\251back\v\f at noon.\n\302\205\n' > in
    _passes 0
}

byte_order_marks_pass() {
    printf '\357\273\277The ferry left.\n\357\273\277\n' > in
    _passes 0
}

only_newlines_pass() {
    printf '\n' > in
    _passes 0
    head -c 1000 /dev/zero | tr '\0' '\n' > in
    _passes 0
    head -c 1000 /dev/zero | sed 's/\x00/\r\n/g' > in
    _passes 0
}

invalid_utf8_of_every_kind_passes_and_is_told() {
    local bytes
    # alone, too few, too many, overlong, surrogates, beyond the last character, never in UTF-8
    for bytes in '\200' '\277' '\302' '\342\202' '\360\237\230' '\302\302\261' '\300\200' '\301\277' '\340\200\200' \
        '\340\237\277' '\360\200\200\200' '\360\217\277\277' '\355\240\200' '\355\277\277' '\364\220\200\200' \
        '\367\277\277\277' '\370\210\200\200\200' '\374\204\200\200\200\200' '\376' '\377' '\376\377' '\377\376'; do
        printf "The ferry${bytes}left.\n${bytes}\nIt came back at noon.${bytes}" > in
        _passes 1
        _has err 'winnow: text was kept in doubt: invalid-bytes '
    done
}

invalid_utf8_is_quiet_with_quiet_and_shows_in_the_status() {
    printf 'The \377 ferry.\n' > in
    _expect 1 "$WINNOW" -q in
    _is_empty err
    _expect 1 "$WINNOW" -v in
    _has err 'invalid-bytes 1'
}

invalid_byte_hides_no_rule() {
    _prepare
    printf 'The ferry left.\nADVERT\377ISEMENT\nADVERTISEMENT\n' > in
    _expect 1 _winnow in
    printf 'The ferry left.\nADVERT\377ISEMENT\n' | cmp - out
}

every_byte_value_passes() {
    for i in $(seq 0 255); do printf "The ferry \\x$(printf %x "$i") left.\n"; done > in
    _passes 1
}

noise_passes() {
    _make_policy policy.yaml # the rules that ship may know a word of it
    head -c 300000 "$WINNOW" > in
    _expect 1 _winnow in
    _same in out
}

floods_of_marks_and_controls_pass() {
    local mark
    for mark in '\314\201' '\342\200\256' '\342\200\215' '\302\255' '\033[31m' '\357\270\217' '\341\205\240' '\b' '\t'; do
        { printf 'The ferry'; for i in $(seq 3000); do printf "$mark"; done; printf ' left.\n'; } > in
        _passes 0
    done
}

lines_around_the_limit_are_judged_or_told() {
    _make_policy policy.yaml
    for size in 4096 16383 16384; do
        head -c $size /dev/zero | tr '\0' 'a' > in
        _expect 0 _winnow in
        _same in out
    done
    for size in 16385 65535 65536 65537 200000; do
        head -c $size /dev/zero | tr '\0' 'a' > in
        _expect 1 _winnow in
        _same in out
        _has err 'long-lines 1'
    done
}

ten_million_empty_lines_pass_in_bounded_memory() {
    _passes_in_bounded_memory "head -c 10000000 /dev/zero | tr '\0' '\n'"
}

line_of_a_gigabyte_passes_in_bounded_memory() {
    _passes_in_bounded_memory "head -c 1G /dev/zero | tr '\0' 'a'"
}

gigabyte_of_spaces_passes_in_bounded_memory() {
    _passes_in_bounded_memory "head -c 1G /dev/zero | tr '\0' ' '"
}

million_short_lines_of_noise_pass_in_bounded_memory() {
    _passes_in_bounded_memory "seq 1000000 | sed 's/\$/ \xff\xc2 ferries/'"
}

document_that_never_ends_is_held_no_longer_than_allowed() {
    _passes_in_bounded_memory "{ yes 'The ferry left at nine and came back at noon.' || true; } | head -c 50000000"
}

missing_file_is_named_and_the_others_are_done_whatever_is_in_them() {
    _prepare
    printf 'The \377 ferry\0.\r\n' > odd
    _expect 2 _winnow odd nowhere article.txt
    cat odd clean.txt | cmp - out
    _has err 'winnow: nowhere: cannot open it: No such file or directory'
}

full_disk_in_mid_output_leaves_the_old_file_whole() {
    _prepare
    { yes 'The ferry left at nine and came back at noon.' || true; } | head -c 3000000 > in
    echo old > kept
    (
        ulimit -f 1000
        _expect 2 _winnow -q -o kept in
        _has err 'winnow: kept: cannot write to it: File too large'
        _expect 2 _winnow -q --in-place in
    )
    [ "$(cat kept)" = old ]
    [ "$(wc -c < in)" -eq 3000000 ]
    _has_no_temporaries
}

reader_of_a_hostile_text_may_go_away() {
    _make_policy policy.yaml
    { yes $'\377' || true; } | head -c 20000000 | { _winnow -q || [ $? -eq 141 ]; } | head -c 10 > out || true
    [ "$(wc -c < out)" -eq 10 ]
}

# A policy with one rule that cannot decide about a line of x, and another.
_make_unsure() { # RULE RULE
    printf 'winnow: 1\nname: unsure\nrules:\n- %s\n- %s\n' "$1" "$2" > policy.yaml
}

_x_line() { head -c 400 /dev/zero | tr '\0' x; echo; }

line_kept_in_doubt_ends_a_section() {
    _make_unsure "{id: a.hostile, action: keep, line: '(x|xx)+[^x ]{3}\$'}" \
        "{id: b.links, section: {from: '^next in', until: {ends-sentence: true}, reaches-end: true}}"
    { printf 'The ferry left.\nNext in Harbour\nNew pier\n'; _x_line; } > in
    _expect 1 _winnow in
    _same in out
    _has err 'match-limits'
}

line_kept_in_doubt_ends_the_peeling() {
    _make_unsure "{id: a.hostile, action: keep, line: '(x|xx)+[^x ]{3}\$'}" \
        "{id: b.tags, tail: {words: {max: 3}, limit: 3}}"
    { printf 'The ferry left at nine.\nharbour\n'; _x_line; } > in
    _expect 1 _winnow in
    _same in out
}

mark_that_may_be_missing_holds_nothing_up_and_lets_nothing_go() {
    _make_unsure "{id: a.hostile, action: mark, line: '(x|xx)+[^x ]{3}\$'}" \
        "{id: b.links, section: {from: '^next in', until: {marked: any}}}"
    { printf 'The ferry left.\nNext in Harbour\nNew pier\n'; _x_line; echo Old pier; } > in
    _expect 1 _winnow in
    { printf 'The ferry left.\n'; _x_line; echo Old pier; } | cmp - out
    _make_unsure "{id: a.hostile, action: mark, line: '(x|xx)+[^x ]{3}\$'}" \
        "{id: b.rest, line: {chars: {min: 100}, unless: {marked: any}}}"
    _expect 2 _winnow in # only the second stratum knows marks
    _make_unsure "{id: a.hostile, action: mark, line: '(x|xx)+[^x ]{3}\$'}" \
        "{id: b.rest, run: {chars: {min: 100}, unless: {marked: any}, min-lines: 1}}"
    _expect 1 _winnow in
    _same in out
}

# Patterns that are known for their worst lines, and what those repeat.
_classics() {
    cat <<'LIST'
^(a+)+b$|a
^(?:a+){1,9}(?:a|b)c$|a
^(a|aa)+b$|a
^(?:a|a|a)+b$|a
^(a*)*\1b$|a
(\w+)\s\1\1!|ab 
(?=.*(?:a+)+!)a|a
(?<!b)(?:a|aa)+!|a
\s+$(?<!.y)|a a
x\s+$|x 
(?:.*,){20}x|,
\b\w+\b.*[!?]$|ab 
(?:[^\s!]+\s*)+!$|ab
(x+x+)+y|x
LIST
}

_make_classics() { # FILE
    printf 'winnow: 1\nname: classics\nrules:\n' > "$1"
    _classics | awk -F'|' -v q="'" '{sub(/\|[^|]*$/, ""); printf "- {id: slow.r%d, line: %s%s%s}\n", NR, q, $0, q}' >> "$1"
}

# So many bytes of a text again and again, and an end that no classic takes, though it has what each looks for.
_worst_line() { # UNIT BYTES
    awk -v unit="$1" -v size="$2" 'BEGIN {while (length(line) < size) line = line unit; print substr(line, 1, size) "#b!y;xc#"}'
}

# Milliseconds of processor time that a command takes; its status may be 0 or 1.
_milliseconds() {
    local TIMEFORMAT='%U %S'
    { time "$@" > out 2> err || [ $? -eq 1 ]; } 2> took
    awk '{printf "%d\n", ($1 + $2) * 1000}' took
}

no_line_holds_the_stream_for_half_a_second() {
    [ -z "${INSTRUMENT:-}" ] || { echo "skipped: instrumented builds are slow"; return; }
    local took
    _make_classics policy.yaml
    _classics | sed 's/.*|//' | while IFS= read -r unit; do
        _worst_line "$unit" 16000 > in
        took=$(_milliseconds _winnow in)
        _same in out
        [ "$took" -lt 500 ] || { echo "$took ms for a line of \"$unit\""; return 1; }
    done
}

classics_are_kept_and_counted_and_a_megabyte_takes_seconds() {
    [ -z "${INSTRUMENT:-}" ] || { echo "skipped: instrumented builds are slow"; return; }
    local took # steps are counted by tests/unit/test_budget.c; this is for what no step counts, on a busy machine
    _make_classics policy.yaml
    for size in 80 700 16000; do
        _classics | sed 's/.*|//' | while IFS= read -r unit; do _worst_line "$unit" $size; done > lines
        for _ in $(seq $((300000 / (14 * size)))); do cat lines; done > in
        took=$(_milliseconds _winnow --stats=json in)
        _same in out
        [ "$size" -lt 700 ] || _has err 'text was kept in doubt: match-limits'
        [ "$size" -lt 700 ] || grep -qE '"limited":\["slow\.r[0-9]+"' err || { cat err; return 1; }
        [ "$took" -lt 3000 ] || { echo "$took ms for 300 KB of lines of $size bytes"; return 1; }
    done
    _expect 1 _winnow -q lines
}
