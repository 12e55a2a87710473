# Streams of JSON records.

# A policy that flags and rejects, and one that does neither.
_prepare_records() {
    cat > verdicts.yaml <<'POLICY'
winnow: 1
name: verdicts
version: 3
rules:
- {id: ad.label, line: {is: advertisement}}
- {id: desk.look, action: flag, document: {contains: [rumour]}}
- {id: legal.embargo, action: reject, why: not before its hour, document: '^embargo until'}
POLICY
    sed '/flag\|reject/d' verdicts.yaml > plain.yaml
    cat > in.jsonl <<'RECORDS'
{"id": 1, "text": "The ferry left.\nADVERTISEMENT\nIt came back."}
{"id": 2, "text": "There is a rumour."}
{"id": 3, "text": "Embargo until noon\nAdvertisement"}
{"id": 4, "text": "It rained."}
RECORDS
}

_plain() { "$WINNOW" -p plain.yaml --format jsonl "$@"; }

_verdicts() { "$WINNOW" -p verdicts.yaml --format jsonl "$@"; }

only_the_cut_line_is_missing_from_the_records() {
    _prepare_records
    _expect 0 _plain in.jsonl
    sed -e 's/ADVERTISEMENT\\n//' -e 's/\\nAdvertisement/\\n/' in.jsonl > expected
    _same expected out
    _is_empty err
}

blank_lines_byte_order_mark_and_missing_newline_pass() {
    _prepare_records
    printf '\xEF\xBB\xBF{"text":"a"}\r\n\n \n{"text":"\\u0062"}' > odd.jsonl
    _expect 0 _plain odd.jsonl
    _same odd.jsonl out
}

fields_are_named_by_name_or_pointer() {
    _prepare_records
    echo '{"text":"Advertisement","a":"Advertisement","b":[{"v":"Advertisement"},{"v":"x"}]}' > deep.jsonl
    _expect 0 _plain --field a --field '/b/*/v' deep.jsonl
    echo '{"text":"Advertisement","a":"","b":[{"v":""},{"v":"x"}]}' > expected
    _same expected out
}

malformed_records_pass_and_are_named_with_their_line() {
    _prepare_records
    printf '{"text":"a"}\n\n{"text":"advertisement",}\n{"text":"advertisement"}\n' > bad.jsonl
    _expect 1 _plain bad.jsonl
    printf '{"text":"a"}\n\n{"text":"advertisement",}\n{"text":""}\n' > expected
    _same expected out
    _has err 'winnow: bad.jsonl:3: no name in quotes where a member must stand, at offset 24 of the record; it passes unchanged'
    [ "$(wc -l < err)" -eq 1 ]
}

many_malformed_records_are_counted_not_listed() {
    _prepare_records
    yes '{"text":' | head -1000 > bad.jsonl || true
    _expect 1 _plain bad.jsonl
    _same bad.jsonl out
    [ "$(wc -l < err)" -eq 6 ]
    _has err 'winnow: 1000 records were malformed; they passed unchanged'
    _expect 1 _plain -q bad.jsonl
    _is_empty err
}

malformed_records_can_be_dropped_or_end_the_run() {
    _prepare_records
    printf '{"text":"a"}\nbroken\n{"text":"b"}\n' > bad.jsonl
    _expect 1 _plain --on-error drop bad.jsonl
    printf '{"text":"a"}\n{"text":"b"}\n' > expected
    _same expected out
    _has err 'it is left out'
    _expect 2 _plain --on-error stop bad.jsonl
    echo '{"text":"a"}' > expected
    _same expected out
    _has err 'winnow: bad.jsonl:2: '
    [ "$(wc -l < err)" -eq 1 ]
}

stream_in_which_no_record_has_the_field_ends_with_status_one() {
    _prepare_records
    _expect 1 _plain --field body in.jsonl
    _same in.jsonl out
    _has err '--field'
    [ "$(wc -l < err)" -eq 1 ]
    printf '{"text":null}\n' > null.jsonl
    _expect 0 _plain null.jsonl in.jsonl
    _is_empty err
    : > empty
    _expect 0 _plain empty
}

