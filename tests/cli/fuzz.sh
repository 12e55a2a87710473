# winnow fuzz: what it finds, what it does not, and how it says so.

# Rules that are wrong, each in one way.
_make_bad() { # FILE
    cat > "$1" <<'END'
winnow: 1
name: bad
rules:
- {id: eats.start, line: '^read more'}
- {id: eats.word, line: {contains: voucher}}
- {id: eats.section, section: {from: {is: related stories}, until: end}}
- {id: slow.nested, line: {match: '^(?:a+)+:$', words: {max: 9}}}
- {id: dead.space, line: 'click  here'}
- {id: dead.bounds, line: {is: advertisement, words: {min: 4}}}
- {id: dead.case, line: {match: '^[A-Z]{9}$', case: exact, prose: true}}
- {id: shadowed.part, line: {is: [sponsored link]}}
- {id: cover.all, line: {is: [sponsored link, sponsored links]}}
- {id: unstable.last, line: {last: 1, words: {max: 8}}}
- {id: unstable.tail, tail: {limit: 1, match: '^tags: \w+ \w+ \w+ \w+'}}
- {id: evaded.class, line: {match: '^presented by the [a-z ]+$', words: {max: 8}}}
- {id: evaded.except, line: {starts: [promoted by our friends], words: {max: 8}, unless: {match: '[^\x00-\x7f]'}}}
- {id: misses.label, line: {match: '^back to the top$'}}
END
}

# Rules as they should be.
_make_good() { # FILE
    cat > "$1" <<'END'
winnow: 1
name: good
guard: {max-removed-prose: 40%, min-words: 40}
rules:
- id: ad.label
  line: {is: [advertisement, sponsored content]}
  hits: [ADVERTISEMENT]
  misses: [Advertisement sales rose.]
- id: promo.follow
  line: {match: '^follow us on\b.{0,60}\b(?:facebook|bluesky)\b', words: {max: 14}, unless: {ends-sentence: true}}
  hits: [Follow us on Bluesky]
  misses: [Follow us on the way to the pier.]
- id: links.section
  section: {from: {is: [related stories, more headlines]}, until: prose}
  hits:
  - |
    Related stories
    New pier opens
- id: tags.tail
  tail: {limit: 3, match: '^\p{Ll}[\p{L}&-]{1,24}$', case: exact}
  hits: [harbour]
  misses: [Harbour]
END
}

# The kinds that were found of rules whose ids begin with a word.
_kinds_of() { # PREFIX
    jq -r --arg prefix "$1." 'select(.rule | startswith($prefix)) | .kind' out | sort -u | tr '\n' ' '
}

every_kind_of_bad_rule_is_found() {
    _make_bad bad.yaml
    _expect 1 "$WINNOW" fuzz --json bad.yaml
    for kind in eats slow dead unstable evaded misses; do
        for rule in $(jq -rn --rawfile text bad.yaml '$text | scan("id: ([a-z.]+)") | .[0]' | grep "^$kind\."); do
            jq -e --arg rule "$rule" --arg kind "$kind" -s 'any(.rule == $rule and .kind == $kind)' out > log ||
                { echo "$rule is not found: $(_kinds_of "${rule%%.*}")"; return 1; }
        done
    done
    jq -e -s 'any(.rule == "shadowed.part" and .kind == "shadowed")' out > log
}

good_rules_have_no_finding() {
    _make_good good.yaml
    for seed in 0 1 2 3; do
        _expect 0 "$WINNOW" fuzz --seed "$seed" --kind eats --kind slow --kind unstable --kind shadowed --kind dead --kind guard \
            --kind misses good.yaml || { cat out; return 1; }
        _has out '0 findings; 4 rules attacked'
    done
}

same_seed_gives_the_same_bytes() {
    _make_bad bad.yaml
    _expect 1 "$WINNOW" fuzz --runs 100 --seed 7 bad.yaml
    mv out first
    _expect 1 "$WINNOW" fuzz --runs 100 --seed 7 bad.yaml
    _same first out
    _expect 1 "$WINNOW" fuzz --runs 100 --seed 8 bad.yaml
    ! cmp -s first out || return 1
}

