# What the filter tells of its work: counts, metrics, diffs, and what it fails on.

_prepare_account() {
    cat > policy.yaml <<'END'
winnow: 1
name: counted
guard: {max-removed-prose: 60%}
rules:
- {id: ad.label, line: {is: advertisement}}
- {id: ad.prose, line: {contains: subscribe}}
- {id: never.seen, line: {is: no such line}}
- {id: high.level, level: 3, line: {is: nothing}}
- {id: stay.put, action: keep, line: {is: stay}}
- {id: track.utm, span: '[?&]utm_\w+=\w+'}
- {id: try.shadow, shadow: true, line: {is: harbour news}}
- {id: legal.embargo, action: reject, document: '^embargo until'}
- {id: odd.flag, action: flag, line: {is: odd}}
END
    printf 'Harbour News\nThe ferry left at nine.\nADVERTISEMENT\n\nSee https://example.org/a?utm_source=feed now.\n' > cut.txt
    printf 'The ferry left at nine.\nodd\n' > flag.txt
    printf 'Embargo until noon\n' > reject.txt
    printf 'All of you who read this on any day of the week should subscribe to our harbour letter.\n' > guard.txt
    printf 'The ferry left at nine.\n' > clean.txt
}

stats_count_documents_by_verdict_and_what_rules_took() {
    _prepare_account
    _expect 1 _winnow --stats cut.txt flag.txt reject.txt guard.txt clean.txt
    _has err 'documents    5: 1 rejected, 1 guarded, 1 flagged, 1 cleaned, 1 unchanged'
    grep -qE '^ad +- +1 +0 +14 +0 +0 +-$' err
    grep -qE '^ad\.label +1 +1 +0 +14 +0 +0 +0$' err
    grep -qE '^track\.utm +1 +0 +1 +16 +0 +0 +0$' err
    grep -qE '^try\.shadow +1 +0 +0 +0 +0 +1 +0$' err
    grep -qE '^legal\.embargo +1 +0 +0 +19 ' err
    _has err '3 of 9 rules never fired; -v or --stats=json names them'
    _has err '1 of 9 rules could not act here (level, --only, --disable, `when`); -v or --stats=json names them'
}

rules_that_keep_or_mark_are_counted_and_may_never_fire() {
    _prepare_account
    sed -i 's/^rules:/&\n- {id: weak.word, action: mark, line: {contains: ferry}}\n- {id: weak.never, action: mark, line: {is: nowhere}}/' policy.yaml
    printf 'stay\nThe ferry left.\nstay\n' > stay.txt
    _expect 0 _winnow --stats=json stay.txt clean.txt
    _has err '"stay.put":{"documents":1,"lines":0,'
    _has err '"weak.word":{"documents":2,"lines":0,'
    _has err '"never-fired":["ad.label","ad.prose","legal.embargo","never.seen","odd.flag","track.utm","try.shadow","weak.never"],"could-not-act":["high.level"]'
    _expect 0 _winnow -v --stats clean.txt
    _has err '9 of 11 rules never fired:'
    _has err '  stay.put'
    _has err '1 of 11 rules could not act here (level, --only, --disable, `when`):'
    _has err '  high.level'
}

rules_that_could_not_act_are_no_dead_rules() {
    cat > policy.yaml <<'END'
winnow: 1
name: asleep
rules:
- {id: ad.label, line: {is: advertisement}}
- {id: ad.other, line: {is: werbung}}
- {id: high.level, level: 3, line: {is: nothing}}
- {id: lang.de, when: {lang: [de]}, line: {is: anzeige}}
- {id: long.article, when: {prose-lines: {min: 3}}, line: {is: fin}}
- {id: off.there, line: {is: mehr}}
- {id: off.twice, line: {is: weniger}}
overrides:
- {when: {lang: [de]}, rules: {off.there: off}}
- {rules: {off.twice: off}}
END
    printf 'The ferry left.\n' > short.txt
    _expect 0 _winnow --stats=json short.txt
    _has err '"never-fired":["ad.label","ad.other","off.there"],"could-not-act":["high.level","lang.de","long.article","off.twice"]'
    _expect 0 _winnow --stats=json --lang de --disable ad.other short.txt
    _has err '"never-fired":["ad.label","lang.de"],"could-not-act":["ad.other","high.level","long.article","off.there","off.twice"]'
    _expect 0 _winnow --stats=json --level 3 --only high. --only long. short.txt
    _has err '"never-fired":["high.level"],"could-not-act":["ad.label","ad.other","lang.de","long.article","off.there","off.twice"]'
    printf '{"text":"The ferry left.","lang":"de"}\n{"text":"The ferry left."}\n' > in.jsonl
    _expect 0 _winnow -f jsonl --stats=json in.jsonl
    _has err '"never-fired":["ad.label","ad.other","lang.de","off.there"],"could-not-act":["high.level","long.article","off.twice"]'
}

