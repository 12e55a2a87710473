# The README's commands do what it shows.

# Writes each block of the page to a file: NN.sh for commands, NN.text for what they print.
_split_blocks() {
    awk '
    /^```[a-z]+$/ { kind = substr($0, 4); file = sprintf("%02d.%s", ++count, kind); printf "" > file; next }
    /^```$/ { kind = ""; next }
    kind { print > file }
    ' "$ROOT/README.md"
}

commands_print_what_the_page_shows() {
    mkdir blocks folder
    (cd blocks && _split_blocks)
    [ "$(ls blocks/*.sh | wc -l)" -ge 5 ]
    [ "$(ls blocks/*.sh | wc -l)" -eq "$(ls blocks/*.text | wc -l)" ]
    mkdir folder/build
    ln -s "$WINNOW" folder/build/winnow
    for block in blocks/*.sh; do
        number=$(basename "$block" .sh)
        (cd folder && bash -e "../$block") > out || { cat "$block"; return 1; }
        _same "blocks/$(printf %02d $((10#$number + 1))).text" out || return 1
    done
}

targets_that_the_page_names_are_there() {
    grep -oE '`make [a-z-]+' "$ROOT/README.md" | cut -d' ' -f2 | sort -u > named
    [ "$(wc -l < named)" -ge 7 ]
    while read -r target; do
        grep -qE "^$target:.*## " "$ROOT/Makefile" || [ "$target" = help ] || { echo "make $target is not there"; return 1; }
    done < named
}

folders_that_the_page_names_are_there_and_none_is_missing() {
    sed -n '/^| folder/,$s/^| `\([a-z/]*\)` .*/\1/p' "$ROOT/README.md" > named
    while read -r folder; do
        [ -d "$ROOT/$folder" ] || { echo "$folder is not there"; return 1; }
    done < named
    (cd "$ROOT" && ls -d include policies tests src/*/) | sed 's,/$,,' | grep -v '^src/man$' | sort > there
    _same <(sort named) there
}

versions_that_the_page_names_are_those_that_are_checked() {
    sed -n 's/.*refuse_below \([0-9.]*\) .*/\1/p' "$ROOT/.ci/versions" | sort > checked
    sed -n '/^| library/,/^$/s/^| [A-Za-z0-9]* | \([0-9.]*\) | .*/\1/p' "$ROOT/README.md" | sort > named
    [ "$(wc -l < named)" -ge 4 ]
    _same checked named
    grep -oE 'CVE-20[0-9]+-[0-9]+' "$ROOT/.ci/versions" | sort -u > checked
    grep -oE 'CVE-20[0-9]+-[0-9]+' "$ROOT/README.md" | sort -u > named
    [ -z "$(comm -13 checked named)" ]
}
