#!/bin/sh
# embed.sh FILE: prints the C source of what page_text.h declares, made of the file's bytes.
set -eu
LC_ALL=C
export LC_ALL

file=${1:?usage: embed.sh FILE}
[ -r "$file" ] || {
    echo "embed.sh: $file: cannot read it" >&2
    exit 2
}

echo '/* Made by src/author/report/embed.sh from page.html. */'
echo '#include "author/report/page_text.h"'
printf '\nconst unsigned char wn_page_text[] = {\n'
od -An -v -tu1 "$file" | awk '{ for (i = 1; i <= NF; i++) printf "%s,", $i; print "" }'
printf '};\nconst size_t wn_page_text_size = sizeof wn_page_text;\n'
