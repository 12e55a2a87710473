# How the programs are built: hardened, the same in every folder, and with libraries that are not too old.

_is_plain_build() {
    [ -z "${INSTRUMENT:-}" ] || { echo 'skipped: an instrumented build is not hardened'; return 1; }
}

_check_hardening() { # FILE
    readelf -hldW "$1" > facts
    _has facts 'DYN ('
    _has facts GNU_RELRO
    grep -q 'FLAGS.*BIND_NOW' facts || { echo "$1: symbols are not bound at start"; return 1; }
    ! grep -E 'GNU_STACK.* RWE ' facts || { echo "$1: the stack can be executed"; return 1; }
    _has_not facts TEXTREL
    _has_not facts RPATH
    _has_not facts RUNPATH
    nm -D --undefined-only "$1" > wanted
    _has wanted __stack_chk_fail
    grep -qE '__(memcpy|snprintf|vsnprintf)_chk' wanted || { echo "$1: built without _FORTIFY_SOURCE"; return 1; }
}

command_and_library_are_hardened() {
    _is_plain_build || return 0
    _check_hardening "$WINNOW"
    _check_hardening "$BUILD/libwinnow.so"
}

command_is_position_independent() {
    _is_plain_build || return 0
    readelf -dW "$WINNOW" > facts
    grep -qE 'FLAGS_1.*PIE' facts
}

# The note is in a program when all parts have it, those of the system's own start files too; so our parts are asked.
all_parts_support_control_flow_enforcement() {
    _is_plain_build || return 0
    [ "$(uname -m)" = x86_64 ] || { echo 'skipped: this is a feature of x86-64'; return; }
    find "$BUILD/src" "$BUILD/gen" -name '*.o' > parts
    [ "$(wc -l < parts)" -gt 50 ]
    while read -r part; do
        readelf -nW "$part" > notes
        grep -q 'IBT, SHSTK' notes || { echo "$part: built without -fcf-protection"; return 1; }
    done < parts
}

programs_hold_no_path_of_the_machine_that_built_them() {
    _is_plain_build || return 0
    for file in "$WINNOW" "$BUILD/libwinnow.so" "$BUILD/libwinnow.a"; do
        ! grep -aqF "$ROOT" "$file" || { echo "$file holds $ROOT"; return 1; }
        ! grep -aqF "$BUILD" "$file" || { echo "$file holds $BUILD"; return 1; }
    done
}

# A part of the sources in two folders: `make distcheck` does it with all.
objects_are_the_same_when_built_in_two_folders() {
    _is_plain_build || return 0
    for folder in one two/of/them; do
        mkdir -p "$folder"
        cp -r "$ROOT/src" "$ROOT/include" "$ROOT/policies" "$ROOT/Makefile" "$ROOT/.ci" "$folder"
        make -s -C "$folder" CC="$CC" BUILD="$PWD/$folder/build" "$PWD/$folder/build/src/base/buf.o" "$PWD/$folder/build/src/cli/options.o" > /dev/null
    done
    _same one/build/src/base/buf.o two/of/them/build/src/base/buf.o
    _same one/build/src/cli/options.o two/of/them/build/src/cli/options.o
}

tarball_is_the_same_whenever_it_is_made() {
    cp -r "$ROOT/tests/install" install
    sh "$ROOT/tests/install/pack" winnow-x "$BUILD" > one.tar.gz
    sleep 1.1 # another second, which none of the files may show
    sh "$ROOT/tests/install/pack" winnow-x "$BUILD" > two.tar.gz
    _same one.tar.gz two.tar.gz
    tar -xzf one.tar.gz
    (cd winnow-x && touch src/*/*.c && sh tests/install/pack winnow-x build) > three.tar.gz
    _same one.tar.gz three.tar.gz
}

tarball_holds_the_sources_and_nothing_that_was_built() {
    sh "$ROOT/tests/install/pack" winnow-x "$BUILD" > it.tar.gz
    tar -tzf it.tar.gz > list
    for file in Makefile README.md LICENSE include/winnow.h src/cli/main.c policies/news.yaml tests/run .ci/deps .clang-format; do
        grep -qx "winnow-x/$file" list || { echo "$file is missing"; return 1; }
    done
    ! grep -E '\.o$|\.git/|/build/' list || return 1
}

# A pkg-config that knows one library, in this version.
_pretend() { # MODULE VERSION
    mkdir -p modules
    printf 'Name: x\nDescription: x\nVersion: %s\n' "$2" > "modules/$1.pc"
    PKG_CONFIG_LIBDIR=$PWD/modules PKG_CONFIG_PATH='' sh "$ROOT/.ci/versions" "$1"
}

old_libraries_are_refused_with_a_reason() {
    _expect 1 _pretend libpcre2-8 10.35
    _has err 'libpcre2-8 10.35 is too old: winnow needs 10.36 or later'
    _expect 1 _pretend yaml-0.1 0.1.6
    _has err CVE-2014-9130
    _expect 1 _pretend zlib 1.2.8
    _expect 1 _pretend libutf8proc 2.4.0
}

libraries_of_debian_11_and_12_are_taken() {
    for pair in libpcre2-8:10.36 libpcre2-8:10.42 yaml-0.1:0.2.2 yaml-0.1:0.2.5 zlib:1.2.11 zlib:1.2.13 libutf8proc:2.5.0 libutf8proc:2.8.0 expat:2.2.10 expat:2.5.0; do
        _expect 0 _pretend "${pair%:*}" "${pair#*:}"
    done
}

libraries_whose_number_had_a_fault_make_a_note() {
    _expect 0 _pretend libpcre2-8 10.39
    _has out CVE-2022-1586
    _expect 0 _pretend libpcre2-8 10.45
    _has out CVE-2025-58050
    _expect 0 _pretend zlib 1.2.11
    _has out CVE-2018-25032
    _expect 0 _pretend expat 2.4.8
    _has out CVE-2022-40674
    _expect 0 _pretend expat 2.5.0
    _has out CVE-2024-8176
    _has_not out CVE-2022-40674
    _expect 0 _pretend libpcre2-8 10.46
    _is_empty out
    _expect 0 _pretend zlib 1.2.13
    _is_empty out
}

build_stops_at_a_library_that_is_too_old() {
    mkdir modules
    printf 'Name: x\nDescription: x\nVersion: 10.30\n' > modules/libpcre2-8.pc
    export PKG_CONFIG_LIBDIR=$PWD/modules PKG_CONFIG_PATH=
    _expect 2 make -s -C "$ROOT" CC="$CC" BUILD="$PWD/build" "$PWD/build/src/base/buf.o"
    _has err 'libpcre2-8 10.30 is too old'
    [ ! -e build/src/base/buf.o ]
}
