# The audit of what was changed, and the way back.

_make_audit_policy() { # FILE
    cat > "$1" <<'END'
winnow: 1
name: audited
version: 2026.1
rules:
- {id: ad.label, level: 1, line: {is: [advertisement, werbung]}}
- {id: ad.word, line: '^advert'}
- {id: track.utm, span: '[?&]utm_\w+=\w+'}
- {id: swap.phone, action: replace, with: '[number]', line: {starts: call}}
- {id: meta.updated, action: extract, field: updated, line: '^updated (?<value>.+)$'}
- {id: try.shadow, shadow: true, line: {is: harbour news}}
- {id: legal.embargo, action: reject, document: '^embargo until'}
END
}

_prepare_audit() {
    _make_audit_policy policy.yaml
    printf 'Harbour News\nThe ferry left at nine.\nADVERTISEMENT\n\nSee https://example.org/a?utm_source=feed now.\nCall 12345\nUpdated at noon\nno line end, x at the end' > article.txt
    cat > in.jsonl <<'END'
{"id": 1, "text": "The ferry l\u0065ft.\nADVERTISEMENT\nIt came back \ud83d\ude00.\n"}

{"id": 2, "broken
{"id": 3, "text": "Embargo until noon"}
[1, 2]
{"id": 4, "text": "Updated at noon\nCall 12\n\"Werbung\"\n", "more": {"a": [1e5]}}
END
}

_restores() { # KEPT AUDIT INPUT
    "$WINNOW" restore "$1" "$2" > restored
    _same "$3" restored
    "$WINNOW" restore "$1" "$2" -o restored.file
    _same "$3" restored.file
}

_is_refused() { # TEXT KEPT AUDIT
    _expect 2 "$WINNOW" restore "$2" "$3" -o never
    _has err "$1"
    [ "$(wc -l < err)" -eq 1 ]
    [ ! -e never ]
    _has_no_temporaries
}

audit_and_output_give_back_the_input() {
    _prepare_audit
    _winnow --audit audit article.txt > kept
    _restores kept audit article.txt
}

audit_names_policy_place_action_rule_and_claimants() {
    _prepare_audit
    _winnow --audit audit article.txt > kept
    _has audit '"winnow-audit":1,"version":"0.1.0","policy":"audited","policy-version":"2026.1","sha256":"'
    _has audit '"record":1,"offset":37,"length":14,"line":3,"action":"strip","rule":"ad.label","rules":["ad.label","ad.word"],"category":"ad","level":1,"removed":"ADVERTISEMENT\n"'
    _has audit '"line":5,"action":"strip","rule":"track.utm"'
    _has audit '"action":"replace","rule":"swap.phone","rules":["swap.phone"],"category":"swap","level":2,"removed":"Call 12345","put":"[number]"'
    _has audit '"action":"extract","rule":"meta.updated"'
    _has audit '"into":"updated"'
    _has audit '"action":"shadow","rule":"try.shadow"'
    _has audit '"would-remove":"Harbour News\n"'
    tail -n 1 audit > last
    grep -qE '"end":true,"input-length":151,"input-crc32":"[0-9a-f]{8}","output-length":103,"output-crc32":"[0-9a-f]{8}"' last
}

manual_names_every_member_of_an_audit() {
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    _prepare_audit
    printf 'One.\nadvert \377\n\nTwo.\n' > odd.txt
    _expect 1 _winnow --audit audit article.txt odd.txt
    _expect 1 _winnow -f jsonl --annotate --audit audit in.jsonl
    sed 's/\\-/-/g' "$ROOT/src/man/winnow.1" | sed -n '/^.SH "THE AUDIT"/,/^.SH EXAMPLES/p' > page
    python3 -c 'import json
for name in sorted({name for line in open("audit") for name in json.loads(line)}): print(name)' > names
    [ "$(wc -l < names)" -ge 24 ]
    while read -r name; do
        case $name in winnow-audit | version | end | input-* | output-*) continue ;; esac
        grep -qE "(^|[^a-z0-9-])$name([^a-z0-9-]|$)" page || { echo "$name is not in the manual"; return 1; }
    done < names
}

