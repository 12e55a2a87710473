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

readme_is_one_screen() {
    [ "$(wc -l < "$ROOT/README.md")" -le 60 ]
}

readme_names_only_folders_that_are_there() {
    grep -oE '`(src|tests|policies|include|fuzz)[a-z/.]*`' "$ROOT/README.md" | tr -d '`' > named
    [ -s named ]
    while read -r name; do
        [ -e "$ROOT/$name" ] || { echo "$name is not there"; return 1; }
    done < named
}

manual_has_every_option_of_the_help_and_no_other() {
    for command in filter lint test rules explain diff restore report; do "$WINNOW" $command --help; done | grep -oE -- '^ +(-[a-z], |    )--[a-z-]+' | grep -oE -- '--[a-z-]+' | LC_ALL=C sort -u > in-help
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
    ! grep -q $'\033' out
}

every_folder_of_src_may_use_only_those_below_it() {
    bash "$ROOT/tests/lint/layers" "$ROOT"
}
