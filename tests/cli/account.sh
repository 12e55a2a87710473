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
    _has err '2 of 9 rules never fired; -v or --stats=json names them'
}

stats_in_json_are_one_line_with_the_rules_that_never_fired() {
    _prepare_account
    _expect 0 _winnow --stats=json cut.txt clean.txt
    [ "$(wc -l < err)" -eq 1 ]
    _has err '"documents":2,"unchanged":1,"cleaned":1,"flagged":0,"guarded":0,"rejected":0'
    _has err '"ad.label":{"documents":1,"lines":1,"spans":0,"bytes":14,"prose-words":0,"shadow":0,"limited":0}'
    _has err '"never-fired":["ad.prose","legal.embargo","never.seen","odd.flag"],"limited":[]'
    ! command -v python3 > /dev/null || python3 -m json.tool < err > /dev/null
    _expect 2 _winnow --stats=xml cut.txt
    _has err 'winnow: --stats: "xml" is no form of counts; give table or json'
}

signal_shows_the_stats_of_a_running_process() {
    _prepare_account
    mkfifo pipe
    "$WINNOW" -p policy.yaml --stats=json < pipe > out 2> err &
    exec 4> pipe
    cat cut.txt >&4
    sleep 0.3
    kill -USR1 $!
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -s err ] && break
        sleep 0.1
    done
    [ "$(wc -l < err)" -eq 1 ]
    exec 4>&-
    wait $!
    [ "$(wc -l < err)" -eq 2 ]
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
    script -qec "{ cat big.txt; sleep 1; } | $WINNOW -p policy.yaml --progress > out" /dev/null > terminal < /dev/null || : the hold is full
    grep -q 'MiB/s' terminal
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
