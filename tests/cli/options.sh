# The command line: what it takes, and how it says no.

help_goes_to_standard_output_and_fits_a_screen() {
    _expect 0 "$WINNOW" --help
    _is_empty err
    _has out "usage: winnow"
    _has out "--in-place"
    awk 'length > 80 {print "too long: " $0; bad = 1} END {exit bad}' out
    [ "$(wc -l < out)" -ge 24 ]
    [ "$(wc -l < out)" -le 50 ]
    "$WINNOW" -h > short
    _same out short
}

help_of_every_command_fits_a_screen() {
    for command in $(_commands); do
        _expect 0 "$WINNOW" "$command" --help
        _has out "$command"
        awk 'length > 80 {print "too long: " $0; bad = 1} END {exit bad}' out
        [ "$(wc -l < out)" -le 50 ] || { echo "winnow $command --help has $(wc -l < out) lines"; return 1; }
    done
}

help_of_the_filter_has_every_option_of_the_overview() {
    "$WINNOW" --help | grep '^  .*--' > overview
    "$WINNOW" filter --help > all
    [ -s overview ]
    while read -r line; do _has all "$line"; done < overview
}

version_names_the_libraries_with_theirs() {
    _expect 0 "$WINNOW" --version
    _is_empty err
    grep -Eq '^winnow [0-9]+\.[0-9]+\.[0-9]+ \(.*PCRE2 [0-9]+\.[0-9]+.*libyaml [0-9.]+.*zlib [0-9.]+.*\)$' out
    [ "$(wc -l < out)" -eq 1 ]
}

unknown_option_names_the_one_that_was_meant() {
    _expect 2 "$WINNOW" --polcy x
    _has err 'winnow: unknown option --polcy; did you mean --policy?'
    _is_empty out
    [ "$(wc -l < err)" -eq 1 ]
}

unknown_option_far_from_all_points_to_help() {
    _expect 2 "$WINNOW" --xyzzyx
    _has err 'winnow --help'
}

shortened_option_is_refused_with_its_full_name() {
    _expect 2 "$WINNOW" --line-buf
    _has err 'did you mean --line-buffered?'
}

unknown_letter_is_refused() {
    _expect 2 "$WINNOW" -Q
    _has err 'unknown option -Q'
}

value_may_follow_an_equals_sign_a_space_or_the_letter() {
    _prepare
    "$WINNOW" --policy=policy.yaml article.txt > a
    "$WINNOW" --policy policy.yaml article.txt > b
    "$WINNOW" -p policy.yaml article.txt > c
    "$WINNOW" -ppolicy.yaml article.txt > d
    "$WINNOW" -qppolicy.yaml article.txt > e
    for f in a b c d e; do _same clean.txt $f; done
}

options_may_follow_operands() {
    _prepare
    "$WINNOW" article.txt -p policy.yaml > out
    _same clean.txt out
}

missing_value_is_a_usage_error() {
    _expect 2 "$WINNOW" --level
    _has err '--level needs a value'
    _expect 2 "$WINNOW" -p
    _has err '--policy needs a value'
}

value_for_a_switch_is_a_usage_error() {
    _expect 2 "$WINNOW" --in-place=yes
    _has err '--in-place takes no value'
}

bad_values_name_option_value_and_remedy() {
    _expect 2 "$WINNOW" --level 4
    _has err 'winnow: --level: "4"'
    _expect 2 "$WINNOW" --hold 63K
    _has err 'winnow: --hold: "63K"'
    _expect 2 "$WINNOW" --hold 2G
    _expect 2 "$WINNOW" --hold 1MB
    _expect 2 "$WINNOW" --hold -1
    _expect 2 "$WINNOW" --hold 99999999999999999999999999
    _expect 2 "$WINNOW" --format pdf
    _has err 'winnow: --format: "pdf"'
    _expect 2 "$WINNOW" --lang ''
    _expect 2 "$WINNOW" -o ''
}

bad_values_of_other_options_are_refused_alike() {
    local option value
    while read -r option value; do
        [ "$value" != '""' ] || value=
        _expect 2 "$WINNOW" "$option=$value"
        _has err "winnow: $option: \"$value\" is no" || return 1
    done << 'END'
--source ""
--field ""
--out-dir ""
--threads 0
--threads 257
--threads 2K
--color sometimes
--completions tcsh
--sandbox loose
--stats csv
END
    while read -r option value; do
        [ "$value" != '""' ] || value=
        _expect 2 "$WINNOW" fuzz "$option=$value"
        _has err "winnow: $option: \"$value\" is no" || return 1
    done << 'END'
--runs 0
--runs 1000001
--runs 10x
--runs many
--seed ""
--seed 18446744073709551616
--seed -1
--time 0
--time 5d
--time 5mm
--time m
--kind loud
--write-tests ""
END
    _expect 2 "$WINNOW" test --junit=
    _has err 'winnow: --junit: "" is no file'
    _expect 2 "$WINNOW" report --kept=
    _has err 'winnow: --kept: "" is no file'
    _expect 2 "$WINNOW" explain --line=0
    _has err 'winnow: --line: "0" is no line'
}