rule_alone_is_attacked_as_among_others() {
    _make_bad bad.yaml
    _expect 1 "$WINNOW" fuzz --json bad.yaml
    jq -c 'select(.rule == "evaded.class")' out > among
    _expect 1 "$WINNOW" fuzz --json --only evaded.class bad.yaml
    _same among out
}

kind_leaves_other_kinds_out() {
    _make_bad bad.yaml
    _expect 1 "$WINNOW" fuzz --json --kind dead --kind slow bad.yaml
    [ "$(jq -r .kind out | sort -u | tr '\n' ' ')" = 'dead slow ' ]
    _expect 2 "$WINNOW" fuzz --kind eat bad.yaml
    _has err '"eat" is no kind of finding; give eats, misses'
}

finding_says_rule_place_fault_and_test() {
    _make_bad bad.yaml
    _expect 1 "$WINNOW" fuzz --only eats.word bad.yaml
    _has out 'bad.yaml:5:3: eats: rule "eats.word" takes "'
    _has out '- {id: eats.word'
    _has out "- name: 'eats.word: eats'"
    _has out '1 finding; 1 rule attacked, seed 0'
}

json_has_all_members() {
    _make_bad bad.yaml
    _expect 1 "$WINNOW" fuzz --json bad.yaml
    jq -e -s 'all(keys == ["column", "file", "kind", "line", "message", "rule", "test", "witness"]) and
              all(.line > 0 and .column > 0 and .message != "" and .witness != "" and .test != "")' out > log
}

written_tests_load_and_fail_as_found() {
    _make_bad bad.yaml
    _expect 1 "$WINNOW" fuzz --json --write-tests cases.yaml bad.yaml
    mv out found
    jq 'select((.test | startswith("- name:")) and .kind != "untested") | 1' found | wc -l > failing
    jq 'select((.test | startswith("- name:")) and .kind == "untested") | 1' found | wc -l > passing
    _expect 1 "$WINNOW" test cases.yaml
    _has out "$(cat passing) passed, $(cat failing) failed"
    [ "$(cat failing)" -ge 6 ]
    # What is no test of the whole policy stands there as well, for the rule.
    for rule in $(jq -r 'select(.test | startswith("- name:") | not) | .rule' found | sort -u); do
        _has cases.yaml "# $rule: "
    done
    _has cases.yaml '#   - advertisement'
}

finding_is_made_small() {
    cat > large.yaml <<'END'
winnow: 1
rules:
- id: large.class
  line: '^presented by the [a-z ]+ bank$'
  hits: [Presented by the very old and very large harbour and ferry and island bank]
- {id: large.words, line: '^(?:\w+ ?)+:$'}
- {id: large.bracket, span: '\([^()]{0,40}\)'}
- {id: large.section, section: {from: {starts: related}, until: end}}
- {id: large.dead, line: {starts: [read on], unless: {contains: [read]}, zone: tail}}
END
    _expect 1 "$WINNOW" fuzz --json large.yaml
    [ "$(jq -r 'select(.kind == "evaded" and .rule == "large.class") | .witness | split(" ") | length' out)" -eq 5 ]
    [ "$(jq -r 'select(.kind == "slow" and .rule == "large.words") | .witness' out | wc -c)" -le 32 ]
    [ "$(jq -r 'select(.kind == "unstable") | .witness' out | wc -c)" -le 4 ]
    [ "$(jq -r 'select(.kind == "eats" and .rule == "large.section") | .witness' out | grep -c .)" -le 2 ]
    [ "$(jq -r 'select(.kind == "dead") | .witness' out | grep -c .)" -le 2 ]
    mv out first
    _expect 1 "$WINNOW" fuzz --json large.yaml
    _same first out
}

# Several lines are a block, one line is none.
example_of_one_line_is_a_scalar_ready_to_paste() {
    cat > one.yaml <<'END'
winnow: 1
rules:
- {id: one.plain, line: '^see the pier letter$'}
- {id: one.signs, line: '^it''s: see the pier letter$'}
- {id: one.run, run: {match: '^see the pier letter$', min-lines: 2}}
END
    _expect 1 "$WINNOW" fuzz --json one.yaml
    jq -r 'select(.rule == "one.plain" and .kind == "untested") | .test' out > plain
    grep -qi '^- [a-z]* see the pier letter$' plain
    jq -r 'select(.rule == "one.signs" and .kind == "untested") | .test' out > quoted
    grep -qi "^- '[a-z]* it''s: see the pier letter'\$" quoted
    jq -r 'select(.rule == "one.run") | .test' out > block
    _has block '|'
}