rules_that_hit_a_limit_are_counted_and_named() {
    cat > policy.yaml <<'END'
winnow: 1
name: limited
rules:
- {id: ad.label, line: {is: advertisement}}
- {id: slow.words, line: {match: '(?:a+b?)+(?:b+a?)+(?:a+b?)+c$'}}
END
    printf 'The ferry left.\n' > clean.txt
    { head -c 4000 /dev/zero | tr '\0' a; echo cd; } > slow.txt
    _expect 1 _winnow --stats=json slow.txt clean.txt slow.txt
    _has err '"slow.words":{"documents":0,"lines":0,"spans":0,"bytes":0,"prose-words":0,"shadow":0,"limited":2}'
    _has err '"limited":["slow.words"]'
    _has err '"match-limits":2'
    _has err '"never-fired":["ad.label"]'
    _expect 1 _winnow --stats slow.txt
    grep -qE '^slow\.words +0 +0 +0 +0 +0 +0 +1$' err
    _expect 1 _winnow --metrics metrics slow.txt
    _has metrics 'winnow_rule_limited_documents_total{rule="slow.words",category="slow"} 1'
    _has metrics 'winnow_limit_hits_total{limit="match-limits"} 1'
}

profile_shows_time_and_calls_by_rule_the_dearest_first() {
    _prepare_account
    cat > policy.yaml <<'END'
winnow: 1
name: dear
rules:
- {id: cheap.label, line: {is: advertisement}}
- {id: dear.words, line: {match: '(?:\w+ly |\w+ing )+(?:\w+ )*$'}}
- {id: track.utm, span: '[?&]utm_\w+=\w+'}
- {id: never.asked, level: 3, line: '.'}
END
    for ((i = 0; i < 40; i++)); do echo "See the old ferry leaving slowly at nine o'clock, as it has done for years, number $i"; done > many.txt
    cat cut.txt >> many.txt
    _winnow many.txt > plain
    _expect 0 _winnow --profile many.txt
    _same plain out
    [[ $(sed -n 1p err) =~ ^rule\ +ms\ +share\ +asked\ +PCRE2\ calls$ ]]
    [[ $(sed -n 2p err) =~ ^dear\.words\ +[0-9]+\.[0-9]{3}\ +[0-9.]+%\ +[0-9]+\ +[1-9][0-9]*$ ]]
    grep -qE '^cheap\.label +[0-9.]+ +[0-9.]+% +1 +0$' err
    grep -qE '^track\.utm +[0-9.]+ +[0-9.]+% +1 +2$' err
    _has_not err never.asked
    _has_not err documents
    _expect 0 _winnow --profile --stats=json many.txt
    [ "$(wc -l < err)" -eq 1 ]
    _has err '"profile":[{"rule":"dear.words","nanoseconds":'
    _expect 0 _winnow --stats=json many.txt
    _has_not err profile
    command -v python3 > /dev/null || return 0
    _winnow --profile --stats=json many.txt 2>&1 > /dev/null | python3 -c '
import json, sys
rows = json.load(sys.stdin)["profile"]
times = [row["nanoseconds"] for row in rows]
assert times == sorted(times, reverse=True) and len(rows) == 3, rows
assert all(row["asked"] > 0 for row in rows), rows'
}

profile_shows_that_only_alternatives_whose_literal_is_there_are_asked() {
    cat > policy.yaml <<'END'
winnow: 1
name: two
rules:
- {id: two.labels, line: ['\bferry \d+$', '\bpier \d+$', '\bquay \d+$']}
END
    printf '%s\n' 'The old pier 7' 'A ferry at quay 9' 'A tram at stop 3' > text
    _expect 0 _winnow --profile text
    grep -qE '^two\.labels +[0-9.]+ +[0-9.]+% +2 +3$' err
    _same <(echo 'A tram at stop 3') out
}