policy_that_can_reject_needs_a_way_for_the_rejected() {
    _prepare_records
    _expect 2 _verdicts in.jsonl
    _is_empty out
    _has err 'winnow: --format: the policy can reject records; give --rejects FILE, or --annotate to mark them'
    _expect 2 _verdicts --one-to-one --rejects rejects in.jsonl
    _has err 'winnow: --one-to-one: '
    [ ! -e rejects ]
}

rejected_and_flagged_records_are_appended_to_their_files() {
    _prepare_records
    echo '{"old":1}' > rejects
    _expect 0 _verdicts --rejects rejects --flagged flagged in.jsonl
    _is_empty err
    sed -e 3d -e 's/ADVERTISEMENT\\n//' in.jsonl > expected
    _same expected out
    { echo '{"old":1}'; sed -n 3p in.jsonl; } > expected
    _same expected rejects
    sed -n 2p in.jsonl > expected
    _same expected flagged
}

rejected_record_without_a_newline_is_appended_as_a_whole_line() {
    _prepare_records
    for i in 1 2; do printf '{"text":"embargo until noon"}' | _verdicts --rejects rejects > out; done
    printf '{"text":"embargo until noon"}\n%.0s' 1 2 > expected
    _same expected rejects
    _is_empty out
}

rejects_are_on_disk_before_the_output_goes_on() {
    _prepare_records
    mkfifo pipe
    _verdicts --rejects rejects < pipe > out &
    exec 3> pipe
    printf '{"text":"Embargo until noon"}\n{"text":"x"}\n' >&3
    _until _has out '{"text":"x"}'
    _has rejects 'Embargo until noon'
    exec 3>&-
    wait
}

input_that_is_the_file_of_rejects_is_refused() {
    _prepare_records
    cp in.jsonl before
    _expect 2 _verdicts --rejects in.jsonl in.jsonl
    _has err 'winnow: --rejects: "in.jsonl" is read, too, and would be lost; give another file'
    _same before in.jsonl
}

file_of_rejects_that_cannot_be_written_ends_the_run_before_any_output() {
    _prepare_records
    _expect 2 _verdicts --rejects no/such/folder in.jsonl
    _is_empty out
    _has err 'winnow: no/such/folder: cannot open it to append to it'
}

full_disk_under_rejects_is_an_error() {
    [ -c /dev/full ] || { echo "skipped: no /dev/full"; return; }
    _prepare_records
    _expect 2 _verdicts --rejects /dev/full in.jsonl
    _has err 'winnow: /dev/full: '
    _has_not out '"id": 4'
}

annotation_names_verdict_rules_and_policy() {
    _prepare_records
    _expect 0 _verdicts --annotate in.jsonl
    [ "$(wc -l < out)" -eq 4 ]
    grep -Eq '^\{"id": 1, .*"winnow":\{"verdict":"cleaned","removed":1,"rules":\["ad.label"\],"policy":\{"name":"verdicts","version":"3","sha256":"[0-9a-f]{64}"\}\}\}$' out
    grep -Eq '^\{"id": 2, .*"verdict":"flagged","removed":0,"rules":\["desk.look"\]' out
    grep -Eq '^\{"id": 3, "text": "Embargo until noon\\nAdvertisement","winnow":\{"verdict":"rejected","removed":0,"rules":\["legal.embargo"\]' out
    grep -Eq '^\{"id": 4, .*"verdict":"unchanged","removed":0,"rules":\[\]' out
}

annotated_records_are_json_for_other_readers() {
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    _prepare_records
    printf '{}\n{"text":"a","x":[1,{"y":"\\ud83d\\ude00"}]}\n { "text" : "\\"" } \r\n' >> in.jsonl
    _expect 0 _verdicts --annotate in.jsonl
    python3 - in.jsonl out <<'PYTHON'
import json, sys
before, after = ([json.loads(line) for line in open(name, newline="\n")] for name in sys.argv[1:])
assert len(before) == len(after)
for b, a in zip(before, after):
    mark = a.pop("winnow", None)
    assert (mark is None) == ("text" not in b)
    if mark is None or mark["verdict"] != "cleaned":
        assert a == b, (a, b)
PYTHON
}