entry_that_passes_is_not_said_to_fail() {
    printf 'winnow: 1\nrules:\n- {id: a.part, line: {is: [pier news]}}\n- {id: b.all, line: {is: [pier news, quay news]}}\n' > part.yaml
    _expect 1 "$WINNOW" fuzz --kind shadowed part.yaml
    _has out 'what it is about; no entry fails:'
    printf "winnow: 1\nrules:\n- {id: a.part, line: {match: '^pier news'}}\n" > part.yaml
    _expect 1 "$WINNOW" fuzz --kind untested part.yaml
    _has out 'to be added to the rule:'
}

# Each kind's entry, pasted under `tests` of the bad policy, fails there; but for the shadowed rule, which nothing shows.
pasted_entry_fails_with_the_bad_rule() {
    _make_bad all.yaml
    for rule in eats.start eats.word eats.section slow.nested dead.space dead.bounds unstable.tail evaded.class evaded.except \
        misses.label; do
        { printf 'winnow: 1\nrules:\n'; grep "id: $rule," all.yaml; } > one.yaml
        _expect 1 "$WINNOW" fuzz --json --kind "${rule%%.*}" one.yaml
        { cat one.yaml; echo 'tests:'; jq -r .test out; } > pasted.yaml
        _expect 1 "$WINNOW" test pasted.yaml || { cat pasted.yaml; return 1; }
        _has out '0 passed, 1 failed'
    done
}

# The rule, its keys apart by semicolons, with the finding's entry where it belongs.
_paste() { # KIND RULE ENTRY
    printf 'winnow: 1\nguard: {max-removed-prose: 40%%, min-words: 40}\nrules:\n- id: a.rule\n'
    tr ';' '\n' <<< "$2" | sed 's/^ */  /'
    case $3 in
    '- name'*) printf 'tests:\n%s\n' "$3" ;;
    '') ;;
    *) sed 's/^/  /' <<< "$3" ;;
    esac
}

entry_of_each_kind_and_unit_fails_where_it_is_pasted() {
    while IFS='|' read -r kind rule; do
        _paste "$kind" "$rule" '' > one.yaml
        _expect 1 "$WINNOW" fuzz --json --kind "$kind" one.yaml || { cat one.yaml; return 1; }
        _paste "$kind" "$rule" "$(jq -rs '.[0].test' out)" > pasted.yaml
        _expect 1 "$WINNOW" test pasted.yaml || { cat pasted.yaml; return 1; }
        _has out '0 passed, 1 failed'
    done << 'END'
eats|block: {contains: voucher}
eats|run: {ends-sentence: true, words: {max: 45}}
eats|tail: {limit: 2, ends-sentence: true}
eats|head: {limit: 1, words: {max: 40}}
eats|span: '\([^)]*\)'
eats|action: reject; document: {contains: embargo}
guard|section: {from: {is: [related stories]}, until: end}
slow|tail: '^(?:\w+ ?)+:$'
slow|line: {starts: [see the pier], unless: '^(?:\w+ ?)+:$'}
slow|line: {is: [pier letter], above: '^(?:\w+ ?)+:$'}
unstable|head: {limit: 1, headline: true}
unstable|block: {last: 1, words: {max: 12}}
unstable|span: '\[[^][]{0,40}\]'
dead|run: {first: 1, words: {max: 6}, min-lines: 2}
dead|block: '^see the\nletter$'
dead|span: '^ +letter'
evaded|head: '^presented by [a-z ]+$'
evaded|run: {match: '^see [a-z]+$', min-lines: 2}
evaded|section: {from: '^more from [a-z ]+$', until: prose}
evaded|span: '\(by [a-z ]+\)'
misses|line: '^see the pier letter$'
END
}

