#!/bin/sh
# embed.sh DIR: prints the C source of the table in builtin.h, made of all .yaml files below DIR.
#
# The bytes go in as numbers, so any byte and any size will do: a string literal may not be longer
# than 4095 characters in portable C. A megabyte of YAML compiles in about a second.
set -eu
LC_ALL=C
export LC_ALL

dir=${1:?usage: embed.sh DIR}
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

print_bytes() {
    od -An -v -tu1 "$1" | awk '{ for (i = 1; i <= NF; i++) printf "%s,", $i; print "" }'
}

dir=${dir%/}
names=$(list_names)
names=$(printf '%s\n' "$names" | sort)

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