a_score_that_the_words_of_a_line_cannot_reach_asks_no_pattern() {
    cat > policy.yaml <<'END'
winnow: 1
name: ends
rules:
- id: bio.tail
  tail:
    limit: 2
    score: 2
    points:
    - {add: 1, match: '\bwrites? .{0,30}\bboats\b'}
    - {add: 1, match: '\blives in\b'}
    - {add: -9, match: '\d|said'}
END
    echo 'Ann lives in Port Elster and never writes' > near.txt
    _winnow --profile near.txt > out 2> err || true
    grep -qE '^bio\.tail .* 1 +0$' err
    _same near.txt out
    echo 'Ann lives in Port Elster and writes about boats' > both.txt
    _expect 0 _winnow --profile both.txt
    grep -qE '^bio\.tail .* 1 +[2-3]$' err
    [ ! -s out ]
}

profile_table_is_short_unless_all_is_wanted() {
    { printf 'winnow: 1\nname: many\nrules:\n'; for ((i = 10; i < 60; i++)); do echo "- {id: a.r$i, line: '^[a-z]{1,$i}\$'}"; done; } > policy.yaml
    printf 'some words here\nx10\n' > text
    _expect 0 _winnow --profile text
    [ "$(wc -l < err)" -eq 22 ]
    _has err 'and 30 more rules; -v or --stats=json shows them'
    _expect 0 _winnow -v --profile text
    [ "$(grep -c '^a\.r' err)" -eq 50 ]
}

stats_in_json_are_one_line_with_the_rules_that_never_fired() {
    _prepare_account
    _expect 0 _winnow --stats=json cut.txt clean.txt
    [ "$(wc -l < err)" -eq 1 ]
    _has err '"documents":2,"unchanged":1,"cleaned":1,"flagged":0,"guarded":0,"rejected":0'
    _has err '"ad.label":{"documents":1,"lines":1,"spans":0,"bytes":14,"prose-words":0,"shadow":0,"limited":0}'
    _has err '"never-fired":["ad.prose","legal.embargo","never.seen","odd.flag","stay.put"],"could-not-act":["high.level"],"limited":[]'
    ! command -v python3 > /dev/null || python3 -m json.tool < err > /dev/null
    _expect 2 _winnow --stats=xml cut.txt
    _has err 'winnow: --stats: "xml" is no form of counts; give table or json'
}

signal_shows_the_stats_of_a_running_process() {
    _prepare_account
    mkfifo pipe
    "$WINNOW" -q -p policy.yaml --hold 0 --line-buffered --stats=json < pipe > out 2> err &
    exec 4> pipe
    cat cut.txt >&4
    _until [ -s out ] # what has written knows the signal
    _is_empty err
    kill -USR1 $!
    _until _has_lines err 1
    exec 4>&-
    wait $!
    _has_lines err 2
}

signal_claims_no_words_that_were_not_counted() {
    _prepare_account
    mkfifo pipe
    "$WINNOW" -q -p policy.yaml --hold 0 --line-buffered < pipe > out 2> err &
    exec 4> pipe
    cat cut.txt >&4
    _until [ -s out ]
    kill -USR1 $!
    _until _has err 'prose words  are counted with --stats'
    exec 4>&-
    wait $!
}

metrics_are_what_prometheus_reads() {
    _prepare_account
    _expect 1 _winnow --metrics metrics cut.txt reject.txt
    _has metrics 'winnow_documents_total{verdict="rejected"} 1'
    _has metrics 'winnow_removed_bytes_total{rule="ad.label",category="ad"} 14'
    _has metrics 'winnow_policy_info{name="counted",version="",sha256="'
    _has_no_temporaries
    ! command -v promtool > /dev/null || promtool check metrics < metrics
    _expect 2 _winnow --metrics nowhere/metrics cut.txt
    _has err 'winnow: nowhere/metrics: cannot write to it'
}

