# The library as a program of somebody else meets it: installed, with its header alone.

_install() {
    make -s -C "$ROOT" BUILD="$BUILD" CC="$CC" INSTRUMENT="${INSTRUMENT:-}" DESTDIR= PREFIX="$PWD/usr" install > /dev/null
}

_functions_of_the_header() {
    "$CC" -E -P "$ROOT/include/winnow.h" -D'__attribute__(x)=PUBLIC' | tr '\n' ' ' | tr ';' '\n' |
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
    readelf -d "$BUILD/libwinnow.so" | grep -q 'SONAME.*\[libwinnow\.so\.0\]'
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
    "$CC" -std=c11 -Wall -Wextra -Wpedantic -Werror -I "$ROOT/include" -c alone.c
    cxx=$(command -v g++ || command -v clang++) || { echo "skipped: no C++ compiler"; return; }
    "$cxx" -std=c++17 -Wall -Wextra -Wpedantic -Werror -I "$ROOT/include" -c alone.cc
}

example_runs_with_the_static_library() {
    _install
    "$CC" -std=c11 -Wall -Wextra -Werror -I usr/include ${INSTRUMENT:-} -o example "$ROOT/tests/embed/example.c" \
        usr/lib/libwinnow.a -lpcre2-8 -lyaml -lz -lutf8proc -pthread
    ./example < "$ROOT/tests/embed/input.txt" > out
    _same "$ROOT/tests/embed/expected.txt" out
}

example_runs_with_the_shared_library() {
    _install
    "$CC" -std=c11 -Wall -Wextra -Werror -I usr/include ${INSTRUMENT:-} -o example "$ROOT/tests/embed/example.c" -L usr/lib -lwinnow
    LD_LIBRARY_PATH=usr/lib ./example < "$ROOT/tests/embed/input.txt" > out
    _same "$ROOT/tests/embed/expected.txt" out
}

uninstall_leaves_nothing() {
    _install
    [ -x usr/bin/winnow ] && [ -f usr/share/man/man1/winnow.1 ]
    make -s -C "$ROOT" BUILD="$BUILD" PREFIX="$PWD/usr" uninstall > /dev/null
    [ -z "$(find usr -not -type d)" ]
}
