# Why a line went or stayed, and what a change of policy does.

_prepare_explain() {
    cat > policy.yaml <<'END'
winnow: 1
name: explained
rules:
- {id: ad.label, why: it sells, line: {is: advertisement}}
- {id: ad.word, line: {match: '^advert', words: {max: 3}, unless: {match: 'prices'}}}
- {id: ad.long, line: {match: 'prices', words: {min: 30}}}
- {id: keep.credit, action: keep, line: '^\(reporting'}
- {id: links.section, section: {from: '^next in', until: end}}
- {id: high.level, level: 3, line: {is: the harbour}}
- {id: try.shadow, shadow: true, line: {is: the harbour}}
- {id: track.utm, span: '[?&]utm_\w+=\w+'}
END
    cat > article.txt <<'END'
The harbour
ADVERTISEMENT

Advertised prices rise.
See https://example.org/a?utm_source=feed now.
(Reporting by A. Example)
Next in news
A pier opens
END
}

explanation_shows_every_line_with_its_rule() {
    _prepare_explain
    _expect 0 "$WINNOW" explain -p policy.yaml article.txt
    cat > wanted <<'END'
     1   The harbour
     2 - ADVERTISEMENT  [ad: ad.label]
     3 -   [ad: ad.label]
     4   Advertised prices rise.
     5 ~ See https://example.org/a?utm_source=feed now.  [track: track.utm]
       + See https://example.org/a now.
     6   (Reporting by A. Example)
     7 - Next in news  [links: links.section]
     8 - A pier opens  [links: links.section]

cleaned: 3 of 8 lines removed, with 0 of 0 prose words
END
    grep -v '^     3' wanted > wanted.most
    grep -v '^     3' out > out.most
    _same wanted.most out.most
}

explanation_of_a_line_says_why_it_went() {
    _prepare_explain
    _expect 0 "$WINNOW" explain -p policy.yaml --line 2 article.txt
    _has out 'goes: ad.label (ad, level 2, line), defined at policy.yaml:4'
    _has out 'why: it sells'
    _has out 'holds: is: advertisement  (policy.yaml:4:'
    _has out 'ad.word: its condition holds, too'
    _expect 0 "$WINNOW" explain -p policy.yaml --line 5 article.txt
    _has out 'changes: track.utm'
    _has out 'found "?utm_source=feed"'
    _expect 0 "$WINNOW" explain -p policy.yaml --line 8 article.txt
    _has out 'a section that begins at line 7: Next in news'
}

exceptions_of_the_rule_that_took_a_line_are_shown() {
    _prepare_explain
    printf 'Advert here\n' > short.txt
    _expect 0 "$WINNOW" explain -p policy.yaml --line 1 short.txt
    _has out 'holds: match: ^advert  found "Advert"'
    _has out 'asked, and does not apply: match: prices'
}

explanation_of_a_line_that_stays_names_the_condition_that_failed() {
    _prepare_explain
    _expect 0 "$WINNOW" explain -p policy.yaml --line 4 article.txt
    _has out 'stays: no rule takes it'
    _has out 'ad.word: the exception holds: match: prices  found "prices"  (policy.yaml:5:'
    _has out 'ad.long: does not hold: words: {min: 30}  (policy.yaml:6:'
    _has_not out 'ad.label'
    _expect 0 "$WINNOW" explain -p policy.yaml --line 6 article.txt
    _has out 'stays: a keep rule holds it'
    _has out 'keep.credit'
    _expect 0 "$WINNOW" explain -p policy.yaml --line 1 article.txt
    _has out 'high.level: its condition holds, but it is of level 3; --level 3 lets it act'
    _has out 'try.shadow: its condition holds; it only reports (shadow)'
}

