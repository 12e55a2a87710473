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
    _has out 'a section from line 7 to line 8, which begins: Next in news'
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

_prepare_refusals() {
    cat > policy.yaml <<'END'
winnow: 1
name: refused
guard: off
rules:
- {id: ad.label, line: {is: advertisement}}
- {id: weak.word, action: mark, line: {contains: subscribe}}
- {id: links.few, section: {from: '^next in', until: {prose: 1}, min-lines: 3}}
- {id: links.marked, section: {from: '^also read', until: blank, marked: {min: 50%}}}
- {id: links.count, section: {from: '^also read', until: blank, marked: {min-lines: 2}}}
- {id: links.end, section: {from: '^more stories', until: blank, reaches-end: true}}
- {id: links.takes, section: {from: '^see also', until: {match: '^stop'}, takes: {starts: story}}}
- {id: list.run, run: {match: '^\* \w', min-lines: 3}}
- {id: list.above, run: {match: '^\+ \w', above: {unless: {match: ':$'}}}}
- {id: list.below, run: {match: '^\+ \w', below: {match: 'never'}}}
- {id: list.long, run: {match: '^\+ \w', min-lines: 1, max-lines: 1}}
- {id: bio.tail, tail: {limit: 1, match: '^about '}}
- {id: lang.de, when: {lang: [de]}, line: {is: harbour}}
- {id: long.only, when: {prose-lines: {min: 3}}, line: {is: harbour}}
- {id: source.words, line: {match: '^plain', words: {max: 2}}}
- {id: source.off, line: {is: switched}}
- {id: source.unit, line: '^whole'}
overrides:
- when: {source: ['*.example.org']}
  rules:
    source.words: {line: {words: {max: 5}}}
    source.off: off
    source.unit: {line: {match: '^the whole'}}
END
    cat > article.txt <<'END'
Next in news
One story
The harbour board met on Monday and decided that the old pier, which has stood for ninety years, must go before the winter storms come.
Also read
A story
Please subscribe
Another story

More stories
A tale

See also
Story one
No tale
Stop here
* one
* two
These are:
+ three
+ four
plain words here now
switched
harbour
the whole of it
It ends.
About one
About two
END
}

_says() { # LINE TEXT...
    _expect 0 "$WINNOW" explain -p policy.yaml $options --line "$1" article.txt
    shift
    for text; do
        _has out "$text" || return 1
    done
}

sections_and_runs_that_are_refused_say_why() {
    local options=
    _prepare_refusals
    _says 1 'links.few: a section from line 1 to line 2 came to nothing: it has too few lines (min-lines: 3)  (policy.yaml:7:77)'
    _says 2 'links.few: a section from line 1 to line 2 came to nothing: it has too few lines (min-lines: 3)'
    _says 5 'links.marked: a section from line 4 to line 7 came to nothing: too small a share of its lines is marked (min: 50%)' \
        'links.count: a section from line 4 to line 7 came to nothing: too few of its lines are marked (min-lines: 2)'
    _says 6 'weak.word' 'links.marked: a section from line 4'
    _says 10 'links.end: a section from line 9 to line 10 came to nothing: it does not reach the end of the document (reaches-end: true)'
    _says 17 'list.run: a run from line 16 to line 17 came to nothing: it has too few lines (min-lines: 3)'
    _says 19 'list.above: a run from line 19 to line 20 came to nothing: what stands above it speaks against it (above: {unless: {match: :$}})' \
        'list.below: a run from line 19 to line 20 came to nothing: what stands below it speaks against it (below: {match: never})' \
        'list.long: a run from line 19 to line 20 came to nothing: it has too many lines (max-lines: 1)'
}

line_that_ends_or_is_left_out_of_a_section_says_so() {
    local options=
    _prepare_refusals
    _says 3 'links.few: a section that begins at line 1 ends before it (until: {prose: 1})'
    _says 13 'goes: links.takes' 'a section from line 12 to line 13, which begins: See also' 'holds: starts: story'
    _says 14 'links.takes: its section is open here, but does not take the line: does not hold: starts: story'
    _says 15 'links.takes: a section that begins at line 12 ends before it (until: {match: ^stop})'
}