bytes_that_are_no_utf8_are_in_base64() {
    _prepare_audit
    printf 'One.\nadvert \377\nTwo.\n' > odd.txt
    _expect 1 _winnow --audit audit odd.txt
    mv out kept
    _has audit '"removed64":"YWR2ZXJ0IP8K"'
    _restores kept audit odd.txt
}

nothing_changed_is_an_audit_of_two_lines() {
    _prepare_audit
    printf 'The ferry left.\n' > plain.txt
    _winnow --audit audit plain.txt > kept
    [ "$(wc -l < audit)" -eq 2 ]
    _restores kept audit plain.txt
    : > empty.txt
    rm audit
    _winnow --audit audit empty.txt > kept
    _restores kept audit empty.txt
}

several_files_come_back_as_one() {
    _prepare_audit
    _winnow --audit audit article.txt article.txt - article.txt < article.txt > kept
    cat article.txt article.txt article.txt article.txt > all
    _restores kept audit all
}

split_documents_come_back_with_their_separators() {
    _prepare_audit
    { cat article.txt; printf '\f\fEmbargo until noon\n\f'; cat article.txt; } > all
    _expect 1 _winnow --split ff --audit audit all
    mv out kept
    _restores kept audit all
    _has audit '"record":2,"offset":153,"length":19,"line":1,"action":"reject","rule":"legal.embargo"'
    printf 'One.\nADVERTISEMENT\n== 2 ==\nADVERTISEMENT\nTwo.\n' > parts
    rm audit
    _winnow --split '^== \d+ ==$' --audit audit parts > kept
    _restores kept audit parts
}

records_come_back_whatever_became_of_them() {
    _prepare_audit
    for options in "--annotate" "--rejects r --on-error drop" "--rejects r --annotate" "--one-to-one --annotate"; do
        rm -f audit r
        _expect 1 _winnow -f jsonl --audit audit $options in.jsonl in.jsonl
        mv out kept
        cat in.jsonl in.jsonl > all
        _restores kept audit all
    done
}

records_without_a_last_line_end_come_back_without_it() {
    _prepare_audit
    printf '{"text":"One.\\nADVERTISEMENT"}' > a.jsonl
    _winnow -f jsonl --annotate --audit audit a.jsonl a.jsonl > kept
    [ "$(wc -l < kept)" -eq 1 ]
    cat a.jsonl a.jsonl > all
    _restores kept audit all
}

shipped_policy_and_random_articles_come_back() {
    for seed in 1 2 3 4 5 6 7 8; do
        RANDOM=$seed
        for ((i = 0; i < 60; i++)); do
            shuf -n $((1 + RANDOM % 6)) --random-source=<(yes $RANDOM) "$ROOT/tests/demo/article.txt"
            ((RANDOM % 3)) || echo
        done > article.txt
        rm -f audit
        "$WINNOW" --level 3 --audit audit article.txt > kept 2> err || [ $? -eq 1 ]
        _restores kept audit article.txt
    done
}

file_named_o_has_its_audit_too() {
    _prepare_audit
    _winnow --audit audit -o kept article.txt
    _restores kept audit article.txt
}

each_file_of_a_folder_comes_back_from_one_audit() {
    _prepare_audit
    printf 'Two.\nADVERTISEMENT\n' > two.txt
    _winnow --audit audit --out-dir kept article.txt two.txt
    _restores kept/article.txt audit article.txt
    _restores kept/two.txt audit two.txt
}

file_filtered_in_place_comes_back() {
    _prepare_audit
    cp article.txt before.txt
    _winnow --audit audit --in-place article.txt
    _restores article.txt audit before.txt
}

output_written_over_comes_back_from_an_audit_that_was_appended_to() {
    _prepare_audit
    printf 'Two.\nADVERTISEMENT\n' > two.txt
    _winnow --audit audit two.txt > kept
    _winnow --audit audit article.txt > kept
    _restores kept audit article.txt
}