# Drops each proposed example into the rule until nothing is proposed any more.
proposed_examples_make_the_rule_tight() {
    {
        printf 'winnow: 1\nrules:\n- id: promo.follow\n'
        printf "  line: {match: '^follow us on|^join us on', words: {max: 8}, unless: {ends-sentence: true}}\n"
        printf '  hits:\n  - Follow us on Bluesky\n'
    } > rule.yaml
    for round in 1 2 3 4; do
        { cat rule.yaml; [ ! -s misses ] || { echo '  misses:'; cat misses; }; } > policy.yaml
        "$WINNOW" fuzz --json --kind untested policy.yaml > out || true
        [ -s out ] || break
        jq -r 'select(.test | startswith("hits")) | .test' out | sed -e 1d -e 's/^/  /' | grep -v '^  hits:' >> rule.yaml || true
        jq -r 'select(.test | startswith("misses")) | .test' out | grep -v '^misses:' | sed 's/^/  /' | grep -v '^ *$' >> misses || true
    done
    [ "$round" -gt 1 ] && [ ! -s out ] || { cat policy.yaml out; return 1; }
    _expect 0 "$WINNOW" test policy.yaml
}

policy_that_does_not_load_is_refused_as_lint_would() {
    printf 'winnow: 1\nrules:\n- {id: a.b, line: {mach: x}}\n' > broken.yaml
    _expect 2 "$WINNOW" fuzz broken.yaml
    _has err 'did you mean "match"?'
    _expect 2 "$WINNOW" fuzz missing.yaml
    _has err 'missing.yaml'
    _expect 2 "$WINNOW" fuzz
    _has err 'no policy to attack'
}

unreadable_text_of_the_corpus_is_named_and_skipped() {
    _make_good good.yaml
    printf 'The ferry left at nine.\n' > article.txt
    _expect 1 "$WINNOW" fuzz --kind eats good.yaml missing.txt article.txt
    _has err 'missing.txt'
    _has out '0 findings; 4 rules attacked'
    _expect 0 "$WINNOW" fuzz --kind eats good.yaml article.txt
}

sentence_of_the_corpus_that_goes_is_found() {
    printf 'winnow: 1\nrules:\n- {id: a.odd, line: {match: "\\bquokka\\b", words: {min: 16}}}\n' | tr '"' "'" > odd.yaml
    echo 'A quokka was seen on the pier this morning, and by noon half of the town had come to look at it.' > article.txt
    _expect 1 "$WINNOW" fuzz --json --kind eats odd.yaml article.txt
    _has out 'A quokka was seen on the pier this morning'
}

meant_finding_is_left_out() {
    printf "winnow: 1\nrules:\n- {id: a.b, lint-ignore: [eats, misses], line: {contains: voucher}}\n" > meant.yaml
    _expect 0 "$WINNOW" fuzz --kind eats --kind misses meant.yaml
    _expect 0 "$WINNOW" lint meant.yaml
    _has_not out 'no finding "eats"'
}

finding_meant_for_the_whole_file_is_left_out() {
    printf "winnow: 1\nlint-ignore: [eats, no-hits]\nrules:\n- {id: a.b, line: {contains: voucher}}\n" > meant.yaml
    _expect 0 "$WINNOW" fuzz --kind eats meant.yaml
    _expect 0 "$WINNOW" lint meant.yaml
    _has out 'no-misses'
    _has_not out 'no-hits'
    sed -i 's/no-hits/no-hit/' meant.yaml
    "$WINNOW" lint meant.yaml > out || true
    _has out 'no finding "no-hit"'
    [ "$(grep -c 'no finding' out)" -eq 1 ]
}

# What is left of a line comes together, and what is beyond a limit moves up.
second_pass_that_takes_more_is_found() {
    cat > twice.yaml <<'END'
winnow: 1
rules:
- {id: twice.bracket, span: '\([^()]{0,40}\)'}
- {id: twice.pair, span: '\[\]'}
- {id: twice.longer, action: replace, with: 'pier tide', span: 'tide'}
- {id: twice.again, action: replace, with: 'aa', span: 'aaa'}
- {id: twice.tail, tail: {ends-sentence: false, limit: 2}}
- {id: twice.head, head: {ends-sentence: false, words: {max: 9}, limit: 2}}
END
    _expect 1 "$WINNOW" fuzz --json --kind unstable twice.yaml
    [ "$(jq -r .rule out | sort -u | wc -l)" -eq 6 ] || { jq -r .rule out; return 1; }
}