explanation_in_json_is_one_object_a_line() {
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    _prepare_explain
    printf 'a \001\033 \377 "quoted"\n' >> article.txt
    "$WINNOW" explain -p policy.yaml --json article.txt > all
    "$WINNOW" explain -p policy.yaml --json --line 4 article.txt > one
    python3 - <<'END'
import json
lines = [json.loads(line) for line in open("all")]
assert [l["fate"] for l in lines[:-1]] == ["stays", "goes", lines[2]["fate"], "stays", "changes", "stays", "goes", "goes", lines[8]["fate"]]
assert lines[1]["rule"] == "ad.label" and lines[1]["why"] == "it sells" and lines[-1]["verdict"] == "cleaned"
near = json.loads(open("one").read())["near"]
assert [n["rule"] for n in near] == ["ad.long", "ad.word"], near
END
}

control_characters_of_the_text_are_shown_not_sent() {
    _prepare_explain
    printf 'a \001\033[31m b\n' > odd.txt
    _expect 0 "$WINNOW" explain -p policy.yaml odd.txt
    _has out '\x01\x1b[31m'
    ! grep -q $'\033' out
}

line_that_is_not_there_is_an_error() {
    _prepare_explain
    _expect 2 "$WINNOW" explain -p policy.yaml --line 99 article.txt
    _has err 'winnow: article.txt: it has no line 99'
    _expect 2 "$WINNOW" explain -p policy.yaml --line none article.txt
    _has err 'winnow: --line: "none" is no line'
}

shipped_policy_can_be_explained() {
    "$WINNOW" explain "$ROOT/tests/demo/article.txt" > out
    "$WINNOW" "$ROOT/tests/demo/article.txt" > kept
    grep -E '^ +([0-9]+  |\+) ' out | sed -E 's/^ +([0-9]+  |\+) //' > stays
    _same <(grep . kept) <(grep . stays)
}

_prepare_policies() {
    _prepare_explain
    sed '/ad.label/d; s/try.shadow, shadow: true/try.real/; /track.utm/d' policy.yaml > new.yaml
}

diff_shows_what_is_newly_removed_and_kept_by_rule() {
    _prepare_policies
    mkdir corpus
    cp article.txt corpus/one.txt
    cp article.txt corpus/two.txt
    _expect 1 "$WINNOW" diff policy.yaml new.yaml corpus
    _has out 'newly removed: 2 lines'
    _has out '  try.real                                 2 lines, 24 bytes'
    _has out '      corpus/one.txt:1: The harbour'
    _has out 'changed no more: 2 lines'
    _has out '  track.utm '
    _has out '2 lines go as before, by another rule'
    _has out '4 of 16 lines differ; 2 documents'
}

same_policies_differ_in_nothing_and_give_status_0() {
    _prepare_policies
    _expect 0 "$WINNOW" diff policy.yaml policy.yaml article.txt
    _has out '0 of 8 lines differ; 1 documents'
    _expect 0 "$WINNOW" diff news builtin:news article.txt
}

diff_of_records_and_in_json() {
    _prepare_policies
    printf '{"text":"One.\\nThe harbour\\n"}\n{"x":1}\n{"text":"The harbour"}\n' > in.jsonl
    _expect 1 "$WINNOW" diff --json -f jsonl policy.yaml new.yaml in.jsonl
    _has out '{"change":"removed","rule":"try.real","lines":2,"bytes":23,"samples":[{"file":"in.jsonl","record":1,"line":2,"text":"The harbour"},{"file":"in.jsonl","record":3,"line":1,"text":"The harbour"}]}'
    _has out '"removed":2,"kept":0,"changed":0,"whole":0'
}

diff_wants_two_policies_and_a_corpus() {
    _prepare_policies
    _expect 2 "$WINNOW" diff policy.yaml new.yaml
    _has err 'diff takes OLD, NEW and texts, not 2 names; give a corpus'
    _expect 2 "$WINNOW" diff policy.yaml nowhere.yaml article.txt
    _expect 2 "$WINNOW" diff policy.yaml new.yaml nowhere.txt
    _has err 'winnow: nowhere.txt: cannot open it'
}