diff_shows_rules_and_changes_nothing() {
    _prepare_account
    cp cut.txt before.txt
    _expect 0 _winnow --diff --in-place cut.txt
    _same before.txt cut.txt
    cat > wanted <<'END'
--- cut.txt
+++ cut.txt
@@ -1,5 +1,4 @@ ad.label, track.utm
 Harbour News
 The ferry left at nine.
-ADVERTISEMENT
 
-See https://example.org/a?utm_source=feed now.
+See https://example.org/a now.
END
    _same wanted out
    _expect 0 _winnow --diff clean.txt
    _is_empty out
}

diff_can_be_applied_with_patch() {
    command -v patch > /dev/null || { echo "skipped: no patch"; return; }
    for ((i = 0; i < 5; i++)); do cat "$ROOT/tests/demo/article.txt"; done > article.txt
    "$WINNOW" article.txt > kept
    "$WINNOW" --diff article.txt > diff
    patch -s -o patched article.txt < diff
    _same kept patched
}

diff_of_records_names_record_and_field() {
    _prepare_account
    printf '{"text":"One.\\nAdvertisement\\n","note":"Two."}\n' > in.jsonl
    _expect 0 _winnow -f jsonl --field text --field note --rejects r --diff in.jsonl
    _has out '--- in.jsonl:1/text'
    _has out '-Advertisement'
    [ ! -e r ]
}

dry_run_tells_and_writes_nothing() {
    _prepare_account
    cp cut.txt before.txt
    _expect 0 _winnow --dry-run --in-place cut.txt clean.txt
    _is_empty out
    _same before.txt cut.txt
    _has err 'winnow: cut.txt: cleaned: 1 of 5 lines and 1 span cut'
    _expect 0 _winnow --dry-run --out-dir never cut.txt
    [ ! -e never ]
    _expect 0 _winnow --dry-run -o never cut.txt
    [ ! -e never ]
}

fail_on_is_status_1_when_it_happened() {
    _prepare_account
    _expect 1 _winnow --fail-on removed cut.txt
    _expect 0 _winnow --fail-on removed clean.txt
    _expect 0 _winnow flag.txt
    _expect 1 _winnow --fail-on rejected,flagged flag.txt
    _expect 0 _winnow guard.txt
    _expect 1 _winnow --fail-on guarded guard.txt
    _expect 2 _winnow --fail-on removed,everything cut.txt
    _has err 'winnow: --fail-on: "removed,everything" is nothing to fail on'
}

progress_is_for_terminals_only() {
    _prepare_account
    _expect 0 _winnow --progress cut.txt
    _is_empty err
    command -v script > /dev/null || { echo "skipped: no script"; return; }
    head -c 3000000 /dev/zero | tr '\0' '\n' > big.txt
    cat > feed <<'END'
{ cat big.txt; _until grep '2\.9 MiB, .*iB/s' terminal; } | "$WINNOW" -p policy.yaml --progress > out
END
    export -f _until
    script -qefc 'bash feed' /dev/null > terminal < /dev/null || : the hold is full
    grep -q '2\.9 MiB, .*iB/s' terminal
}

# Runs a command with a terminal on standard output and standard error; what it shows goes to the file terminal.
_on_terminal() { # COMMAND
    status=0
    script -qefc "$1" terminal > /dev/null 2>&1 < /dev/null || status=$?
    tr -d '\r' < terminal | sed '/^Script /d' > shown
}

_has_script() {
    command -v script > /dev/null || { echo "skipped: no script"; return 1; }
}

progress_shows_share_rate_and_time_left_where_the_size_is_known() {
    _has_script || return 0
    _prepare_account
    for ((i = 0; i < 60000; i++)); do echo 'The ferry left at nine and came back at noon.'; done > big.txt
    echo '{ head -c 1; sleep 1; cat; }' > read # with most of the text unread it waits for longer than it shows nothing
    _on_terminal "$WINNOW -p policy.yaml --hold 64K --progress -q big.txt | bash read > out"
    _same big.txt out
    grep -qE '[0-9.]+ (KiB|MiB) \([0-9]+%\), [0-9.]+ [KM]iB/s, [0-9]+ s left' terminal
    grep -q $'\033\[K$' shown # nothing is left of it
    _on_terminal "$WINNOW -p policy.yaml --hold 64K -q big.txt | cat > out"
    _has_not terminal 'iB/s'
}