rules_of_the_ends_say_how_far_they_came() {
    local options=
    _prepare_refusals
    _says 27 'goes: bio.tail'
    _says 26 'bio.tail: it accepts the line, but has taken all it may (limit: 1)'
    sed -i 's/limit: 1/limit: 9/; s/^It ends.$/About zero\nIt ends./' policy.yaml article.txt
    _says 25 'bio.tail: its condition holds, but the tail of the document is only peeled up to line 26, which stays'
}

rules_that_are_asleep_or_switched_off_say_so() {
    local options=
    _prepare_refusals
    _says 23 'lang.de: its condition holds, but its `when` does not: {lang: [de]}  (policy.yaml:17:23)' 'long.only: its condition holds, but its `when` does not'
    options='--lang de'
    _says 23 'goes: lang.de'
    options=
    _says 22 'goes: source.off'
    options='--source news.example.org'
    _says 22 'stays: no rule takes it' 'source.off: its condition holds, but an override switches it off here  (policy.yaml:26:17)'
}

conditions_that_an_override_changed_are_named_with_its_place() {
    local options=
    _prepare_refusals
    _says 21 'source.words: does not hold: words: {max: 2}  (policy.yaml:19:'
    _has_not out override
    options='--source news.example.org'
    _says 21 'goes: source.words' 'holds: words: {max: 5}' '; so by the override at policy.yaml:25:40' \
        'an override that applies here changes the rule  (policy.yaml:25:19)' 'holds: match: ^plain  found "plain"  (policy.yaml:19:'
    [ "$(grep -c '; so by the override' out)" -eq 1 ]
    _says 24 'goes: source.unit' 'holds: match: ^the whole  found "the whole"  (policy.yaml:27:33); so by the override at policy.yaml:27:33'
    command -v python3 > /dev/null || return 0
    "$WINNOW" explain -p policy.yaml $options --json --line 21 article.txt | python3 -c '
import json, sys
line = json.load(sys.stdin)
changed = [c for c in line["holds"] if "override" in c]
assert [c["what"] for c in changed] == ["words: {max: 5}"] and changed[0]["override"] == "policy.yaml:25:40", line
assert line["context"] == [{"what": "an override that applies here changes the rule", "place": "policy.yaml:25:19"}], line'
}

lines_of_the_demo_can_be_asked_about() {
    for i in 1 9 17 25; do
        _expect 0 "$WINNOW" explain --line $i "$ROOT/tests/demo/article.txt"
        _expect 0 "$WINNOW" explain --json --line $i --source news.example.org --lang de --level 1 "$ROOT/tests/demo/article.txt"
        ! command -v python3 > /dev/null || python3 -m json.tool < out > /dev/null
    done
}

explanation_can_be_read_without_colour_and_obeys_no_color() {
    _prepare_explain
    _expect 0 "$WINNOW" explain -p policy.yaml article.txt
    _has_not out $'\033'
    command -v script > /dev/null || { echo "skipped: no script"; return; }
    script -qec "$WINNOW explain -p policy.yaml article.txt" /dev/null > terminal < /dev/null
    grep -q $'\033\[[0-9]*m- ADVERTISEMENT  \[ad: ad.label\]\033\[0m' terminal
    NO_COLOR=1 script -qec "$WINNOW explain -p policy.yaml article.txt" /dev/null > terminal < /dev/null
    _has_not terminal $'\033'
    tr -d '\r' < terminal | cmp - out
}