sizes_may_have_a_suffix() {
    _prepare
    for size in 65536 64K 1M 1G; do
        _expect 0 _winnow --hold $size article.txt
        _same clean.txt out
    done
}

two_dashes_end_the_options() {
    _prepare
    mv article.txt -- --level
    _winnow -- --level > out
    _same clean.txt out
}

one_dash_is_standard_input() {
    _prepare
    _winnow article.txt - article.txt < article.txt > out
    cat clean.txt clean.txt clean.txt | cmp - out
}

command_name_may_be_given() {
    _prepare
    "$WINNOW" filter -p policy.yaml < article.txt > out
    _same clean.txt out
}

only_one_place_to_write_to_may_be_given() {
    _prepare
    _expect 2 _winnow --in-place -o x article.txt
    _expect 2 _winnow --in-place --out-dir d article.txt
    _expect 2 _winnow --out-dir d -o x article.txt
    _has err 'give one of'
    [ ! -e x ] && [ ! -e d ]
}

of_quiet_and_verbose_the_last_counts() {
    _prepare
    _expect 0 _winnow -q -v article.txt
    _has err 'cleaned'
    _expect 0 _winnow -v -q article.txt
    _is_empty err
}

control_bytes_never_reach_the_terminal() {
    _prepare
    _expect 2 _winnow "$(printf 'no\033[31m\nsuch')"
    _has err 'no\x1b[31m\x0asuch'
    [ "$(wc -l < err)" -eq 1 ]
    _expect 2 _winnow "$(printf 'a\302\233b')" "$(printf 'c\377')" "$(printf 'd\342\200\256')"
    _has err 'a\xc2\x9bb'
    _has err 'c\xff'
    _has err 'd\xe2\x80\xae'
}

messages_have_colour_only_on_a_terminal_without_no_color() {
    command -v script > /dev/null || { echo "skipped: script(1) is not there"; return; }
    TERM=xterm script -qec "$WINNOW no-such-file" /dev/null > shown || true
    grep -q $'\033' shown
    TERM=xterm NO_COLOR=1 script -qec "$WINNOW no-such-file" /dev/null > shown || true
    _has_not shown $'\033'
    TERM=dumb script -qec "$WINNOW no-such-file" /dev/null > shown || true
    _has_not shown $'\033'
    _expect 2 env TERM=xterm "$WINNOW" no-such-file
    _has_not err $'\033'
}

mistyped_command_is_named_before_anything_is_done() {
    _prepare
    _expect 2 "$WINNOW" explian article.txt
    _is_empty out
    [ "$(cat err)" = 'winnow: "explian" is no command, and no file; did you mean "explain"?' ]
    cp article.txt explian
    _expect 0 _winnow explian
    cp explian repot
    _expect 0 "$WINNOW" repot -p policy.yaml
    _same clean.txt out
}

unknown_rule_is_refused_with_the_one_that_was_meant() {
    _prepare
    _expect 2 _winnow --only ad article.txt
    _has err 'no rule "ad", in only; did you mean "ad."?'
    _expect 2 _winnow --disable ad.lable article.txt
    _has err 'no rule "ad.lable", in disable; did you mean "ad.label"?'
    _expect 2 _winnow --disable xyzzyx. article.txt
    _has err 'no rule "xyzzyx.", in disable; `winnow rules` lists them'
    sed 's/{id: ad.label,/{id: ad.label, was: [label.ad],/' policy.yaml > renamed.yaml
    _expect 0 "$WINNOW" -p renamed.yaml --disable label.ad article.txt
    _same article.txt out
}

option_of_another_command_is_refused_with_its_name() {
    _prepare
    _expect 2 "$WINNOW" --line 2 article.txt
    _has err 'winnow: --line is no option of filter, but of explain; winnow filter --help lists those it has'
    _expect 2 "$WINNOW" report --format html audit
    _has err 'winnow: --format is no option of report, but of filter, diff; winnow report --help lists those it has'
}