messages_are_not_mixed_with_progress() {
    _has_script || return 0
    _prepare_account
    _on_terminal "$WINNOW -p policy.yaml --progress -v flag.txt reject.txt > out"
    [ "$status" -eq 1 ]
    sed 's/.*\x1b\[K//; s/\x1b\[[0-9;]*m//g' shown > lines # what stays on the screen
    grep -q '^winnow: flag.txt: flagged: ' lines
    grep -q '^winnow: reject.txt: rejected by legal.embargo' lines
}

diff_has_colours_on_a_terminal_only_and_shows_no_control_raw() {
    _has_script || return 0
    _prepare_account
    printf 'ADVERTISEMENT\nA bell \007 and \033[31m red\n' > odd.txt
    _on_terminal "$WINNOW -p policy.yaml --diff odd.txt"
    [ "$status" -eq 0 ]
    grep -q $'^\033\[31m-ADVERTISEMENT\033\[0m$' shown
    grep -qF ' A bell \x07 and \x1b[31m red' shown
    NO_COLOR=1 _on_terminal "$WINNOW -p policy.yaml --diff odd.txt"
    _has_not shown $'\033'
    _has shown '-ADVERTISEMENT'
    _expect 0 _winnow --diff odd.txt
    _has out "$(printf ' A bell \007 and \033[31m red')" # what patch reads
}

dry_run_and_fail_on_do_the_same_on_a_terminal() {
    _has_script || return 0
    _prepare_account
    _on_terminal "$WINNOW -p policy.yaml --dry-run --fail-on removed cut.txt clean.txt"
    [ "$status" -eq 1 ]
    sed -i 's/\x1b\[[0-9;]*m//g' shown
    _has shown 'winnow: cut.txt: cleaned: 1 of 5 lines and 1 span cut'
    _has_not shown 'The ferry'
    _on_terminal "$WINNOW -p policy.yaml --dry-run --fail-on removed clean.txt"
    [ "$status" -eq 0 ]
}

fail_on_speaks_of_every_document_of_a_run() {
    _prepare_account
    _expect 1 _winnow --fail-on removed clean.txt cut.txt clean.txt
    _same out <(_winnow clean.txt cut.txt clean.txt)
    printf '{"text":"The ferry left."}\n{"text":"One.\\nADVERTISEMENT\\n"}\n' > in.jsonl
    _expect 1 _winnow -f jsonl --rejects r --fail-on removed in.jsonl
    _expect 1 _winnow -f jsonl --rejects r -j 2 --fail-on removed in.jsonl
    _expect 0 _winnow -f jsonl --rejects r --fail-on flagged,guarded,rejected in.jsonl
    printf '{"text":"Embargo until noon"}\n' > in.jsonl
    _expect 1 _winnow -f jsonl --rejects r --fail-on rejected in.jsonl
    _expect 0 _winnow -f jsonl --rejects r in.jsonl
    _expect 1 _winnow --fail-on removed reject.txt
    printf 'ADVERTISEMENT\n' > only.txt
    _expect 1 _winnow --dry-run -q --fail-on removed only.txt
    _is_empty out
    _expect 1 _winnow --diff --fail-on removed only.txt
    _has out '-ADVERTISEMENT'
}

stats_are_the_same_with_threads() {
    _prepare_account
    for ((i = 0; i < 3000; i++)); do
        echo '{"text":"Harbour News\nstay\nADVERTISEMENT\n","lang":"de"}'
        ((i % 7)) || echo '{"text":"Embargo until noon"}'
        ((i % 11)) || echo '{"text":"The ferry left.\nodd\nSee /a?utm_source=x now.\n"}'
    done > in.jsonl
    for threads in 1 2 4; do
        _expect 0 _winnow -f jsonl --rejects r -j $threads --stats=json in.jsonl
        mv err stats.$threads
        _expect 0 _winnow -f jsonl --rejects r -j $threads --stats=json --profile in.jsonl
        sed 's/,"profile":.*$/}/' err | cmp - stats.$threads
        sed 's/.*,"profile"://; s/"nanoseconds":[0-9]*/X/g; s/}$//' err | tr '{' '\n' | sort > profile.$threads
    done
    _same stats.1 stats.2
    _same stats.1 stats.4
    _has stats.1 '"stay.put":{"documents":3000,'
    for threads in 2 4; do # what is asked does not depend on threads
        _same <(sed 's/,$//; s/\]$//' profile.1 | sort) <(sed 's/,$//; s/\]$//' profile.$threads | sort)
    done
}