explanation_in_json_is_one_object_a_line() {
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    _prepare_explain
    printf 'a \001\033 \377 "quoted"\n' >> article.txt
    _expect 1 "$WINNOW" explain -p policy.yaml --json article.txt # a byte is not UTF-8
    cp out all
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

# A policy with a pattern that gives up on slow.txt, and one like it without that pattern.
_prepare_doubt() {
    printf 'winnow: 1\nname: limited\nrules:\n%s\n%s\n' '- {id: ad.label, line: {is: advertisement}}' \
        "- {id: slow.words, line: {match: '(?:a+b?)+(?:b+a?)+(?:a+b?)+c\$'}}" > limited.yaml
    grep -v slow limited.yaml > quick.yaml
    { head -c 4000 /dev/zero | tr '\0' a; printf 'cd\nADVERTISEMENT\n'; } > slow.txt
}

explanation_says_what_was_kept_in_doubt() {
    _prepare_doubt
    _expect 1 "$WINNOW" explain -p limited.yaml slow.txt
    _has err 'slow.txt: text was kept in doubt: match-limits 1'
    _expect 0 "$WINNOW" explain -p quick.yaml slow.txt
    _is_empty err
    _expect 1 "$WINNOW" explain -p limited.yaml --json < slow.txt
    _has err 'standard input: text was kept in doubt: match-limits 1'
    _has out '"fate":"goes"'
}

diff_says_which_policy_kept_text_in_doubt() {
    _prepare_doubt
    _expect 1 "$WINNOW" diff quick.yaml limited.yaml slow.txt slow.txt
    _has err 'limited.yaml: text was kept in doubt: match-limits 2'
    _has_not err quick.yaml
    _has out '0 of 4 lines differ'
    _expect 1 "$WINNOW" diff limited.yaml quick.yaml slow.txt
    _has err 'limited.yaml: text was kept in doubt: match-limits 1'
    _expect 0 "$WINNOW" diff quick.yaml quick.yaml slow.txt
    _is_empty err
}

control_characters_of_the_text_are_shown_not_sent() {
    _prepare_explain
    printf 'a \001\033[31m b\n' > odd.txt
    _expect 0 "$WINNOW" explain -p policy.yaml odd.txt
    _has out '\x01\x1b[31m'
    _has_not out $'\033'
}

colours_go_to_a_pager_when_they_are_wanted() {
    _prepare_explain
    NO_COLOR=1 _expect 0 "$WINNOW" explain -p policy.yaml --color always article.txt
    grep -q $'^     2 \033\[[0-9]*m- ADVERTISEMENT  \[ad: ad.label\]\033\[0m$' out
    sed 's/\x1b\[[0-9;]*m//g' out > plain
    _expect 0 "$WINNOW" explain -p policy.yaml --color=never article.txt
    _same plain out
    printf 'ADVERTISEMENT\nA \033[31m red\n' > odd.txt
    _expect 0 "$WINNOW" -p policy.yaml --diff --color always odd.txt
    grep -q $'^\033\[31m-ADVERTISEMENT' out
    _has out 'A \x1b[31m red'
    _expect 2 "$WINNOW" explain --color blue article.txt
    _has err 'winnow: --color: "blue" is no time for colours; give auto, always or never'
}

line_that_is_not_there_is_an_error() {
    _prepare_explain
    _expect 2 "$WINNOW" explain -p policy.yaml --line 99 article.txt
    _has err "winnow: article.txt: it has no line 99; it has $(awk 'END {print NR}' article.txt)"
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
    _has out '0 of 8 lines differ; 1 document'
    _expect 0 "$WINNOW" diff news builtin:news article.txt
}

diff_of_records_and_in_json() {
    _prepare_policies
    printf '{"text":"One.\\nThe harbour\\n"}\n{"x":1}\n{"text":"The harbour"}\n' > in.jsonl
    _expect 1 "$WINNOW" diff --json -f jsonl policy.yaml new.yaml in.jsonl
    _has out '{"change":"removed","rule":"try.real","lines":2,"bytes":23,"samples":[{"file":"in.jsonl","record":1,"line":2,"text":"The harbour"},{"file":"in.jsonl","record":3,"line":1,"text":"The harbour"}]}'
    _has out '"removed":2,"kept":0,"changed":0,"whole":0'
}

score_says_what_it_comes_to_and_from_what() {
    cat > points.yaml <<'END'
winnow: 1
name: points
rules:
- id: b.tail
  tail:
    limit: 3
    score: 2
    points:
    - {add: 3, match: 'writer', words: {max: 9}}
    - {add: 1, unless: {match: 'zebra'}}
    - {add: -9, match: 'said'}
END
    printf 'A writer said so\nHere is a writer\n' > short.txt
    _expect 0 "$WINNOW" explain -p points.yaml --line 2 short.txt
    _has out '  holds: score: 4 of 2  (points.yaml:9:5)'
    _has out '  holds: +3 for all: {add: 3, match: writer, words: {max: 9}}  (points.yaml:9:7)'
    _has out '  holds: match: writer  found "writer"  (points.yaml:9:23)'
    _has out '  asked, and does not apply: +1 for match: zebra  (points.yaml:10:32)'
    _expect 0 "$WINNOW" explain -p points.yaml --line 1 short.txt
    _has out 'does not hold: score: -5 of 2, with +3 for all: {add: 3, match: writer, words: {max: 9}}, +1 for unless: {match: zebra}, -9 for match: said'
}

diff_reads_folders_gzip_and_standard_input() {
    _prepare_policies
    mkdir -p corpus/inner
    cp article.txt corpus/one.txt
    gzip -c article.txt > corpus/inner/two.txt.gz
    _expect 1 "$WINNOW" diff policy.yaml new.yaml corpus - < article.txt
    _has out 'newly removed: 3 lines'
    _has out '      corpus/inner/two.txt.gz:1: The harbour'
    _has out '6 of 24 lines differ; 3 documents'
    _has out '3 lines go as before, by another rule'
    for i in 1 2 3 4 5; do cp article.txt corpus/$i.txt; done
    _expect 1 "$WINNOW" diff policy.yaml new.yaml corpus
    [ "$(grep -c ': The harbour$' out)" -eq 3 ] # samples, not all
    printf 'The harbour\n' > one.txt
    _expect 1 "$WINNOW" diff policy.yaml new.yaml one.txt
    _has out 'newly removed: 1 line'
    _has out '1 document was unchanged and is cleaned'
    _has out '1 of 1 lines differ; 1 document'
}

diff_notices_a_verdict_that_changes_no_line() {
    _prepare_policies
    sed '$a - {id: odd.flag, action: flag, line: {contains: pier}}' policy.yaml > flags.yaml
    _expect 1 "$WINNOW" diff policy.yaml flags.yaml article.txt
    _has out '1 document was cleaned and is flagged'
    _has out '0 of 8 lines differ; 1 document'
    _expect 1 "$WINNOW" diff --json policy.yaml flags.yaml article.txt
    _has out '"verdicts":1}'
}

diff_of_no_text_is_no_pass() {
    _prepare_policies
    mkdir empty
    printf '{"body":"The harbour"}\n' > in.jsonl
    for corpus in empty "-f jsonl in.jsonl" "-f jsonl article.txt" "-f jsonl /dev/null"; do
        # shellcheck disable=SC2086 # options
        _expect 2 "$WINNOW" diff policy.yaml policy.yaml $corpus
        _has err 'winnow: no text to compare, in the corpus; check its names, --format and --field'
        _is_empty out
    done
    { cat in.jsonl && echo '{'; } > bad.jsonl
    _expect 0 "$WINNOW" diff -f jsonl --field body policy.yaml policy.yaml in.jsonl
    _expect 1 "$WINNOW" diff -f jsonl --field body policy.yaml policy.yaml bad.jsonl
    _has err 'winnow: 1 records were malformed, so they were not compared'
}

diff_wants_two_policies_and_a_corpus() {
    _prepare_policies
    _expect 2 "$WINNOW" diff policy.yaml new.yaml
    _has err 'diff takes OLD, NEW and texts, not 2 names; give a corpus'
    _expect 2 "$WINNOW" diff policy.yaml nowhere.yaml article.txt
    _expect 2 "$WINNOW" diff policy.yaml new.yaml nowhere.txt
    _has err 'winnow: nowhere.txt: cannot open it'
}

diff_names_records_by_their_line_in_their_own_file() {
    _prepare_policies
    printf '{"text":"The harbour"}\n' > one.jsonl
    printf '\n{"text":"x"}\n{"text":"The pier.\\nThe harbour"}\n' > two.jsonl
    _expect 1 "$WINNOW" diff -f jsonl policy.yaml new.yaml one.jsonl two.jsonl
    _has out '      one.jsonl:1:1: The harbour'
    _has out '      two.jsonl:3:2: The harbour'
}