appended_output_comes_back_from_an_appended_audit() {
    _prepare_audit
    _winnow --audit audit article.txt > kept
    _winnow --audit audit article.txt >> kept
    cat article.txt article.txt > all
    _restores kept audit all
    cat kept | "$WINNOW" restore - audit | cmp - all
    "$WINNOW" restore kept - < audit | cmp - all
}

gzip_comes_back_too() {
    _prepare_audit
    gzip -k article.txt
    _winnow -z --audit audit article.txt.gz > kept.gz
    gzip -t kept.gz
    gzip audit
    "$WINNOW" restore kept.gz audit.gz | cmp - article.txt
    gzip -dc kept.gz > kept
    gzip -d audit.gz
    _restores kept audit article.txt
}

gzip_comes_back_from_an_audit_of_several_runs() {
    _prepare_audit
    printf 'Two.\nADVERTISEMENT\n' > two.txt
    _winnow --audit audit --out-dir kept article.txt two.txt
    gzip kept/article.txt kept/two.txt
    _restores kept/article.txt.gz audit article.txt
    _restores kept/two.txt.gz audit two.txt
    gzip audit
    _restores kept/article.txt.gz audit.gz article.txt
    _restores kept/two.txt.gz audit.gz two.txt
    gzip -d kept/article.txt.gz kept/two.txt.gz
    _restores kept/two.txt audit.gz two.txt
    _restores kept/article.txt audit.gz article.txt
    "$WINNOW" restore - audit.gz < kept/article.txt | cmp - article.txt
    head -c 100 audit.gz > cut.gz
    _expect 2 "$WINNOW" restore kept/two.txt cut.gz -o never
    [ ! -e never ]
    gzip -c kept/two.txt | head -c 20 > cut.txt.gz
    _expect 2 "$WINNOW" restore cut.txt.gz audit.gz -o never
    [ ! -e never ]
}

audit_goes_to_a_pipe_or_a_descriptor() {
    _prepare_audit
    mkfifo pipe
    cat pipe > audit &
    _winnow --audit pipe article.txt > kept
    wait
    _restores kept audit article.txt
    _winnow --audit /dev/fd/3 article.txt > kept 3> other
    _restores kept other article.txt
}

explanation_is_written_before_what_it_explains() {
    _prepare_audit
    mkfifo pipe
    _winnow --hold 0 --line-buffered --audit audit < pipe > out 2> err &
    exec 4> pipe
    printf 'One line here.\nADVERTISEMENT\nA third line.\n' >&4
    _until _has out 'A third line.'
    _has audit '"removed":"ADVERTISEMENT\n"'
    _has_not audit '"end":true'
    exec 4>&-
    wait $!
}

audit_without_room_stops_the_output() {
    [ -e /dev/full ] || { echo "skipped: no /dev/full"; return; }
    _prepare_audit
    _expect 2 _winnow --audit /dev/full article.txt
    _is_empty out
    _has err 'winnow: /dev/full: cannot write to it: No space left on device'
    _expect 2 _winnow --audit /dev/full -o kept article.txt
    [ ! -e kept ]
}

audit_that_cannot_be_opened_is_an_error_before_any_output() {
    _prepare_audit
    _expect 2 _winnow --audit nowhere/audit article.txt
    _is_empty out
    _has err 'winnow: nowhere/audit: cannot open it to append to it'
}

audit_is_neither_input_nor_output() {
    _prepare_audit
    cp article.txt same
    _expect 2 _winnow --audit same same
    _has err 'winnow: --audit: "same" is read, too, and would be lost; give another file'
    _expect 2 _winnow --audit ./same < same
    _has err 'winnow: --audit: "./same" is read, too'
    _same article.txt same
    status=0
    _winnow --audit both article.txt > both 2> err || status=$?
    [ "$status" -eq 2 ]
    _has err 'winnow: --audit: "both" is the file of standard output, too; give each a file of its own'
}

