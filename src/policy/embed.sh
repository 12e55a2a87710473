#!/bin/sh
# embed.sh DIR [pack]: prints the C source of the table in builtin.h, made of all .yaml files below DIR;
# with `pack`, the texts are packed by xz.
#
# The bytes go in as numbers, so any byte and any size will do: a string literal may not be longer
# than 4095 characters in portable C. A megabyte of YAML compiles in about a second.
set -eu
LC_ALL=C
export LC_ALL

dir=${1:?usage: embed.sh DIR [pack]}
pack=${2:-}
[ -d "$dir" ] || {
    echo "embed.sh: $dir: no such directory" >&2
    exit 2
}

list_names() {
    find "$dir" -name '*.yaml' -type f | awk -v skip=$((${#dir} + 2)) '{
        name = substr($0, skip, length($0) - skip - 4)
        if (name !~ /^[a-z0-9][a-z0-9._\/-]*$/) {
            print "embed.sh: " $0 ": a name has only a-z, 0-9, . _ - and /" > "/dev/stderr"
            exit 2
        }
        print name
    }'
}

print_bytes() { # [FILE]
    od -An -v -tu1 ${1:+"$1"} | awk '{ for (i = 1; i <= NF; i++) printf "%s,", $i; print "" }'
}

dir=${dir%/}
names=$(list_names)
names=$(printf '%s\n' "$names" | sort)

if [ "$pack" ]; then
    command -v xz > /dev/null || {
        echo "embed.sh: xz is not there, which packs the policies; install xz-utils" >&2
        exit 2
    }
    echo '/* Made by src/policy/embed.sh from the files in policies/. */'
    echo '#include "policy/builtin.h"'
    printf '\nconst wn_builtin wn_builtins[] = {\n'
    for name in $names; do
        printf '    {"%s", {NULL, %d}},\n' "$name" "$(wc -c < "$dir/$name.yaml")"
    done
    printf '    {NULL, {NULL, 0}},\n};\n\nstatic const unsigned char pack[] = {\n'
    for name in $names; do cat "$dir/$name.yaml"; done |
        xz --format=lzma --lzma1=preset=9e,dict=4MiB,nice=273,lc=4,lp=0,pb=0 | print_bytes
    printf '0};\nconst wn_bytes wn_builtin_pack = {(const char *)pack, sizeof pack - 1};\n'
    exit
fi

echo '/* Made by src/policy/embed.sh from the files in policies/. */'
echo '#include "policy/builtin.h"'
index=0
for name in $names; do
    printf '\nstatic const unsigned char text_%d[] = { /* %s */\n' "$index" "$name"
    print_bytes "$dir/$name.yaml"
    echo '0};'
    index=$((index + 1))
done

printf '\nconst wn_builtin wn_builtins[] = {\n'
index=0
for name in $names; do
    printf '    {"%s", {(const char *)text_%d, sizeof text_%d - 1}},\n' "$name" "$index" "$index"
    index=$((index + 1))
done
printf '    {NULL, {NULL, 0}},\n};\n'
printf 'const wn_bytes wn_builtin_pack = {NULL, 0};\n'
