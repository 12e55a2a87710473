# Policies on the command line, and how their errors look.

error_in_a_policy_shows_place_line_and_caret() {
    _prepare
    printf 'winnow: 1\nname: test\nrules:\n- id: ad.more\n  line: {mach: "x"}\n' > bad.yaml
    _expect 2 "$WINNOW" -p bad.yaml article.txt
    _is_empty out
    grep -Eq '^winnow: bad.yaml:5:10: .*mach.*did you mean "match"' err
    _has err '    '"  line: {mach: \"x\"}"
    grep -Eq '^ {13}\^$' err
}

caret_stands_under_its_place_behind_wide_and_combining_characters() {
    printf 'winnow: 1\nname: x\nrules:\n- {id: a.b, line: {is: 広告の記事です, wrods: 3}}\n- {id: c.d, why: e\314\201a, line: {mtach: x}}\n' > wide.yaml
    _expect 2 "$WINNOW" -p wide.yaml
    _has err 'winnow: wide.yaml:4:33: unknown key "wrods"'
    grep -Eq '^ {43}\^$' err # seven characters take fourteen columns
    _has err 'winnow: wide.yaml:5:30: unknown key "mtach"'
    grep -Eq '^ {32}\^$' err # the accent stands over its letter
    _expect 1 "$WINNOW" lint wide.yaml
    grep -Eq '^ {43}\^$' out
    grep -Eq '^ {32}\^$' out
}

missing_policy_is_named() {
    _prepare
    _expect 2 "$WINNOW" -p nowhere.yaml article.txt
    _has err 'nowhere.yaml'
    _is_empty out
}

unknown_builtin_policy_is_named() {
    _prepare
    _expect 2 "$WINNOW" -p nwes article.txt
    _has err 'nwes'
}

default_policy_is_inside() {
    printf 'The ferry left at nine.\nADVERTISEMENT\nIt came back at noon.\n' | env -i "$WINNOW" > out
    _make_clean clean.txt
    _same clean.txt out
}

rules_are_known_by_their_earlier_ids_too() {
    _prepare
    cat > renamed.yaml <<'POLICY'
winnow: 1
name: renamed
rules:
- {id: ad.label, was: [promo.label, ads.old], line: {is: advertisement}}
- {id: nav.noon, was: nav.back, line: '^it came back'}
POLICY
    for id in ad.label promo.label ads.old; do
        _expect 0 "$WINNOW" -p renamed.yaml --disable $id article.txt
        printf 'The ferry left at nine.\nADVERTISEMENT\n' > expected
        _same expected out
    done
    _expect 0 "$WINNOW" -p renamed.yaml --only nav.back article.txt
    _same expected out
    _expect 2 "$WINNOW" -p renamed.yaml --only promo. article.txt # a prefix is one of what they are called now
    _has err 'no rule "promo."'
}

disabled_rule_takes_nothing() {
    _prepare
    _expect 0 _winnow --disable ad.label article.txt
    _same article.txt out
    _expect 0 _winnow --disable ad. article.txt
    _same article.txt out
}

only_the_named_rule_acts() {
    _prepare
    _expect 0 _winnow --only ad.label article.txt
    _same clean.txt out
    _expect 0 _winnow --only legal.embargo article.txt
    _same article.txt out
}

unknown_rule_is_named_with_the_nearest() {
    _prepare
    _expect 2 _winnow --only ad.lable article.txt
    _has err 'ad.label'
}

level_decides_which_rules_act() {
    _prepare
    printf 'winnow: 1\nname: test\nrules:\n- {id: a.one, level: 1, line: {is: one}}\n- {id: a.two, line: {is: two}}\n- {id: a.three, level: 3, line: {is: three}}\n' > levels.yaml
    printf 'one\ntwo\nthree\nfour\n' > in
    "$WINNOW" -p levels.yaml --level 1 in > out && printf 'two\nthree\nfour\n' | cmp - out
    "$WINNOW" -p levels.yaml in > out && printf 'three\nfour\n' | cmp - out
    "$WINNOW" -p levels.yaml --level 3 in > out && printf 'four\n' | cmp - out
}

language_and_source_reach_the_rules() {
    _prepare
    printf "winnow: 1\nname: test\nrules:\n- {id: a.lang, when: {lang: [pt]}, line: {is: anuncio}}\n- {id: a.source, when: {source: ['*.example.org']}, line: {is: more}}\n" > when.yaml
    printf 'anuncio\nmore\nwords\n' > in
    "$WINNOW" -p when.yaml in > out && _same in out
    "$WINNOW" -p when.yaml --lang pt-BR in > out && printf 'more\nwords\n' | cmp - out
    "$WINNOW" -p when.yaml --source news.example.org in > out && printf 'anuncio\nwords\n' | cmp - out
}

later_policies_stand_above_earlier_ones() {
    _prepare
    printf "winnow: 1\nname: upper\noverrides:\n- {rules: {ad.label: off}}\n" > upper.yaml
    _expect 0 _winnow -p upper.yaml article.txt
    _same article.txt out
}

seeds_come_out_as_they_are_labelled() {
    check=$ROOT/../shared/seeds/check
    [ -e "$check" ] || { echo "skipped: no seed texts beside the project"; return; }
    python3 "$check" "$WINNOW" > out 2>&1 || { cat out; return 1; }
    _has out ', 0 failed'
}

# What is made of a neighbour while one block is judged is there when another asks for the same neighbour.
neighbour_of_two_blocks_is_seen_alike_by_both() {
    cat > blocks.yaml <<'END'
winnow: 1
rules:
- {id: b.below, block: {words: {max: 2}, below: {within: 3, contains: pier}}}
- {id: b.above, block: {words: {max: 2}, above: {within: 3, contains: pier}}}
END
    printf 'Cd Ef\n\nold Quay\nold Quay\n\nThe PIER\n\nGh\n\n' > text
    printf 'old Quay\nold Quay\n\nThe PIER\n\n' > want
    _expect 0 "$WINNOW" -p blocks.yaml text
    _same want out
}