one_to_one_gives_a_line_for_each_line() {
    _prepare_records
    { cat in.jsonl; printf '\nbroken\n[1]\n'; } > mixed.jsonl
    _expect 1 _verdicts --one-to-one --annotate --rejects rejects mixed.jsonl
    [ "$(wc -l < out)" -eq "$(wc -l < mixed.jsonl)" ]
    sed -n 3p in.jsonl > expected
    _same expected rejects
    _has out '"verdict":"rejected"'
    _expect 2 _plain --one-to-one --on-error drop mixed.jsonl
    _has err 'winnow: --one-to-one: no line can be dropped'
}

records_leave_when_the_next_read_would_wait() {
    _prepare_records
    mkfifo pipe
    _plain < pipe > out &
    exec 3> pipe
    for i in 1 2 3; do
        printf '{"n":%d,"text":"advertisement"}\n' "$i" >&3
        _until _has_lines out "$i"
    done
    exec 3>&-
    wait
}

language_and_source_come_from_the_record() {
    cat > when.yaml <<'POLICY'
winnow: 1
name: when
rules:
- {id: a.de, line: {is: anzeige}, when: {lang: [de]}}
- {id: b.source, line: {is: house notice}, when: {source: ['*.example.org']}}
POLICY
    printf '{"text":"Anzeige\\nHouse notice","lang":"de","source":"a.example.org","l":"en"}\n' > in.jsonl
    "$WINNOW" -p when.yaml -f jsonl in.jsonl > out
    _has out '"text":""'
    "$WINNOW" -p when.yaml -f jsonl --lang-field l --source-field none in.jsonl > out
    _same in.jsonl out
}

files_follow_each_other_with_a_line_end_between() {
    _prepare_records
    printf '{"text":"a"}' > a.jsonl
    printf '{"text":"b"}' > b.jsonl
    : > empty
    _expect 0 _plain a.jsonl empty b.jsonl
    printf '{"text":"a"}\n{"text":"b"}' > expected
    _same expected out
    _expect 0 _plain a.jsonl empty
    _same a.jsonl out
}

lines_are_counted_in_each_file() {
    _prepare_records
    echo broken > a.jsonl
    printf '\nbroken\n' > b.jsonl
    _expect 1 _plain a.jsonl b.jsonl
    _has err 'winnow: a.jsonl:1: '
    _has err 'winnow: b.jsonl:2: '
}

files_are_changed_in_place() {
    _prepare_records
    sed -e 3d -e 's/ADVERTISEMENT\\n//' in.jsonl > expected
    sed -n 4p in.jsonl > clean.jsonl
    touch -d '2001-01-01' clean.jsonl
    _expect 0 _verdicts --in-place --rejects rejects in.jsonl clean.jsonl
    _same expected in.jsonl
    [ "$(stat -c %Y clean.jsonl)" -lt 1000000000 ]
    _has_no_temporaries
}

verbose_names_each_record_by_its_line() {
    _prepare_records
    _expect 0 _plain -v in.jsonl
    _has err 'winnow: in.jsonl:1: cleaned: 1 of 3 lines'
    _has err 'winnow: in.jsonl:4: unchanged'
    [ "$(wc -l < err)" -eq 4 ]
}

options_of_records_are_refused_for_text() {
    _prepare_records
    for option in --field=a --lang-field=a --source-field=a --annotate --rejects=a --flagged=a --one-to-one --on-error=drop; do
        _expect 2 "$WINNOW" -p plain.yaml "$option" in.jsonl
        _has err "winnow: ${option%=*}: only records have that; give --format jsonl"
        _is_empty out
    done
    [ ! -e a ]
    _expect 2 _plain --split ff in.jsonl
    _has err 'winnow: --split: '
}

