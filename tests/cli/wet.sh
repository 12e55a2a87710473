# WARC files with the text of pages, as Common Crawl has them.

_prepare_wet() {
    cat > policy.yaml <<'POLICY'
winnow: 1
name: crawl
rules:
- {id: ad.label, line: {is: [advertisement]}}
- {id: style.mark, action: replace, with: ' <$1>', span: '\s?\((tm)\)'}
- {id: place.only, when: {lang: da}, line: {is: annonce}}
- {id: source.only, when: {source: '*.example.org'}, line: {is: house notice}}
POLICY
    cat > make.py <<'PYTHON'
import base64, hashlib, sys

def digest(block):
    return "sha1:" + base64.b32encode(hashlib.sha1(block).digest()).decode()

def record(kind, block, *more):
    head = ["WARC/1.0", "WARC-Type: " + kind, *more, "WARC-Block-Digest: " + digest(block), "Content-Length: %d" % len(block)]
    return ("\r\n".join(head) + "\r\n\r\n").encode() + block + b"\r\n\r\n"

def records(*texts):
    out = [record("warcinfo", b"software: none\r\nAdvertisement\r\n", "WARC-Record-ID: <urn:uuid:0>")]
    for i, text in enumerate(texts):
        out.append(record("conversion", text.encode(), "WARC-Record-ID: <urn:uuid:%d>" % (i + 1),
                          "WARC-Target-URI: https://news.example.org/%d" % i, "WARC-Identified-Content-Language: dan,eng",
                          "Content-Type: text/plain"))
    out.append(record("response", b"HTTP/1.1 200 OK\r\n\r\nAdvertisement\n", "WARC-Record-ID: <urn:uuid:9>",
                      "WARC-Target-URI: https://news.example.org/9"))
    return out

if __name__ == "__main__":
    sys.stdout.buffer.write(b"".join(records(*[t.encode().decode("unicode_escape") for t in sys.argv[1:]])))
PYTHON
}

_wet() { "$WINNOW" -p policy.yaml --format wet "$@"; }

_has_python() { command -v python3 > /dev/null || { echo "skipped: no python3"; return 1; }; }

text_length_and_digest_change_and_nothing_else() {
    _has_python || return 0
    _prepare_wet
    python3 make.py 'New pier\nAdvertisement\nText' 'Nothing here.\n' 'Pierwash(tm)' > in.wet
    python3 make.py 'New pier\nText' 'Nothing here.\n' 'Pierwash <tm>' > expected
    _expect 0 _wet --audit audit in.wet
    _same expected out
    cp out kept
    _expect 0 "$WINNOW" restore kept audit
    _same in.wet out
    _has audit '"action":"rewrite"'
}

language_and_source_come_from_the_header() {
    _has_python || return 0
    _prepare_wet
    python3 make.py 'Annonce\nText' 'House notice\nText' > in.wet
    python3 make.py 'Text' 'Text' > expected
    _expect 0 _wet in.wet
    _same expected out
    _expect 0 _wet --lang en --source other in.wet
    _same in.wet out
}

every_record_is_a_gzip_member_as_it_was() {
    _has_python || return 0
    _prepare_wet
    cat > pack.py <<'PYTHON'
import gzip, sys
from make import records
sys.stdout.buffer.write(b"".join(gzip.compress(r, mtime=0) for r in records("New pier\nAdvertisement\n", "Text\n")))
PYTHON
    cat > members.py <<'PYTHON'
import sys, zlib
data, sizes = open(sys.argv[1], "rb").read(), []
while data:
    member = zlib.decompressobj(31)
    sizes.append(member.decompress(data)[:5])
    data = member.unused_data
print(len(sizes), set(sizes))
PYTHON
    python3 pack.py > in.wet.gz
    python3 make.py 'New pier\n' 'Text\n' > expected
    _expect 0 _wet -z in.wet.gz
    gzip -dc out | cmp - expected
    [ "$(python3 members.py out)" = "4 {b'WARC/'}" ]
    _expect 0 _wet --in-place in.wet.gz
    [ "$(python3 members.py in.wet.gz)" = "4 {b'WARC/'}" ]
    _expect 0 _wet in.wet.gz
    _same expected out
    _expect 0 _wet -z -j 2 in.wet.gz in.wet.gz
    [ "$(python3 members.py out)" = "8 {b'WARC/'}" ]
}

another_reader_finds_every_record_and_every_digest_right() {
    _has_python || return 0
    python3 -c 'import warcio' 2> /dev/null || { echo "skipped: no warcio, a package of PyPI"; return; }
    _prepare_wet
    cat > read.py <<'PYTHON'
import sys
from warcio.archiveiterator import ArchiveIterator
with open(sys.argv[1], "rb") as file:
    reader = ArchiveIterator(file, check_digests="raise")
    for record in reader:
        text = record.content_stream().read()
        print(record.rec_type, record.rec_headers.get_header("WARC-Record-ID"), len(text))
    print(reader.err_count)
PYTHON
    python3 make.py 'New pier\nAdvertisement\n' 'Text\n' 'Advertisement' > in.wet
    _expect 0 _wet -z -o out.wet.gz in.wet
    python3 read.py out.wet.gz > read
    printf '%s\n' 'warcinfo <urn:uuid:0> 31' 'conversion <urn:uuid:1> 9' 'conversion <urn:uuid:2> 5' 'conversion <urn:uuid:3> 0' \
        'response <urn:uuid:9> 14' 0 > expected
    _same expected read
}

