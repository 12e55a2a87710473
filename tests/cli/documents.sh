# What the project says of itself holds.

# The blocks ```sh of a Markdown file run in a folder that looks like the project's, with what was
# built; a block ```text right after one is what it must print.
_run_markdown() { # FILE
    for name in policies tests src include README.md; do ln -s "$ROOT/$name" "$name"; done
    ln -s "$BUILD" build
    awk '
        /^```(sh|text)$/ { kind = substr($0, 4); if (kind == "sh") block++; next_file = sprintf("block-%02d.%s", block, kind); open = 1; printf "" > next_file; next }
        /^```/ { if (open) close(next_file); open = 0; next }
        open { print > next_file }' "$1"
    [ -e block-01.sh ]
    for block in block-*.sh; do
        bash -eu -o pipefail "$block" > printed || { echo "failed: $(cat "$block")"; return 1; }
        [ ! -e "${block%.sh}.text" ] || _same "${block%.sh}.text" printed
    done
}

examples_of_the_readme_work_as_pasted() {
    _run_markdown "$ROOT/README.md"
}

# Room for a trial of five minutes, what may be relied upon, and where things are; the rest is in the manual.
readme_is_one_page() {
    [ "$(wc -l < "$ROOT/README.md")" -le 140 ]
}

readme_names_only_targets_of_make_that_are_there() {
    grep -oE '`make [a-z-]+' "$ROOT/README.md" | cut -d' ' -f2 | sort -u > named
    [ "$(wc -l < named)" -ge 7 ]
    while read -r target; do
        grep -qE "^$target:.*## " "$ROOT/Makefile" || [ "$target" = help ] || { echo "make $target is not there"; return 1; }
    done < named
}

readme_names_all_folders_and_none_that_is_not_there() {
    sed -n '/^| folder/,$s/^| `\([a-z/]*\)` .*/\1/p' "$ROOT/README.md" > named
    while read -r folder; do
        [ -d "$ROOT/$folder" ] || { echo "$folder is not there"; return 1; }
    done < named
    (cd "$ROOT" && ls -d include fuzz policies tests src/*/) | sed 's,/$,,' | grep -v '^src/man$' | sort > there
    sort -o named named
    _same there named
}

readme_names_the_versions_of_libraries_that_are_checked() {
    sed -n 's/.*refuse_below \([0-9.]*\) .*/\1/p' "$ROOT/.ci/versions" | sort > checked
    sed -n '/^| library/,/^$/s/^| [A-Za-z0-9]* | \([0-9.]*\) | .*/\1/p' "$ROOT/README.md" | sort > named
    [ "$(wc -l < named)" -ge 4 ]
    _same checked named
    grep -oE 'CVE-20[0-9]+-[0-9]+' "$ROOT/.ci/versions" | sort -u > checked
    grep -oE 'CVE-20[0-9]+-[0-9]+' "$ROOT/README.md" | sort -u > named
    [ -z "$(comm -13 checked named)" ]
}

synopsis_of_the_manual_has_every_command_with_its_operands() {
    sed -n '/^\.SH SYNOPSIS/,/^\.SH DESCRIPTION/p' "$ROOT/src/man/winnow.1" | sed '1d; $d; s/\\fR//g; s/^\.[A-Z]* //; s/ | /|/g; s/\[ /[/g; s/ \([].]\)/\1/g' |
        tr -d '"' | tr '\n' ' ' | sed 's/\.br/\n/g; s/\.SH/\n/g' | sed 's/  */ /g; s/^ //; s/ $//' > synopses
    for command in $(_commands); do
        usage=$("$WINNOW" "$command" --help | sed -n '1s/^usage: //p')
        grep -qxF "$usage" synopses || { echo "no synopsis for: $usage"; cat synopses; return 1; }
    done
}

manual_has_every_option_of_the_help_and_no_other() {
    for command in $(_commands); do "$WINNOW" $command --help; done | grep -oE -- '^ +(-[a-z], |    )--[a-z-]+' | grep -oE -- '--[a-z-]+' | LC_ALL=C sort -u > in-help
    sed 's/\\-/-/g' "$ROOT/src/man/winnow.1" | grep -A1 '^\.TP' | grep -oE -- '--[a-z-]+' | LC_ALL=C sort -u > in-manual
    [ -s in-help ]
    _same in-help in-manual
}

manual_has_no_errors() {
    command -v man > /dev/null || { echo "skipped: no man"; return; }
    for page in "$ROOT"/src/man/*; do
        LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2> err > /dev/null
        _is_empty err
    done
}

demo_shows_what_goes_and_a_pipe_to_try() {
    sh "$ROOT/tests/demo/show" "$WINNOW" > out
    grep -q '^-' out
    grep -q '^ ' out
    _has out "| $WINNOW -v"
    _has_not out $'\033'
}

every_folder_of_src_may_use_only_those_below_it() {
    bash "$ROOT/tests/lint/layers" "$ROOT"
}
