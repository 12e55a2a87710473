# What is installed, and that all of it goes again.

_make() { make -s -C "$ROOT" BUILD="$BUILD" CC="$CC" INSTRUMENT="${INSTRUMENT:-}" DESTDIR="$PWD/dest" PREFIX=/usr "$@"; }

everything_is_installed_and_nothing_is_left_by_uninstall() {
    _make install > /dev/null
    (cd dest/usr && find . -not -type d | LC_ALL=C sort) > installed
    for file in ./bin/winnow ./include/winnow.h ./lib/libwinnow.a ./lib/libwinnow.so ./lib/libwinnow.so.0 ./lib/pkgconfig/winnow.pc \
        ./share/man/man1/winnow.1 ./share/man/man3/winnow.3 ./share/man/man5/winnow-policy.5 \
        ./share/bash-completion/completions/winnow ./share/zsh/site-functions/_winnow ./share/fish/vendor_completions.d/winnow.fish; do
        grep -qx "$file" installed || { echo "$file is not installed"; return 1; }
    done
    (cd "$ROOT/policies" && find . -name '*.yaml' -o -name '*.json') | sed 's,^\.,./share/winnow/policies,' | LC_ALL=C sort > shipped
    grep '^\./share/winnow/' installed > policies
    _same shipped policies
    [ "$(find dest -type f -perm /022 | wc -l)" -eq 0 ]
    _make uninstall
    [ -z "$(find dest -not -type d)" ]
    [ ! -e dest/usr/share/winnow ]
}

everybody_may_read_what_a_careful_root_installs() {
    (umask 077 && _make install > /dev/null)
    [ -z "$(find dest/usr -type d -not -perm -005)" ]
    [ -z "$(find dest -type f -not -perm -004)" ]
    [ -x dest/usr/bin/winnow ]
}

uninstall_takes_nothing_that_it_did_not_install() {
    _make install > /dev/null
    mkdir -p dest/usr/share/winnow/policies/packs dest/usr/bin
    echo mine > dest/usr/share/winnow/policies/packs/mine.yaml
    echo mine > dest/usr/bin/other
    _make uninstall > out
    _has out 'share/winnow/policies/packs, which holds other files'
    [ "$(find dest -type f | LC_ALL=C sort | xargs)" = 'dest/usr/bin/other dest/usr/share/winnow/policies/packs/mine.yaml' ]
}

libraries_may_go_to_a_folder_of_their_own() {
    _make LIBDIR=/usr/lib/some-triplet install > /dev/null
    [ -f dest/usr/lib/some-triplet/libwinnow.a ]
    grep -qx 'libdir=${prefix}/lib/some-triplet' dest/usr/lib/some-triplet/pkgconfig/winnow.pc
    _make LIBDIR=/usr/lib/some-triplet uninstall
    [ -z "$(find dest -not -type d)" ]
}

installed_command_works_and_its_policies_load() {
    _make install > /dev/null
    printf 'The ferry left.\nADVERTISEMENT\n' | env -i dest/usr/bin/winnow > out
    [ "$(cat out)" = 'The ferry left.' ]
    printf 'The ferry left.\nADVERTISEMENT\n' | dest/usr/bin/winnow -p dest/usr/share/winnow/policies/strict.yaml > out
    [ "$(cat out)" = 'The ferry left.' ]
}

pages_have_no_faults() {
    local pages=("$ROOT"/src/man/*.[135]) tool=
    if command -v mandoc > /dev/null; then
        tool=mandoc
        mandoc -Tlint -W warning "${pages[@]}" > out || { cat out; return 1; }
    fi
    if command -v groff > /dev/null; then
        tool=groff
        for page in "${pages[@]}"; do
            groff -man -Tutf8 -ww -K utf8 -rLL=80n "$page" > /dev/null 2> err
            _is_empty err || return 1
        done
    fi
    [ -n "$tool" ] || echo 'skipped: neither mandoc nor groff is here'
}