# Demands that a broken file passes with a message, and that the records around the fault are filtered.
_breaks() { # MESSAGE
    _expect 1 _wet --audit audit bad.wet
    _has err "$1" || { cat err; return 1; }
    _has err 'it passes unchanged'
    cp out kept
    _expect 0 "$WINNOW" restore kept audit
    _same bad.wet out
    rm audit
}

records_that_are_not_what_they_say_pass_and_are_named_by_their_offset() {
    _has_python || return 0
    _prepare_wet
    python3 make.py 'One\nAdvertisement\n' 'Two\nAdvertisement\n' 'Three\nAdvertisement\n' > in.wet
    second=$(grep -abo 'WARC/1.0' in.wet | sed -n 3p | cut -d: -f1)
    sed '0,/urn:uuid:2/! s/^Content-Length: 18/Content-Length: 19/' in.wet | sed '/urn:uuid:[34]/,$ s/^Content-Length: 19/Content-Length: 18/' > bad.wet
    _breaks "bad.wet:3: the record that begins at offset $second: no blank line stands where Content-Length says that it ends, at offset" || return 1
    [ "$(grep -c Advertisement kept)" -eq 3 ]
    sed '0,/urn:uuid:2/! s/^Content-Length: 18/Content-Length: 1/' in.wet | sed '/urn:uuid:[34]/,$ s/^Content-Length: 1\r/Content-Length: 18\r/' > bad.wet
    _breaks "offset $second: no blank line stands" || return 1
    sed '0,/urn:uuid:2/! s/^Content-Length: 18/Content-Length: x/' in.wet > bad.wet
    _breaks "offset $second: its Content-Length is no number" || return 1
    sed '0,/urn:uuid:2/! s/^Content-Length: 18/Content-Lenth: 18/' in.wet > bad.wet
    _breaks "its header has no Content-Length" || return 1
    sed '0,/urn:uuid:2/! s/^Content-Length: 18/Content-Length: 99999999999999999999/' in.wet > bad.wet
    _breaks "its Content-Length is no number" || return 1
    sed 's/^Content-Type: text.plain/Content-Type/' in.wet > bad.wet
    _breaks "a line of its header is no field" || return 1
    sed 's/sha1:/md5:/' in.wet > bad.wet
    _breaks "its digest is none of SHA-1" || return 1
}

truncated_files_keep_what_came_before() {
    _has_python || return 0
    _prepare_wet
    python3 make.py 'One\nAdvertisement\n' 'Two\nAdvertisement\n' > in.wet
    size=$(wc -c < in.wet)
    for cut in $(seq 1 23 "$((size - 1))"); do
        head -c "$cut" in.wet > bad.wet
        _expect 1 _wet --audit audit bad.wet || { echo "at $cut"; return 1; }
        _has err 'winnow: bad.wet:'
        cp out kept
        _expect 0 "$WINNOW" restore kept audit
        _same bad.wet out || { echo "at $cut"; return 1; }
        rm audit
    done
    head -c "$((size - 2))" in.wet > bad.wet
    _expect 1 _wet bad.wet
    [ "$(grep -c '^Advertisement' out)" -eq 2 ]
}

malformed_records_can_be_dropped_or_end_the_run() {
    _has_python || return 0
    _prepare_wet
    python3 make.py 'One\n' > a.wet
    python3 make.py 'Two\nAdvertisement\n' > b.wet
    { cat a.wet; printf 'WARC/1.0\r\nnonsense\r\n\r\nmore\n'; cat b.wet; } > bad.wet
    _expect 1 _wet --on-error drop bad.wet
    { cat a.wet; python3 make.py 'Two\n'; } > expected
    _same expected out
    _expect 2 _wet --on-error stop bad.wet
    _same a.wet out
}

rejected_records_go_where_they_shall() {
    _has_python || return 0
    _prepare_wet
    echo "- {id: legal.embargo, action: reject, document: '^embargo until'}" >> policy.yaml
    python3 make.py 'Embargo until noon' 'Text' > in.wet
    _expect 2 _wet in.wet
    _expect 0 _wet --rejects rejects in.wet
    grep -q 'Embargo until noon' rejects
    [ "$(grep -c 'WARC/1.0' rejects)" -eq 1 ]
    [ "$(grep -c 'WARC/1.0' out)" -eq 3 ]
}

records_are_the_same_however_they_are_read() {
    _has_python || return 0
    _prepare_wet
    python3 make.py 'One\nAdvertisement\n' 'Two(tm)\n' > in.wet
    _wet in.wet > whole
    for step in 1 3 64; do
        dd if=in.wet bs=$step 2> /dev/null | _wet > pieces
        _same whole pieces || return 1
    done
}

hostile_records_take_time_by_their_size() {
    _has_python || return 0
    _prepare_wet
    for piece in 'WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 4000000\r\n\r\nx\r\n\r\n' 'WARC/1.0\r\n' '\nWARC/' '\r\n\r\n' 'WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n'; do
        awk -v piece="$piece" 'BEGIN { for (i = 0; i < 60000; i++) printf "%s", piece }' < /dev/null > in.wet
        _in_processor_seconds 20 "$WINNOW" -q -p policy.yaml -f wet in.wet > out || [ $? -eq 1 ] || return 1
        _same in.wet out
    done
}