damaged_audit_is_refused_by_its_line() {
    _prepare_audit
    _winnow --audit audit article.txt > kept
    sed 3d audit > bad
    _is_refused 'winnow: bad:3: lines are missing before this one' kept bad
    sed '4s/number/nimber/;5s/number/nimber/' audit > bad
    _is_refused 'winnow: bad:5: a line that was changed' kept bad
    sed '2{h;d};3G' audit > bad
    _is_refused 'winnow: bad:2: lines are missing before this one' kept bad
    sed '$d' audit > bad
    _is_refused 'the audit ends here without its last line' kept bad
    head -c -10 audit > bad
    _is_refused 'a line that is cut off' kept bad
    : > bad
    _is_refused 'the audit is empty' kept bad
    head -c 100000 /dev/urandom > bad
    _expect 2 "$WINNOW" restore kept bad -o never
    [ ! -e never ]
    head -c 20000000 /dev/zero | tr '\0' '[' > bad
    _is_refused 'a line longer than any of an audit' kept bad
}

no_line_of_an_audit_can_be_lost_moved_doubled_or_edited_unseen() {
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    _prepare_audit
    _winnow --audit audit article.txt article.txt > kept
    cat > mutate.py <<'END'
import os, subprocess, sys
lines = open("audit", "rb").read().splitlines(keepends=True)

def mutants():
    for i, line in enumerate(lines):
        yield f"line {i + 1} lost", lines[:i] + lines[i + 1:]
        yield f"line {i + 1} doubled", lines[:i + 1] + lines[i:]
        yield f"line {i + 1} cut in two", lines[:i] + [line[:len(line) // 2] + b"\n" + line[len(line) // 2:]] + lines[i + 1:]
        yield f"a blank line after {i + 1}", lines[:i + 1] + [b"\n"] + lines[i + 1:]
        for k in range(i):
            other = list(lines)
            other[i], other[k] = other[k], other[i]
            yield f"lines {k + 1} and {i + 1} swapped", other
        for at in range(0, len(line), 7 if i else 3):
            for bit in (1, 32):
                yield f"byte {at} of line {i + 1} edited", lines[:i] + [line[:at] + bytes([line[at] ^ bit]) + line[at + 1:]] + lines[i + 1:]
    text = b"".join(lines)
    for size in range(0, len(text), 41):
        yield f"cut off after {size} bytes", [text[:size]]

count = 0
for what, mutant in mutants():
    if mutant == lines:
        continue
    count += 1
    open("bad", "wb").write(b"".join(mutant))
    done = subprocess.run([os.environ["WINNOW"], "restore", "kept", "bad", "-o", "never"], capture_output=True)
    words = done.stderr.decode()
    if what == "line 1 doubled": # a run that never came to its second line, and one that explains all
        assert done.returncode == 0 and "the run that begins at its line 1 was cut off" in words, words
        os.remove("never")
        continue
    if done.returncode != 2 or not words.startswith("winnow: bad") or words.count("\n") != 1 or os.path.exists("never"):
        sys.exit(f"{what}: status {done.returncode}, {words!r}")
    if not words.startswith("winnow: bad:") and "is empty" not in words:
        sys.exit(f"{what}: no line is named: {words!r}")
assert count > 500, count
END
    python3 mutate.py
    _has_no_temporaries
}

audits_made_by_an_enemy_are_refused_by_their_line() {
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    _prepare_audit
    _winnow --audit audit article.txt > kept
    cat > forge.py <<'END'
import os, re, subprocess, sys, zlib
lines = [line[:-19] + b"}" for line in open("audit", "rb").read().splitlines(keepends=True)]

def sign(lines):
    crc, out = 0, b""
    for line in lines:
        crc = zlib.crc32(line[:-1], crc)
        out += line[:-1] + b',"crc":"%08x"}\n' % crc
    return out

def refuse(what, line, old, new):
    forged = list(lines)
    assert re.search(old, forged[line], re.S), (what, forged[line])
    forged[line] = re.sub(old, lambda _: new, forged[line], count=1, flags=re.S)
    open("bad", "wb").write(sign(forged))
    done = subprocess.run([os.environ["WINNOW"], "restore", "kept", "bad", "-o", "never"], capture_output=True)
    words = done.stderr.decode()
    if done.returncode != 2 or not words.startswith("winnow: bad:") or words.count("\n") != 1 or os.path.exists("never"):
        sys.exit(f"{what}: status {done.returncode}, {words!r}")

assert sign(lines) == open("audit", "rb").read()
for number in b"18446744073709551615", b"18446744073709551616", b"1e9", b"99999999999999999999999", b"-1", b"1.5", b'"37"', b"[37]", b"null", b"0":
    refuse(f"offset {number}", 2, rb'"offset":37', b'"offset":' + number)
    refuse(f"length {number}", 2, rb'"length":14', b'"length":' + number)
for number in b"0", b"152", b"18446744073709551615", b"x":
    refuse(f"input-length {number}", -1, rb'"input-length":\d+', b'"input-length":' + number)
    refuse(f"output-length {number}", -1, rb'"output-length":\d+', b'"output-length":' + number)
refuse("sum of the input", -1, rb'"input-crc32":"........"', b'"input-crc32":"00000000"')
refuse("sum of the output", -1, rb'"output-crc32":"........"', b'"output-crc32":"00000000"')
refuse("no sum of the output", -1, rb',"output-crc32":"........"', b"")
refuse("another form", 0, rb'"winnow-audit":1', b'"winnow-audit":2')
refuse("no first line", 0, rb'"winnow-audit":1,', b"")
refuse("other bytes removed", 2, rb'"removed":"ADVERTISEMENT', b'"removed":"ADVERTISEMEND')
refuse("more bytes removed", 2, rb'"removed":"', b'"removed":"and more ')
refuse("nothing removed", 2, rb',"removed":".*?"', b"")
refuse("removed twice", 2, rb'"removed":', b'"removed64":"QURWRVJUSVNFTUVOVAo=","removed":')
refuse("no base64", 2, rb'"removed":".*?"', b'"removed64":"***"')
refuse("a number removed", 2, rb'"removed":".*?"', b'"removed":14')
refuse("half a character", 2, rb'ADVERTISEMENT', rb"ADVERTIS\\ud800")
refuse("something else put", 4, rb'"put":"\[number\]"', b'"put":"[nothing]"')
refuse("much put", 4, rb'"put":"\[number\]"', b'"put":"' + b"x" * 5000000 + b'"')
refuse("a shadow that removes", 2, rb'"action":"strip"', b'"action":"shadow"')
refuse("deep", 2, rb'"category":"ad"', b'"category":' + b"[" * 1000000 + b"]" * 1000000)
refuse("no end of a string", 2, rb'"category":"ad"', b'"category":"ad')
refuse("no JSON", 2, rb'"category":"ad"', b'"category"')
refuse("a category that is no text", 2, rb'"category":"ad"', b'"category":{"a":1}')
refuse("a rule that is no text", 2, rb'"rule":"ad.label"', b'"rule":[1]')
refuse("rules that are no list", 2, rb'"rules":\[', b'"rules":"ad","more":[')
refuse("a line that is no number", 2, rb'"line":\d+', b'"line":"<b>"')
refuse("a name twice", 2, rb'"category":"ad"', b'"category":"ad","category":"news"')
refuse("a name in disguise", 2, rb'"category":"ad"', rb'"c\u0061tegory":"ad"')
refuse("too many names", 2, rb'"category":"ad"', b",".join(b'"n%d":1' % i for i in range(40)))
refuse("an end in the middle", 2, rb'"category":"ad"', b'"end":true')
END
    python3 forge.py
    _has_no_temporaries
}

output_of_another_run_is_refused() {
    _prepare_audit
    _winnow --audit audit article.txt > kept
    _is_refused 'this audit is of another output' article.txt audit
    sed 's/nine/nun/' kept > other
    _is_refused 'this audit is of another output' other audit
    head -c 20 kept > other
    _is_refused 'ends before this place; this audit is of another output' other audit
    { cat kept; echo more; } > other
    _is_refused 'goes on where the audit ends; this audit is of another output' other audit
}

run_that_failed_has_no_last_line() {
    _prepare_audit
    _expect 2 _winnow -f jsonl --annotate --on-error stop --audit audit in.jsonl
    mv out kept
    _has_not audit '"end":true'
    _is_refused 'the audit ends here without its last line' kept audit
}

_make_many_changes() { # FILE
    for ((i = 0; i < 4000; i++)); do echo "The ferry number $i left at nine."; ((i % 3)) || echo ADVERTISEMENT; done > "$1"
}

# Goes along the output and the whole lines of the audit: what left is explained by what is there.
_explains_what_left() { # KEPT AUDIT INPUT
    python3 - "$@" <<'END'
import json, sys
kept, audit, text = (open(name, "rb").read() for name in sys.argv[1:])
lines = audit.split(b"\n")
assert lines and not any(b'"end":true' in line for line in lines)
back, used = b"", 0
for line in lines[:-1]:
    change = json.loads(line)
    if "offset" not in change or used + change["offset"] - len(back) > len(kept):
        continue
    stay = change["offset"] - len(back)
    back += kept[used:used + stay] + change.get("removed", "").encode()
    used += stay
back += kept[used:]
assert len(kept) > 1000 and text.startswith(back), (len(kept), len(back))
END
}

audit_on_a_full_disk_is_status_2_and_explains_what_left() {
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    _prepare_audit
    sed -i 's/^rules:/guard: off\n&/' policy.yaml
    _make_many_changes many.txt
    status=0
    (ulimit -f 200; "$WINNOW" -p policy.yaml --hold 64K --audit audit many.txt | cat > kept; exit "${PIPESTATUS[0]}") 2> err || status=$?
    [ "$status" -eq 2 ]
    grep -qx 'winnow: audit: cannot write to it: .*' err
    [ "$(stat -c %s audit)" -ge 200000 ]
    [ -n "$(tail -c 1 audit | tr -d '\n')" ] # the last line is torn
    _explains_what_left kept audit many.txt
    _is_refused 'winnow: audit:' kept audit
    _winnow --audit audit article.txt > whole
    _restores whole audit article.txt
    _expect 0 "$WINNOW" restore whole audit
    _has err 'winnow: audit: the run that begins at its line 1 was cut off; it was left aside'
    _expect 2 _winnow --audit /dev/full article.txt
    _is_empty out
    _has err 'winnow: /dev/full: cannot write to it'
}

file_is_left_alone_when_the_disk_of_its_audit_is_full() {
    _prepare_audit
    cp article.txt before.txt
    _expect 2 _winnow --audit /dev/full --in-place article.txt
    _same before.txt article.txt
    _expect 2 _winnow --audit /dev/full -o never article.txt
    [ ! -e never ]
    _has_no_temporaries
}

output_that_is_full_leaves_no_end_in_its_audit() {
    _prepare_audit
    [ -e /dev/full ] || { echo "skipped: no /dev/full"; return; }
    status=0
    _winnow --audit audit article.txt > /dev/full 2> err || status=$?
    [ "$status" -eq 2 ]
    _has_not audit '"end":true'
}

restore_wants_two_files() {
    _expect 2 "$WINNOW" restore kept
    _has err 'winnow: restore takes two files, not 1; give KEPT and AUDIT'
    _expect 2 "$WINNOW" restore - -
    _has err 'standard input cannot be both files'
}

memory_of_restore_does_not_grow_with_its_files() {
    [ -z "${INSTRUMENT:-}" ] || { echo "skipped: an instrumented build needs more memory"; return; }
    _prepare_audit
    for ((i = 0; i < 2000; i++)); do echo 'The ferry left at nine and came back at noon.'; echo ADVERTISEMENT; done > some
    for ((i = 0; i < 100; i++)); do cat some; done > many.txt
    _winnow --audit audit many.txt > kept 2> err || [ $? -eq 1 ]
    (ulimit -v 40000; "$WINNOW" restore kept audit) | cmp - many.txt
}
