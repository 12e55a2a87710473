# winnow test, lint and rules.

# ---- helpers ----

_policy() { # FILE RULES...: a policy of rules in flow style, one to an argument
    local file=$1
    shift
    { echo 'winnow: 1'; echo 'rules:'; printf -- '- %s\n' "$@"; } > "$file"
}

_good_rule='{id: ad.label, line: {is: advertisement}, hits: [ADVERTISEMENT], misses: [Advertisement sales rose.]}'

# Lints one rule and demands exactly these findings, in any order.
_finds() { # RULE FINDING...
    _policy one.yaml "$1"
    shift
    _expect 0 "$WINNOW" lint --json one.yaml
    { [ $# -eq 0 ] || printf '%s\n' "$@" | sort; } > wanted
    sed -n 's/.*"id":"\([a-z-]*\)".*/\1/p' out | sort > found
    _same wanted found || { cat out; return 1; }
}

_examples="hits: [x], misses: [y]"

# ---- test ----

passing_examples_are_counted() {
    _policy good.yaml "$_good_rule"
    _expect 0 "$WINNOW" test good.yaml
    _has out '2 passed, 0 failed'
    _is_empty err
}

hit_that_stays_is_shown_with_its_place_and_rule() {
    _policy bad.yaml '{id: ad.label, line: {is: advertisement}, hits: [The ferry left.]}'
    _expect 1 "$WINNOW" test bad.yaml
    _has out 'bad.yaml:3:52: rule "ad.label", hits 1: 1 of 1 lines is not taken'
    _has out '    -|   =|   The ferry left.   <-- not taken'
    _has out '0 passed, 1 failed'
}

miss_that_goes_is_shown() {
    _policy bad.yaml '{id: ad.label, line: {is: advertisement}, misses: [Advertisement]}'
    _expect 1 "$WINNOW" test bad.yaml
    _has out 'rule "ad.label", misses 1: 1 of 1 lines is taken'
    _has out '    =|   -|   Advertisement   <-- taken by ad.label'
}

rule_is_seen_without_the_others() {
    _policy p.yaml '{id: keep.all, action: keep, line: {match: .}, hits: [anything]}' \
        '{id: ad.label, line: {is: advertisement}, hits: [advertisement]}' \
        '{id: ad.shadow, shadow: true, line: {is: ad}, hits: [ad], misses: [advertisement]}' \
        '{id: ad.far, when: {lang: [ja]}, level: 3, line: {is: far}, hits: [far]}'
    _expect 0 "$WINNOW" test p.yaml
}

guard_does_not_save_a_hit() {
    printf 'winnow: 1\nguard: {max-removed-prose: 0%%}\nrules:\n- id: a.b\n  line: ferry\n  hits:\n  - The ferry line across the harbour will run all night from May, they said.\n' > p.yaml
    _expect 0 "$WINNOW" test p.yaml
}

marks_of_line_rules_are_context_for_a_section() {
    _policy p.yaml '{id: weak.more, action: mark, category: weak, line: {is: more}, hits: [More]}' \
        '{id: ad.label, line: {is: advertisement}}' \
        '{id: links.more, section: {from: {marked: weak}, until: end}, hits: ["More\nNew pier opens"], misses: ["advertisement"]}'
    _expect 0 "$WINNOW" test p.yaml
    _has out '3 passed, 0 failed'
}

span_hits_when_it_takes_a_part() {
    _policy p.yaml "{id: t.x, span: ' now\$', hits: [We go now], misses: [We go now and then]}"
    _expect 0 "$WINNOW" test p.yaml
}

document_rule_hits_when_it_applies() {
    _policy p.yaml "{id: legal.x, action: reject, document: '^embargo', hits: [\"Embargo until noon.\nMore.\"], misses: [No embargo]}" \
        "{id: long.x, action: flag, line: '^warning', hits: [Warning], misses: [No warning]}"
    _expect 0 "$WINNOW" test p.yaml
}

test_shows_every_line_that_differs() {
    cat > p.yaml <<'END'
winnow: 1
rules:
- {id: ad.label, line: {is: advertisement}}
- {id: t.x, span: ' \(tm\)'}
tests:
- name: three wrong lines
  text: |
    =|The ferry left.
    =|Advertisement
    -|More
    -|Soap (tm) is good
    +|Soap is bad
    ?|Advertisement
END
    _expect 1 "$WINNOW" test p.yaml
    _has out 'p.yaml:6:3: test "three wrong lines": 3 of 5 lines are not as they should be'
    _has out '    =|   -|   Advertisement   <-- taken by ad.label'
    _has out '    -|   =|   More   <-- not taken'
    _has out '    +|        Soap is bad'
    _has out '         +|   Soap is good'
    _has out '    =|   =|   The ferry left.'
}

test_has_language_source_level_headline_fields_and_verdict() {
    cat > p.yaml <<'END'
winnow: 1
guard: {max-removed-prose: 40%}
rules:
- {id: a.lang, when: {lang: [ja]}, line: {is: one}}
- {id: a.source, when: {source: ['*.example.org']}, line: {is: two}}
- {id: a.field, when: {field: {kind: brief*}}, line: {is: three}}
- {id: a.level, level: 3, line: {is: four}}
- {id: a.head, line: {repeats: headline}}
- {id: a.flag, action: flag, line: {is: five}}
tests:
- text: "=|one\n=|two\n=|three\n=|four\n"
  verdict: unchanged
- {lang: ja, text: '-|one', verdict: cleaned}
- {source: a.example.org, text: '-|two'}
- {fields: {kind: briefing}, text: '-|three'}
- {level: 3, text: '-|four'}
- {headline: New pier, text: '-|New pier'}
- {text: '=|five', verdict: flagged}
END
    _expect 0 "$WINNOW" test p.yaml
    _has out '7 passed, 0 failed'
}

wrong_verdict_fails_a_test() {
    printf 'winnow: 1\nrules:\n- {id: a.b, line: {is: one}}\ntests:\n- {text: "-|one", verdict: unchanged}\n' > p.yaml
    _expect 1 "$WINNOW" test p.yaml
    _has out 'test 1: verdict cleaned instead of unchanged'
}

case_file_tests_the_policy_it_extends() {
    mkdir -p policies/cases
    _policy policies/base.yaml "$_good_rule"
    printf 'winnow: 1\nextends: [../base.yaml]\ntests:\n- {text: "-|advertisement"}\n' > policies/cases/one.yaml
    _expect 0 "$WINNOW" test policies
    _has out '3 passed, 0 failed'
    _expect 2 "$WINNOW" test policies/cases/one.yaml
    _expect 0 "$WINNOW" test --policy-root policies policies/cases/one.yaml
    _has out '1 passed, 0 failed'
}

broken_policy_among_good_ones_does_not_stop_the_rest() {
    mkdir d
    _policy d/a.yaml '{id: a.b, lime: x}'
    _policy d/b.yaml "$_good_rule"
    _expect 2 "$WINNOW" test d
    _has err 'd/a.yaml:3:13'
    _has out '2 passed, 0 failed'
}

nothing_to_test_is_an_error() {
    mkdir empty
    _expect 2 "$WINNOW" test empty
    _has err 'empty'
    _expect 2 "$WINNOW" test
    _expect 2 "$WINNOW" test nowhere.yaml
}

json_report_has_a_line_for_each_example() {
    _policy p.yaml '{id: ad.label, line: {is: advertisement}, hits: [advertisement, "a \"b\""]}'
    _expect 1 "$WINNOW" test --json p.yaml
    python3 -c '
import json
one, two = map(json.loads, open("out"))
assert one == {"file": "p.yaml", "line": 3, "column": 52, "kind": "hits", "number": 1, "rule": "ad.label", "passed": True}, one
assert two["lines"] == [{"want": "-|", "got": "=|", "text": "a \"b\""}], two
'
}

junit_report_is_xml_with_a_case_for_each_example() {
    _policy p.yaml '{id: ad.label, line: {is: advertisement}, hits: [advertisement, "a <b> & \x01 c"]}'
    _expect 1 "$WINNOW" test --junit report.xml p.yaml
    python3 -c '
import xml.etree.ElementTree as tree
suite = tree.parse("report.xml").getroot().find("testsuite")
assert suite.get("tests") == "2" and suite.get("failures") == "1"
assert len(suite.findall("testcase")) == 2
assert "a <b> & \\x01 c" in suite.find("testcase/failure").text, suite.find("testcase/failure").text
'
}

junit_report_appears_whole_or_not_at_all() {
    _policy p.yaml "$_good_rule"
    _expect 2 "$WINNOW" test --junit nowhere/report.xml p.yaml
    _has_no_temporaries
}

coverage_names_what_no_example_exercises() {
    _policy p.yaml "$_good_rule" '{id: a.b, line: {words: {max: 9}, match: [one, two]}, hits: [one], misses: [three]}' \
        '{id: a.c, line: {is: c}}'
    _expect 0 "$WINNOW" test --coverage p.yaml
    grep -qF 'rule "a.b": no example makes `match` true' out
    grep -qF 'rule "a.b": no example makes `words` false' out
    grep -qF 'rule "a.c": no example makes it act' out
    grep -qF '2 of 3 rules and 2 of 5 conditions are exercised' out
}

coverage_counts_case_files_for_what_they_extend() {
    mkdir d
    _policy d/base.yaml '{id: a.b, line: {is: one}}'
    printf 'winnow: 1\nextends: [base.yaml]\ntests:\n- {text: "-|one\\n=|two"}\n' > d/case.yaml
    _expect 0 "$WINNOW" test --coverage d
    _has out '1 of 1 rules and 1 of 1 conditions are exercised'
}

# ---- lint ----

clean_policy_has_no_findings() {
    _policy good.yaml "$_good_rule"
    _expect 0 "$WINNOW" lint --strict good.yaml
    _has out '0 errors, 0 warnings'
}

lint_shows_all_errors_with_place_caret_and_remedy() {
    _policy bad.yaml '{id: a.b, line: {mach: x}}' "{id: a.c, line: '('}"
    _expect 1 "$WINNOW" lint bad.yaml
    _has out 'bad.yaml:3:20: error: unknown key "mach"'
    _has out 'did you mean "match"?'
    _has out 'bad.yaml:4:'
    grep -Eq '^ +\^$' out
    _has out '2 errors, 0 warnings'
}

error_in_a_shared_file_is_told_once() {
    mkdir d
    _policy d/a.yaml '{id: a.b, lime: x}'
    printf 'winnow: 1\nextends: [a.yaml]\n' > d/b.yaml
    _expect 1 "$WINNOW" lint d
    [ "$(grep -c 'error: unknown key' out)" -eq 1 ]
}

warnings_fail_only_when_strict() {
    _policy p.yaml '{id: a.b, line: {is: x}}'
    _expect 0 "$WINNOW" lint p.yaml
    _expect 1 "$WINNOW" lint --strict p.yaml
}

policy_that_is_not_there_cannot_be_linted() {
    _expect 2 "$WINNOW" lint nowhere.yaml
    _has err nowhere.yaml
    _is_empty out
}

rule_that_takes_sentences_is_found() {
    _finds "{id: a.b, line: 'council', hits: [council], misses: [y]}" takes-sentences better-literal
    _finds "{id: a.b, block: {prose: true, words: {max: 40}}, hits: ['The ferry left at noon with all on board, and came back at four.'], misses: [y]}" takes-sentences
    _finds "{id: a.b, action: mark, line: {words: {min: 1}}, $_examples}"
}

rule_that_takes_credits_is_found() {
    _finds "{id: a.b, tail: '^photo: ', hits: ['Photo: x'], misses: [y]}" strips-credit
    _finds "{id: a.b, action: keep, line: '^photo: ', hits: ['Photo: x'], misses: [y]}"
}

kept_credits_are_not_stripped() {
    _policy p.yaml "{id: a.b, tail: '^photo: ', hits: ['Photo: x'], misses: [y]}" \
        "{id: c.k, action: keep, line: '^photo: ', hits: ['Photo: x'], misses: [y]}"
    _expect 0 "$WINNOW" lint --strict p.yaml
}

condition_that_never_holds_is_found() {
    local never
    for never in 'words: {max: 3}, prose: true' 'is: [one two three], words: {max: 2}' 'starts: [one two three], chars: {max: 5}' \
        "match: '^.{10}', chars: {max: 9}" 'letters: none, is: one' 'prose: true, headline: true' \
        'sentence: false, prose: true' 'prose: true, unless: {sentence: true}' 'is: one, unless: {is: [one, two]}' \
        'words: {min: 12}, any: [{is: one}]' 'prose-before: {min: 60%}, prose-after: {min: 60%}'; do
        _finds "{id: a.b, action: mark, line: {$never}, $_examples}" never-matches || { echo "$never"; return 1; }
    done
}

condition_that_may_hold_is_not_called_never() {
    local may
    for may in 'words: {max: 12}, prose: true' 'is: [one two], words: {max: 2}' "match: '^.{9}', chars: {max: 9}" \
        'headline: true, unless: {letters: none}' 'headline: true, match: "[?]$"' 'is: [one, two], unless: {is: [one]}' \
        'is: one, words: {min: 2}' 'above: {prose: true}, words: {max: 3}' 'words: {max: 3}, unless: {prose: true}'; do
        _finds "{id: a.b, action: mark, line: {${may//\"/\'}}, $_examples}" || { echo "$may"; return 1; }
    done
}

unit_that_never_counts_is_found() {
    _finds "{id: a.b, section: {from: one, limit: 3, min-lines: 3}, $_examples}" never-matches better-literal
    _finds "{id: a.b, tail: {score: 3, points: [{add: 2, starts: one}, {add: -9, starts: two}]}, $_examples}" never-matches
}

shadowed_rule_is_found() {
    _policy p.yaml '{id: ad.a, line: {is: one}, hits: [one], misses: [y]}' \
        '{id: ad.b, line: {starts: one}, hits: [one more], misses: [y]}' \
        '{id: nav.c, line: {is: one}, hits: [one], misses: [y]}'
    _expect 0 "$WINNOW" lint --json p.yaml
    [ "$(grep -c '"id":"shadowed"' out)" -eq 1 ]
    grep -q '"id":"shadowed".*"rule":"ad.a"' out
}

rule_without_examples_is_found() {
    _finds '{id: a.b, line: {is: x}}' no-hits no-misses
    _finds '{id: a.b, line: {is: x}, hits: [x]}' no-misses
}

rule_that_a_test_in_another_file_shows_needs_no_hits() {
    mkdir d
    _policy d/base.yaml '{id: a.b, line: {repeats: above}}'
    printf 'winnow: 1\nextends: [base.yaml]\ntests:\n- {text: "=|one\\n-|one"}\n' > d/case.yaml
    _expect 0 "$WINNOW" lint --strict d
    _expect 1 "$WINNOW" lint --strict d/base.yaml
}

slow_pattern_is_shown_with_a_string() {
    _finds "{id: a.b, action: mark, line: '^(?:\\w+\\s?)*z\$', hits: [az], misses: ['!']}" slow no-literal
    _finds "{id: a.b, action: mark, line: '\\w+ing\\b', hits: [sing], misses: [y]}" slow
    grep -q 'steps on' out
    _finds "{id: a.b, action: mark, line: '^\\w+ing\\b', hits: [sing], misses: [y]}"
    _finds "{id: a.b, action: mark, line: '\\bone.{0,30}two\$', hits: [one two], misses: [y]}"
}

pattern_that_runs_on_most_lines_is_found_at_its_place() {
    _finds "{id: a.b, action: mark, line: '^\\p{L}.*[!?]\$', $_examples}" no-literal
    python3 -c '
import json
found = json.loads(open("out").read())
assert (found["line"], found["column"]) == (3, 33), found
assert "asked on every line" in found["message"] and "steps per KB" in found["message"], found'
    _finds "{id: a.b, action: mark, block: {words: {min: 4}, match: '[!?]\$'}, $_examples}" no-literal
    _finds "{id: a.b, span: {match: '\\d{1,4}\\s?\\p{Sc}', words: {min: 2}}, hits: ['a 5 € b'], misses: [y]}" no-literal
    grep -q '"column":27' out
    _finds "{id: a.b, action: mark, line: {any: [{is: one}, {starts: two}, '[!?]\$']}, $_examples}" no-literal
    grep -q '"column":66' out
    _finds "{id: a.b, action: mark, line: {words: {min: 3}, unless: '^one two'}, $_examples}" no-literal
    grep -q 'stands where it need not match' out
}

pattern_that_runs_on_few_lines_is_not_complained_about() {
    local few
    for few in 'words: {max: 16}' 'chars: {max: 120}' 'letters: none' 'repeats: above' 'first: 3' 'last: 3' \
        'headline: true' 'starts: one' "match: '\\bone'" 'any: [{letters: none}, {bulleted: true}]'; do
        _finds "{id: a.b, action: mark, line: {all: [{$few}, '[!?]\$']}, $_examples}" || { echo "$few"; return 1; }
    done
    _finds "{id: a.b, action: mark, line: '^\\d+ \\p{L}+!\$', $_examples}"
    _finds "{id: a.b, action: mark, line: {repeats: above}, $_examples}"
    _finds "{id: a.b, tail: '\\p{Sm}\$', hits: [x +], misses: [y]}"
    _finds "{id: a.b, action: mark, line: {any: [{is: one}, {words: {max: 4}, match: '[!?]\$'}]}, $_examples}"
    _finds "{id: a.b, action: mark, line: '[!?]\$', lint-ignore: [no-literal], $_examples}"
}

pattern_that_is_a_list_of_words_is_found() {
    _finds "{id: a.b, action: mark, line: '^(?:one|two three)\$', hits: [one], misses: [y]}" better-literal
    _has out '`is`'
    _finds "{id: a.b, action: mark, line: '^one\\b', hits: [one], misses: [y]}" better-literal
    _has out '`starts`'
    _finds "{id: a.b, action: mark, line: '^one|two\$', hits: [one], misses: [y]}"
    _finds "{id: a.b, action: mark, line: '^one', hits: [one], misses: [y]}"
}

ignored_finding_is_not_told() {
    _finds '{id: a.b, line: {is: x}, lint-ignore: [no-hits, no-misses]}'
    _finds '{id: a.b, line: {is: x}, lint-ignore: no-hits}' no-misses
}

unknown_finding_in_lint_ignore_is_found() {
    _finds "$(printf '%s' "$_good_rule" | sed 's/}$/, lint-ignore: [no-hit]}/')" unknown-finding
    _has out 'no-hits'
}

json_findings_have_place_id_severity_and_rule() {
    _policy p.yaml '{id: a.b, line: {is: x}, hits: [x]}'
    _expect 0 "$WINNOW" lint --json p.yaml
    python3 -c '
import json
found = json.loads(open("out").read())
message = found.pop("message")
assert found == {"file": "p.yaml", "line": 3, "column": 3, "id": "no-misses", "severity": "warning", "rule": "a.b"}, found
assert "misses" in message
'
}

# ---- rules ----

rules_are_listed_with_what_they_do() {
    _policy p.yaml '{id: ad.label, why: no news, level: 1, line: {is: ad}}' "{id: bio.x, category: bio, tail: '^x'}"
    _expect 0 "$WINNOW" rules p.yaml
    grep -Eq '^ad.label +ad +line +strip +1 +line +p.yaml:3 +no news$' out
    grep -Eq '^bio.x +bio +tail +strip +2 +document +p.yaml:4$' out
    _has out 'held to their end, first of all because of bio.x'
}

detailed_rules_tell_literals_and_cost() {
    _policy p.yaml '{id: ad.label, line: {is: [ad, advert]}}' "{id: b.c, line: '\\w+ing\\b'}"
    _expect 0 "$WINNOW" rules -v p.yaml
    grep -Eq '^ad.label .* 2 literals: "ad", "advert" +literal +0 +0 ' out
    grep -Eq '^b.c .* 1 literal: "ing" +quadratic +[1-9]' out
}

detailed_rules_tell_which_pattern_has_no_literal() {
    _policy p.yaml '{id: a.many, line: {is: [one, two, three, four, five]}}' "{id: b.none, line: '[!?]\$'}" \
        "{id: c.both, line: {any: [{is: six}, {words: {max: 4}, match: '[!?]\$'}]}}" "{id: d.end, tail: {letters: none}}" \
        '{id: e.off, line: {is: seven}}' '{id: f.doc, action: flag, document: {contains: eight}}'
    printf 'overrides: [{rules: {e.off: off}}]\n' >> p.yaml
    _expect 0 "$WINNOW" rules -v p.yaml
    grep -Eq '^a.many .* 5 literals: "one", "two", "three" and 2 more +literal' out
    grep -Eq '^b.none .* asked on every line, `\[!\?\]\$` has no literal +linear +[1-9]' out
    grep -Eq '^c.both .* 1 literal: "six"; asked on lines up to 4 words, `' out
    grep -Eq '^d.end .* asked on every line at the ends +literal' out
    grep -Eq '^e.off .* never asked +literal' out
    grep -Eq '^f.doc .* asked of every document +literal' out
}

default_policy_is_listed_when_none_is_named() {
    _expect 0 "$WINNOW" rules
    _has out 'builtin:'
    _expect 0 "$WINNOW" rules --resolved
    _has out '# builtin:'
}

resolved_rules_show_each_value_with_its_origin() {
    _policy base.yaml '{id: ad.label, level: 3, line: {is: ad}}' '{id: ad.more, when: {lang: de}, line: {is: more}}'
    printf 'winnow: 1\nextends: [base.yaml]\noverrides:\n- {rules: {ad.label: {level: 1}}}\n- {when: {source: ["*.example.org"]}, rules: {ad.label: off}}\n' > top.yaml
    _expect 0 "$WINNOW" rules --resolved top.yaml
    grep -Eq '^  level: 1 +# top.yaml:4:' out
    grep -Eq '^  line.is: ad +# base.yaml:3:' out
    grep -Eq '^ad.more \(asleep' out
    _expect 0 "$WINNOW" rules --resolved --source a.example.org --lang de top.yaml
    grep -Eq '^ad.label \(off\)' out
    grep -Eq '^  switch: off +# top.yaml:5:' out
    grep -Eq '^ad.more$' out
}

source_without_resolved_is_an_error() {
    _expect 2 "$WINNOW" rules --source x
    _has err '--resolved'
}

rules_in_json_are_lines_of_json() {
    _policy p.yaml '{id: ad.label, why: "say \"no\"", line: {is: ad}}'
    _expect 0 "$WINNOW" rules --json p.yaml
    python3 -c 'import json; assert json.loads(open("out").read())["why"] == "say \"no\""'
    _expect 0 "$WINNOW" rules --resolved --json p.yaml
    python3 -c '
import json
for line in open("out"): json.loads(line)'
}

literals_in_json_are_all_there_and_the_pattern_without_has_its_place() {
    _policy p.yaml '{id: a.many, line: {is: [one, two, three, four, five]}}' "{id: b.none, line: '[!?]\$'}"
    _expect 0 "$WINNOW" rules --json p.yaml
    python3 -c '
import json
many, none = [json.loads(line) for line in open("out")]
assert sorted(many["literals"]) == ["five", "four", "one", "three", "two"], many
assert "no-literal" not in many, many
assert none["literals"] == [], none
assert none["no-literal"] == {"pattern": "[!?]$", "file": "p.yaml", "line": 4, "column": 22}, none
assert none["steps-per-kb"] > 0 and many["steps-per-kb"] == 0, (many, none)'
}

# ---- the schema ----

schema_that_ships_is_the_vocabulary() {
    "$WINNOW" rules --schema > schema.json
    _same "$ROOT/policies/policy.schema.json" schema.json
}

# Runs the validator; "skipped" when this machine has none.
_validate() { # good|bad FILE...
    local status=0
    python3 "$ROOT/tests/schema/validate.py" "$ROOT/policies/policy.schema.json" "$@" > out 2>&1 || status=$?
    [ "$status" -ne 77 ] || { echo "skipped: $(cat out)"; exit 0; }
    [ "$status" -eq 0 ] || { cat out; return 1; }
}

schema_accepts_the_policies_that_ship() {
    find "$ROOT/policies" "$ROOT/tests/cases" -name '*.yaml' -print0 > files
    _validate good $(tr '\0' '\n' < files)
}

schema_and_loader_refuse_the_same_slips() {
    local count=0 line
    while IFS= read -r line; do
        [ -n "$line" ] || continue
        count=$((count + 1))
        printf '%b\n' "$line" > "slip$count.yaml"
        _expect 1 "$WINNOW" lint "slip$count.yaml"
    done <<'END'
name: no version
winnow: 9
winnow: 1\nrule: []
winnow: 1\nname: [a]
winnow: 1\nguard: on
winnow: 1\nguard: {max-removed-prose: 400%}
winnow: 1\nrules: [{line: x}]
winnow: 1\nrules: [{id: a.b}]
winnow: 1\nrules: [{id: a.b, line: x, span: y}]
winnow: 1\nrules: [{id: A.B, line: x}]
winnow: 1\nrules: [{id: a.b, line: {mach: x}}]
winnow: 1\nrules: [{id: a.b, line: {is: []}}]
winnow: 1\nrules: [{id: a.b, line: {words: {max: many}}}]
winnow: 1\nrules: [{id: a.b, line: {words: {max: -1}}}]
winnow: 1\nrules: [{id: a.b, line: {zone: [middle]}}]
winnow: 1\nrules: [{id: a.b, line: {prose: perhaps}}]
winnow: 1\nrules: [{id: a.b, level: 4, line: x}]
winnow: 1\nrules: [{id: a.b, action: remove, line: x}]
winnow: 1\nrules: [{id: a.b, section: {until: end}}]
winnow: 1\nrules: [{id: a.b, tail: {score: 1, points: [{starts: x}]}}]
winnow: 1\nrules: [{id: a.b, line: x}]\noverrides: [{when: {lang: [de]}}]
winnow: 1\nrules: [{id: a.b, line: x}]\noverrides: [{rules: {a.b: {hits: [x]}}}]
winnow: 1\nrules: [{id: a.b, line: x}]\noverrides: [{rules: {a.b: of}}]
winnow: 1\ntests: [{name: x}]
winnow: 1\ntests: [{text: '=|x', level: 0}]
END
    _validate bad slip*.yaml
}

# ---- what ships ----

shipped_policies_pass_their_examples() {
    _expect 0 "$WINNOW" test "$ROOT/policies" "$ROOT/tests/cases" || { tail -n 40 out; return 1; }
    _has_not out ' 0 passed'
}

shipped_policies_have_no_findings() {
    _expect 0 "$WINNOW" lint --strict "$ROOT/policies" "$ROOT/tests/cases" || { tail -n 40 out; return 1; }
}

# Each part of each rule has an example that needs it, too.
shipped_policies_stand_all_attacks() {
    [ -z "${INSTRUMENT:-}" ] || { echo "skipped: an instrumented build takes minutes"; return; }
    _expect 0 "$WINNOW" fuzz "$ROOT/policies" || { grep -A 8 '^[^ ].*: [a-z]*: ' out | tail -n 60; return 1; }
}

rule_that_looks_below_says_how_many_lines_it_waits_for() {
    cat > below.yaml <<'E'
winnow: 1
name: below
rules:
- {id: a.near, line: {match: '^x', below: {is: [y]}}}
- {id: a.far, line: {match: '^x', any: [{is: [z]}, {unless: {below: {within: 7, is: [y]}}}]}}
- {id: a.own, line: {match: '^x'}}
E
    _expect 0 "$WINNOW" rules --json below.yaml
    _has out '"id":"a.near","category":"a","unit":"line","action":"strip","level":2,"hold":"line+1"'
    _has out '"id":"a.far","category":"a","unit":"line","action":"strip","level":2,"hold":"line+7"'
    _has out '"id":"a.own","category":"a","unit":"line","action":"strip","level":2,"hold":"line"'
}