second_pass_that_takes_as_much_is_not_unstable() {
    cat > once.yaml <<'END'
winnow: 1
rules:
- {id: once.tail, tail: {match: '^desk of the pier gazette$', limit: 2}}
- {id: once.mail, tail: {match: '^sent from my pier phone', limit: 3}}
- {id: once.span, span: '\(ad\)'}
- {id: once.image, span: '<img width="[01]" [^>]{0,900}>'}
- {id: once.other, action: replace, with: 'sea', span: 'tide'}
END
    _expect 0 "$WINNOW" fuzz --kind unstable once.yaml
}

rule_that_goes_by_what_stands_in_any_sentence_is_found() {
    cat > signs.yaml <<'END'
winnow: 1
rules:
- {id: sign.web, line: {match: 'https?://|www\.'}}
- {id: sign.mail, line: {match: '\S+@\S+\.\w+'}}
- {id: sign.unit, line: {match: '\b\d+ ?(?:km|kg)\b'}}
- {id: sign.date, line: {match: '\b\d{1,2}\.\d{1,2}\.\d{4}\b'}}
- {id: sign.price, line: {match: '[$€£] ?\d'}}
- {id: sign.bracket, line: {match: '\[[^\]]*\]'}}
- {id: sign.tag, line: {match: '#\w+'}}
- {id: sign.right, line: {match: '[©®]'}}
- {id: sign.face, line: {match: '[\x{1F300}-\x{1FAFF}]'}}
- {id: sign.span, span: '\([^)]*\)'}
END
    _expect 1 "$WINNOW" fuzz --json --kind eats signs.yaml
    [ "$(jq -r .rule out | sort -u | wc -l)" -eq 10 ] || { jq -r .rule out; return 1; }
}

rule_whose_lines_are_all_kept_is_shadowed() {
    cat > kept.yaml <<'END'
winnow: 1
rules:
- {id: keep.desk, action: keep, line: {match: 'pier desk'}}
- {id: kept.whole, line: {match: '^more from the pier desk$'}}
- {id: kept.is, line: {is: [pier desk tips, all pier desk tips]}}
- {id: free.quay, line: {match: '^more from the quay desk$'}}
END
    _expect 1 "$WINNOW" fuzz --json --kind shadowed kept.yaml
    [ "$(jq -r .rule out | tr '\n' ' ')" = 'kept.whole kept.is ' ]
    _has out 'takes nothing that keep rules do not keep'
}

rule_that_a_test_shows_to_take_more_is_not_shadowed() {
    cat > more.yaml <<'END'
winnow: 1
rules:
- {id: more.short, line: {match: '^from the quay desk', words: {max: 40}}}
- {id: more.long, line: {match: '^from the quay desk', words: {max: 44}}}
END
    _expect 1 "$WINNOW" fuzz --json --only more.long --kind shadowed more.yaml
    cat >> more.yaml <<'END'
tests:
- name: a long line goes
  text: '-|From the quay desk a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l'
END
    _expect 0 "$WINNOW" test more.yaml
    _expect 0 "$WINNOW" fuzz --json --only more.long --kind shadowed more.yaml
}

# One alternative is two others in a row; a class is repeated before a sign that is not there.
pattern_that_can_be_read_in_many_ways_is_slow() {
    cat > ways.yaml <<'END'
winnow: 1
rules:
- {id: ways.parts, line: {match: '^(?:a|ab|b)*c$'}}
- {id: ways.words, line: {match: '^(?:pier|pier news|news| )*\|$'}}
- {id: ways.class, line: {match: '\w+\s*§'}}
- {id: ways.needs, line: {match: '(?:\w+ )+pier §'}}
END
    _expect 1 "$WINNOW" fuzz --json --kind slow ways.yaml
    [ "$(jq -r .rule out | sort -u | wc -l)" -eq 4 ] || { jq -r .rule out; return 1; }
}

