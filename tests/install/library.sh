# The library as a program of somebody else meets it: installed, found by pkg-config, with its header
# alone; and what the manual says of it.

_install() {
    make -s -C "$ROOT" BUILD="$BUILD" CC="$CC" INSTRUMENT="${INSTRUMENT:-}" DESTDIR= PREFIX="$PWD/usr" install > /dev/null
    export PKG_CONFIG_PATH=$PWD/usr/lib/pkgconfig LD_LIBRARY_PATH=$PWD/usr/lib
}

_compile() { # PROGRAM SOURCE PKG_CONFIG_OPTION...
    local program=$1 source=$2
    shift 2
    $CC -std=c11 -Wall -Wextra -Wpedantic -Werror ${INSTRUMENT:-} -o "$program" "$source" $(pkg-config --cflags --libs "$@" winnow)
}

_functions_of_the_header() {
    $CC -E -P "$ROOT/include/winnow.h" -D'__attribute__(x)=PUBLIC' | tr '\n' ' ' | tr ';' '\n' |
        grep PUBLIC | grep -oE 'wn_[a-z0-9_]+ ?\(' | tr -d ' (' | LC_ALL=C sort -u
}

shared_library_exports_what_the_header_declares_and_no_more() {
    _functions_of_the_header > declared
    nm -D --defined-only "$BUILD/libwinnow.so" | awk '$2 == "T" {sub(/@.*/, "", $3); print $3}' | LC_ALL=C sort -u > exported
    [ "$(wc -l < declared)" -gt 15 ]
    _same declared exported
    nm -D --defined-only "$BUILD/libwinnow.so" | awk '$2 !~ /[TA]/ {print; bad = 1} END {exit bad}'
}

shared_library_has_its_soname() {
    readelf -d "$BUILD/libwinnow.so" > facts
    grep -q 'SONAME.*\[libwinnow\.so\.0\]' facts
}

shared_library_has_versioned_symbols() {
    readelf --dyn-syms -W "$BUILD/libwinnow.so" > symbols
    _has symbols 'wn_filter_feed@@WINNOW_0'
}

library_neither_exits_nor_prints_nor_reads_the_environment() {
    nm -D --undefined-only "$BUILD/libwinnow.so" | awk '{sub(/@.*/, "", $2); print $2}' > wanted
    [ -z "${INSTRUMENT:-}" ] || { echo "skipped: instrumented code does all that"; return; }
    for name in exit _exit abort __assert_fail printf __printf_chk puts putchar perror stdout stderr getenv setlocale; do
        ! grep -qx "$name" wanted || { echo "it calls $name"; return 1; }
    done
}

header_compiles_alone_as_c11_and_cxx17() {
    echo '#include "winnow.h"' > alone.c
    cp alone.c alone.cc
    $CC -std=c11 -Wall -Wextra -Wpedantic -Werror -I "$ROOT/include" -c alone.c
    cxx=$(command -v g++ || command -v clang++) || { echo "skipped: no C++ compiler"; return; }
    "$cxx" -std=c++17 -Wall -Wextra -Wpedantic -Werror -I "$ROOT/include" -c alone.cc
}

# The n-th example of a page, from .EX to .EE.
_example() { # PAGE N
    awk -v n="$2" '/^\.EX$/ {inside = ++count == n; next} /^\.EE$/ {inside = 0} inside' "$1" |
        sed -e 's/^\\&//; s/\\-/-/g; s/\\(aq/'"'"'/g; s/\\fB//g; s/\\fR//g; s/\\e/\\/g'
}

# The manual's program does what the manual says it does.
_check_example_of_the_manual() { # PKG_CONFIG_OPTION...
    _example "$ROOT/src/man/winnow.3" 1 > example.c
    _example "$ROOT/src/man/winnow.3" 2 > shown
    _compile example example.c "$@"
    sed -n '1s/^\$ //p' shown > command.sh
    sed 1d shown > expected
    bash -e command.sh > kept 2> said
    cat said kept > out
    _same expected out
}

example_of_the_manual_runs_with_the_shared_library() {
    _install
    _check_example_of_the_manual
    readelf -d example > facts
    grep -q 'NEEDED.*\[libwinnow\.so\.0\]' facts
}

example_of_the_manual_runs_with_the_static_library() {
    _install
    rm usr/lib/libwinnow.so*
    _check_example_of_the_manual --static
    readelf -d example > facts
    ! grep 'NEEDED.*libwinnow' facts || return 1
}

example_of_the_tests_runs_with_both_libraries() {
    _install
    _compile shared "$ROOT/tests/embed/example.c"
    ./shared < "$ROOT/tests/embed/input.txt" > out
    _same "$ROOT/tests/embed/expected.txt" out
    rm usr/lib/libwinnow.so*
    _compile static "$ROOT/tests/embed/example.c" --static
    ./static < "$ROOT/tests/embed/input.txt" > out
    _same "$ROOT/tests/embed/expected.txt" out
}

pkg_config_knows_the_version_and_the_place() {
    _install
    [ "$(pkg-config --modversion winnow)" = "$("$WINNOW" --version | cut -d' ' -f2)" ]
    [ "$(pkg-config --variable=libdir winnow)" = "$PWD/usr/lib" ]
    pkg-config --libs winnow > out
    _has_not out pcre2
    pkg-config --libs --static winnow > out
    _has out -lpcre2-8
}

manual_declares_functions_as_the_header_does() {
    echo '#include "winnow.h"' > manual.c
    sed -n '/^\.SH SYNOPSIS/,/^\.SH DESCRIPTION/s/^\.BI\{0,1\} \(.*wn_.*\|"  .*\)/\1/p' "$ROOT/src/man/winnow.3" | tr -d '"' >> manual.c
    [ "$(grep -c ';' manual.c)" -ge 20 ]
    $CC -std=c11 -Wall -Wextra -Wpedantic -Werror -I "$ROOT/include" -c manual.c
    sed -i 's/size_t  *size/int size/' manual.c
    ! $CC -std=c11 -I "$ROOT/include" -c manual.c 2> /dev/null || return 1
}

manual_names_every_function_and_status_of_the_header() {
    local header=$ROOT/include/winnow.h page=$ROOT/src/man/winnow.3
    grep -oE '^WN_API [^;]*' "$header" | grep -oE 'wn_[a-z0-9_]+\(' > names
    sed -n '/^typedef enum wn_status/,/^}/p' "$header" | grep -oE 'WN_[A-Z_]+' >> names
    [ "$(wc -l < names)" -gt 25 ]
    while read -r name; do
        _has "$page" "$name" || return 1
    done < names
}