metrics_are_written_anew_while_the_run_goes_on() {
    _prepare_account
    mkfifo pipe
    "$WINNOW" -p policy.yaml -f jsonl --rejects r --metrics metrics < pipe > out 2> err &
    exec 4> pipe
    echo '{"text":"One.\nADVERTISEMENT\n"}' >&4
    _until _has metrics 'winnow_documents_total{verdict="cleaned"} 1'
    _has metrics 'winnow_removed_lines_total{rule="ad.label",category="ad"} 1'
    _has_no_temporaries
    exec 4>&-
    wait $!
}

metrics_are_sound_by_promtool_with_every_kind_of_count() {
    command -v promtool > /dev/null || { echo "skipped: no promtool"; return; }
    _prepare_account
    sed -i 's/^name: .*/name: "odd \\" \\\\ name"/' policy.yaml
    _expect 1 _winnow --metrics metrics cut.txt flag.txt reject.txt guard.txt clean.txt
    promtool check metrics < metrics > found 2>&1 || { cat found; return 1; }
    _is_empty found
    _expect 0 "$WINNOW" --metrics metrics "$ROOT/tests/demo/article.txt"
    promtool check metrics < metrics > found 2>&1 || { cat found; return 1; }
    _is_empty found
}

attributes_are_spans_of_characters_by_category() {
    _prepare_account
    cat > in.jsonl <<'END'
{"id": "a\u00e91", "text": "\u00dcber \ud83d\ude00 alles.\nADVERTISEMENT\nadvertisement\n\nSee a?utm_x=y now.\n"}
{"id": 17, "text": "Nothing to see.\n"}
{"text": "No id.\nAdvertisement\n"}
{"id": null, "text": "Advertisement"}
{"id": [1], "text": "Advertisement"}
END
    cat > wanted <<'END'
{"id":"a\u00e91","attributes":{"winnow__ad":[[14,42,1.0]],"winnow__track":[[48,56,1.0]]}}
{"id":17,"attributes":{}}
{"id":null,"attributes":{"winnow__ad":[[0,13,1.0]]}}
END
    _expect 0 _winnow -f jsonl --rejects r --attributes attributes in.jsonl
    _same wanted attributes
    _has err 'winnow: attributes: 2 records have no id, so they have no line here'
    _has_no_temporaries
}

attributes_cut_as_the_filter_cuts() {
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    for ((i = 0; i < 40; i++)); do
        RANDOM=$i
        shuf -n $((3 + RANDOM % 20)) --random-source=<(yes $i) "$ROOT/tests/demo/article.txt" > text
        python3 -c 'import json,sys; print(json.dumps({"id": sys.argv[1], "text": open("text").read() + "\U0001f600 é"}, ensure_ascii=int(sys.argv[1]) % 2 == 0))' $i
    done > in.jsonl
    "$WINNOW" -f jsonl --attributes attributes in.jsonl > kept
    python3 - <<'END'
import json
for before, after, line in zip(open("in.jsonl"), open("kept"), open("attributes"), strict=True):
    before, after, line = map(json.loads, (before, after, line))
    assert before["id"] == line["id"]
    gone = set()
    for name, spans in line["attributes"].items():
        assert name.startswith("winnow__") and spans
        assert all(a < b for a, b, _ in spans) and all(x[1] < y[0] for x, y in zip(spans, spans[1:]))
        gone.update(i for a, b, _ in spans for i in range(a, b))
    assert "".join(c for i, c in enumerate(before["text"]) if i not in gone) == after["text"]
END
}

attributes_need_records_and_appear_only_whole() {
    _prepare_account
    _expect 2 _winnow --attributes attributes cut.txt
    _has err 'winnow: --attributes: only records have an id; give --format jsonl'
    printf '{"id":1,"text":"One."}\nbroken\n' > in.jsonl
    _expect 2 _winnow -f jsonl --rejects r --on-error stop --attributes attributes in.jsonl
    [ ! -e attributes ]
    _has_no_temporaries
}