# Each of these rules spells what it means, and yet lets one odd character save the line.
odd_character_where_the_rule_lets_it_save_the_line_is_found() {
    cat > odd.yaml <<'END'
winnow: 1
rules:
- {id: odd.start, line: {match: '^see the pier letter\b', words: {max: 9}}}
- {id: odd.end, line: {match: '\bopen it in the pier app$', words: {max: 12}}}
- {id: odd.word, line: {match: '^a gift of \w+ and \w+ pier bank', words: {max: 12}}}
- {id: odd.digit, line: {match: 'page \d+ of the pier gazette'}}
- {id: odd.class, line: {match: 'paid for by [a-z ]+ and sons'}}
- {id: odd.chars, line: {contains: [all pier podcasts now], chars: {max: 30}}}
- {id: odd.except, line: {is: [get the pier app], unless: {match: '[^\x00-\x7f]'}}}
- {id: odd.between, line: {match: 'load\s+our\s+pier\s+app'}}
- {id: odd.span, span: '\(paid by [a-z ]+\)'}
- {id: odd.section, section: {from: '^more pier links$', until: prose}}
- {id: odd.tail, tail: {match: '^desk of the pier gazette$', limit: 2}}
END
    _expect 1 "$WINNOW" fuzz --json --kind evaded odd.yaml
    [ "$(jq -r .rule out | sort -u | wc -l)" -eq "$(grep -c 'id:' odd.yaml)" ] || { jq -r .rule out; return 1; }
}

what_an_odd_character_does_not_save_is_not_evaded() {
    cat > even.yaml <<'END'
winnow: 1
rules:
- {id: even.is, line: {is: [pier offers, more pier offers]}}
- {id: even.contains, line: {contains: [click the pier lamp]}}
- {id: even.span, span: '<ad[^>]*>'}
END
    _expect 0 "$WINNOW" fuzz --kind evaded even.yaml
}

# Once its places are open, the entry of the first policy passes.
entry_for_a_span_is_an_example_that_a_better_span_passes() {
    printf "winnow: 1\nrules:\n- {id: s.a, span: '\\(paid by [a-z ]+\\)'%s}\n" '' > span.yaml
    _expect 1 "$WINNOW" fuzz --json --kind evaded span.yaml
    jq -e '.test | startswith("hits")' out > log
    { printf "winnow: 1\nrules:\n- id: s.a\n  span: '\\(paid by [a-z ]+\\)'\n"; jq -r .test out | sed 's/^/  /'; } > bad.yaml
    _expect 1 "$WINNOW" test bad.yaml
    sed 's/\[a-z \]+/[^)]+/' bad.yaml > better.yaml
    _expect 0 "$WINNOW" test better.yaml
}

time_ends_the_attack() {
    _make_good good.yaml
    _expect 0 "$WINNOW" fuzz --time 1s --kind eats good.yaml
    _has err 'with --time'
    _expect 2 "$WINNOW" fuzz --time 5d good.yaml
    _has err '"5d" is no time'
}

# The terminal is where it says that it has found something.
interrupt_shows_what_was_found_so_far() {
    command -v script > /dev/null || { echo "skipped: no script"; return; }
    env --default-signal true || { echo "skipped: no env that lets SIGINT through to a job of a shell"; return; }
    _make_bad bad.yaml
    local status job
    for signal in INT TERM; do
        status=0
        rm -f shown
        echo 'echo $$ > pid; exec "$WINNOW" fuzz --time 1h --only eats.word bad.yaml > out' > attack
        env --default-signal script -qefc 'bash attack' /dev/null > shown < /dev/null 2>&1 &
        job=$!
        _until grep -E ' [1-9][0-9]* found' shown
        kill -$signal "$(cat pid)"
        wait $job || status=$?
        [ "$status" -eq 1 ] || { echo "status $status"; cat shown; return 1; }
        _has shown 'interrupted in bad.yaml'
        _has out 'eats.word'
    done
}

progress_is_for_terminals_only() {
    _make_bad bad.yaml
    _expect 1 "$WINNOW" fuzz bad.yaml
    [ ! -s err ]
}

choice_of_no_rule_is_refused() {
    _make_good good.yaml
    status=0
    "$WINNOW" fuzz --only ad good.yaml > out 2> err || status=$?
    [ "$status" -eq 2 ]
    grep -q 'no rule "ad", in only' err
    "$WINNOW" fuzz --only ad. good.yaml
}

bad_number_is_refused() {
    _make_bad bad.yaml
    for option in --runs=0 --runs=x --runs=1000001 --seed=-1 --seed=99999999999999999999 --time=0s --write-tests=; do
        _expect 2 "$WINNOW" fuzz "$option" bad.yaml
    done
    _expect 2 "$WINNOW" fuzz --write-tests all.yaml bad.yaml bad.yaml
    _has err 'takes the tests of one policy'
}
