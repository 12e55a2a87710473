#!/bin/sh
# embed.sh FILE [pack]: prints the C source of what page_text.h declares, made of the file's bytes; with `pack`, of what
# xz makes of them.
set -eu
LC_ALL=C
export LC_ALL

file=${1:?usage: embed.sh FILE [pack]}
pack=${2:-}
[ -r "$file" ] || {
    echo "embed.sh: $file: cannot read it" >&2
    exit 2
}

echo '/* Made by src/author/report/embed.sh from page.html. */'
echo '#include "author/report/page_text.h"'
printf '\nconst unsigned char wn_page_text[] = {\n'
if [ "$pack" ]; then xz --format=lzma -9e < "$file"; else cat "$file"; fi |
    od -An -v -tu1 | awk '{ for (i = 1; i <= NF; i++) printf "%s,", $i; print "" }'
printf '};\nconst size_t wn_page_size = %d;\n' "$(wc -c < "$file")"
printf 'const size_t wn_page_packed = %s;\n' "$([ "$pack" ] && echo 'sizeof wn_page_text' || echo 0)"