bad_values_of_record_options_are_refused() {
    _prepare_records
    _expect 2 _plain --field '/a~2' in.jsonl
    _has err 'field "/a~2" is no JSON pointer'
    _expect 2 _plain --field '' in.jsonl
    _expect 2 _plain --rejects '' in.jsonl
    _expect 2 _plain --on-error ignore in.jsonl
    _has err 'give pass, drop or stop'
}

odd_numbers_and_strings_pass_untouched() {
    _prepare_records
    printf '\357\273\277{"text":"a","n":1e400,"m":9223372036854775809,"z":-0.0,"e":1E-5}\r\n\r\n' > in.jsonl
    printf '{"text":"\\ud83d and \\udE00\\u0000","s":"\\u0041\\/\\b","text2":"\\uD83D\\uDE00"}\n \t\n{"text":"no line end"}' \
        >> in.jsonl
    for how in "" "--one-to-one --annotate" "-j 3"; do
        "$WINNOW" -p plain.yaml --format jsonl $how in.jsonl > out 2> err || [ $? -eq 1 ]
        [ "$how" = "--one-to-one --annotate" ] || _same in.jsonl out
        [ "$(grep -c . out)" -eq "$(grep -c . in.jsonl)" ]
    done
}

record_of_a_hundred_megabytes_passes_and_the_next_is_filtered() {
    _prepare_records
    { printf '{"text":"'; head -c 100M /dev/zero | tr '\0' 'a'; printf '"}\n{"text":"The ferry left.\\nADVERTISEMENT\\n"}\n'; } > in
    status=0
    _plain in > out 2> err || status=$?
    [ $status -le 1 ]
    [ "$(tail -c 60 out | tail -n 1)" = '{"text":"The ferry left.\n"}' ]
    [ "$(head -n 1 out | cksum)" = "$(head -n 1 in | cksum)" ]
}

nesting_a_hundred_thousand_deep_passes() {
    _prepare_records
    { printf '{"text":"ADVERTISEMENT\\nThe ferry left.","x":'; head -c 100000 /dev/zero | tr '\0' '['; \
        head -c 100000 /dev/zero | tr '\0' ']'; printf '}\n{"text":"ADVERTISEMENT\\nIt came back."}\n'; } > in
    _expect 1 _plain in
    [ "$(head -n 1 out | cksum)" = "$(head -n 1 in | cksum)" ]
    [ "$(tail -n 1 out)" = '{"text":"It came back."}' ]
}

each_text_of_a_record_is_judged_by_what_the_record_says() {
    cat > fields.yaml <<'E'
winnow: 1
name: fields
rules:
- {id: a.b, when: {field: {section: 'ads*'}}, line: {is: [gone]}}
overrides:
- {when: {lang: [de]}, rules: {a.b: off}}
E
    cat > in.jsonl <<'E'
{"section":"ads","b":["gone\nx","gone\ny","gone\nz"]}
{"section":"news","b":["gone\nx","gone\ny"]}
{"section":"ads2","lang":"de","b":["gone\nx","gone\ny"]}
{"b":["gone\nx","gone\ny"],"section":"ads"}
E
    _expect 0 "$WINNOW" -p fields.yaml -f jsonl --field '/b/*' in.jsonl
    sed -e '1s/gone\\n//g' -e '4s/gone\\n//g' in.jsonl > expected
    _same expected out
}

many_texts_beside_a_long_field_take_no_longer_than_their_length() {
    cat > fields.yaml <<'E'
winnow: 1
name: fields
rules:
- {id: a.b, when: {field: {section: '*ads*'}}, line: {is: [gone]}}
E
    awk 'BEGIN {
        printf "{\"section\":\"ads"
        for (i = 0; i < 300000; i++) printf "y"
        printf "\",\"b\":[\"x\""
        for (i = 0; i < 300000; i++) printf ",\"x\""
        print "]}"
    }' > in.jsonl
    _expect 0 "$WINNOW" -p fields.yaml -f jsonl --field '/b/*' in.jsonl # the time a test has is the limit
    _same in.jsonl out
}
