# winnow inside the programs that run it, by the recipes of winnow(1): taken from the page and pasted, with no more
# than names of files and hosts changed. What is not installed is skipped.

# The n-th example below a heading of the manual.
_recipe() { # HEADING N
    awk -v heading="$1" -v n="$2" '
    /^\.S[SH] / { sub(/^\.S[SH] /, ""); gsub(/"/, ""); here = $0 == heading; count = 0; next }
    /^\.EX$/ { inside = here && ++count == n; next }
    /^\.EE$/ { inside = 0 }
    inside' "$ROOT/src/man/winnow.1" | sed -e 's/^\\&//; s/\\-/-/g; s/\\(aq/'"'"'/g; s/\\e/\\/g' > recipe
    [ -s recipe ] || { echo "the manual has no recipe $2 for $1"; return 1; }
}

_line_of_recipe() { sed -n "$1p" recipe; }

# What the recipes call winnow is the one being tested.
_prepare_host() {
    mkdir bin
    ln -s "$WINNOW" bin/winnow
    export PATH=$PWD/bin:$PATH HOME=$PWD
}

_needs() { # COMMAND
    command -v "$1" > /dev/null && return
    echo "skipped: $1 is not installed"
    return 1
}

_needs_format() { # NAME
    local status=0
    "$WINNOW" -f "$1" < /dev/null > /dev/null 2>&1 || status=$?
    [ $status -ne 2 ] && return
    echo "skipped: this winnow is built without the format $1"
    return 1
}

# Serves the folder on a free port, and sets url.
_serve() { # FOLDER
    python3 -u -m http.server 0 --bind 127.0.0.1 --directory "$1" > served 2> requests &
    _until grep -E 'port [0-9]+' served
    url=http://127.0.0.1:$(sed -n 's/.*port \([0-9]*\).*/\1/p' served)
}

# Records of several lines, every third with something to take away.
_make_records() { # COUNT
    awk -v count="$1" 'BEGIN {
        for (i = 1; i <= count; i++) {
            ad = i % 3 == 0 ? "ADVERTISEMENT\\n" : ""
            printf "{\"id\": %d, \"text\": \"The ferry left pier %d at nine.\\n%sIt came back at noon, caf\\u00e9 and all.\"}\n", i, i, ad
        }
    }'
}

# ---- pipes ----

w3m_dumps_a_page_into_the_pipe() {
    _needs w3m || return 0
    _prepare_host
    mkdir site
    {
        echo '<html><head><title>Ferry</title></head><body>'
        for i in 1 2 3 4 5; do
            echo "<p>The ferry left pier $i at nine in the morning, and the harbour board said that it came back at noon, which was late.</p>"
        done
        echo '<p>ADVERTISEMENT</p><p>Next In Harbour News</p><ul><li>New pier opens to walkers</li></ul></body></html>'
    } > site/article.html
    _serve site
    _recipe w3m 1
    sed -i "s,https://news.example.org,$url," recipe
    bash recipe > out
    _has out 'The ferry left pier 5 at nine'
    _has_not out ADVERTISEMENT
    _has_not out 'Next In'
    w3m -dump -cols 9999 "$url/article.html" > dumped
    _has dumped ADVERTISEMENT
    [ "$(grep -c 'came back at noon' out)" -eq 5 ]
}

xargs_runs_several_at_once() {
    _prepare_host
    mkdir -p 'articles/of the week'
    for ((i = 0; i < 450; i++)); do
        _make_article "articles/$i.txt"
    done
    _make_article 'articles/of the week/a b.txt'
    _make_clean expected
    _recipe xargs 1
    bash recipe
    find articles -name '*.txt' > files
    [ "$(wc -l < files)" -eq 451 ]
    while read -r file; do
        _same "$file" expected || return 1
    done < files
    [ -z "$(find articles -name '.winnow*')" ]
}

parallel_gives_what_one_process_gives() {
    _needs parallel || return 0
    _prepare_host
    mkdir -p .parallel
    touch .parallel/will-cite
    _make_records 30000 > in.jsonl
    winnow -f jsonl < in.jsonl > expected
    ! cmp -s in.jsonl expected || return 1
    _recipe 'GNU parallel' 1
    for n in 1 2; do
        rm -f out.jsonl
        _line_of_recipe $n | bash 2> err
        _same expected out.jsonl || return 1
    done
}

parallel_gives_it_for_articles_in_one_stream() {
    _needs parallel || return 0
    _prepare_host
    mkdir -p .parallel
    touch .parallel/will-cite
    for ((i = 0; i < 3000; i++)); do
        printf 'The ferry left pier %d at nine.\nADVERTISEMENT\nIt came back at noon.\n\f' "$i"
    done > in.txt
    winnow --split ff < in.txt > expected
    parallel --pipe -k --block 10k --recend '\f' winnow --split ff < in.txt > out 2> err
    _same expected out
}

# ---- readers of feeds ----

# A feed of more than 200 KB, each of whose articles ends in a notice of where it came from.
_make_feed() { # FILE
    python3 - "$1" << 'END'
import sys
items = []
for i in range(150):
    body = "".join(
        f"<p>The ferry left pier {i} at {hour} in the morning, and the harbour board said on Thursday that it came back at noon.</p>"
        for hour in range(1, 13))
    items.append(
        f"<item><title>Ferry number {i}</title><link>https://news.example.org/{i}</link><guid>https://news.example.org/{i}</guid>"
        f"<pubDate>Thu, 19 Nov 2026 09:{i % 60:02d}:00 GMT</pubDate><description><![CDATA[{body}"
        f"<p>The post <a href=\"https://news.example.org/{i}\">Ferry number {i}</a> appeared first on "
        f"<a href=\"https://news.example.org\">Harbour News</a>.</p>]]></description></item>\n")
open(sys.argv[1], "w").write(
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Harbour News</title>'
    '<link>https://news.example.org</link><description>News of the harbour</description>\n' + "".join(items) + "</channel></rss>\n")
END
}

newsboat_stores_filtered_articles() {
    _needs newsboat || return 0
    _needs_format feed || return 0
    _prepare_host
    mkdir site
    _make_feed site/feed.xml
    [ "$(wc -c < site/feed.xml)" -gt 200000 ]
    _serve site
    _recipe newsboat 1
    sed "s,https://news.example.org,$url," recipe > urls
    echo "$url/feed.xml" > plain-urls
    touch config
    newsboat -q -u urls -c cache.db -C config -x reload
    newsboat -q -u plain-urls -c plain.db -C config -x reload
    python3 - << 'END'
import sqlite3
def items(name):
    return dict((row[0], row[1:]) for row in sqlite3.connect(name).execute("SELECT guid, title, url, pubDate, content FROM rss_item"))
clean, plain = items("cache.db"), items("plain.db")
assert len(clean) == len(plain) == 150, (len(clean), len(plain))
for guid, (title, url, date, content) in plain.items():
    assert "appeared first on" in content
    assert clean[guid][:3] == (title, url, date), clean[guid][:3]
    kept = clean[guid][3]
    assert "appeared first on" not in kept, kept
    assert kept.strip() == content[:content.index("<p>The post")].strip(), kept
END
}

sfeed_stores_filtered_articles() {
    _needs sfeed_update || return 0
    _needs curl || return 0
    _needs_format feed || return 0
    _prepare_host
    mkdir site feeds
    _make_feed site/feed.xml
    _serve site
    {
        echo 'sfeedpath="$HOME/feeds"'
        echo "feeds() { feed news '$url/feed.xml'; }"
    } > plainrc
    _recipe sfeed 1
    cat plainrc recipe > sfeedrc
    sfeed_update ./sfeedrc > out 2>&1
    [ "$(wc -l < feeds/news)" -eq 150 ]
    _has feeds/news 'Ferry number 149'
    _has feeds/news 'came back at noon'
    _has_not feeds/news 'appeared first on'
    mkdir plain
    sed -i s,/feeds,/plain, plainrc
    sfeed_update ./plainrc > out 2>&1
    _same <(cut -f 1-3,5- feeds/news) <(cut -f 1-3,5- plain/news)
}

# ---- logs ----

# Sends messages by octet counting, for they have more than one line.
_send_messages() { # PORT COUNT
    python3 - "$1" "$2" << 'END'
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as line:
    for i in range(int(sys.argv[2])):
        text = "The ferry\x01left the pier, it says." if i % 100 == 7 else f"message {i} says:\nADVERTISEMENT\nThe ferry left at nine." if i % 3 == 0 else f"message {i} says that the ferry left."
        message = f"<14>1 2026-11-22T10:00:00Z host news - - - {text}".encode()
        line.sendall(b"%d %s" % (len(message), message))
END
}

rsyslog_gets_one_answer_to_each_message_and_none_is_shifted() {
    local daemon count=10000
    daemon=$(PATH=$PATH:/usr/sbin:/sbin command -v rsyslogd) || { echo 'skipped: rsyslogd is not installed'; return; }
    [ -n "$(find / -name mmexternal.so -not -path '/proc/*' -print -quit 2> /dev/null)" ] || { echo 'skipped: rsyslog has no mmexternal'; return; }
    _prepare_host
    _recipe rsyslog 1
    sed -i -e "s,/usr/local/bin/winnow,$PWD/bin/winnow," -e "s,/var/log/news.log,$PWD/news.log," recipe
    # The message beside what winnow made of it, to see that they belong together.
    sed -i 's,string="%$!text%,string="%msg:::json%\\t%$!text:::json%,' recipe
    {
        echo "global(workDirectory=\"$PWD\" parser.escapeControlCharactersOnReceive=\"off\")"
        echo 'module(load="imtcp")'
        echo "input(type=\"imtcp\" address=\"127.0.0.1\" port=\"0\" listenPortFileName=\"$PWD/port\")"
        cat recipe
    } > rsyslog.conf
    "$daemon" -n -f "$PWD/rsyslog.conf" -i "$PWD/pid" > err 2>&1 &
    _until [ -s port ]
    _send_messages "$(cat port)" $count
    _until _has_lines news.log $count
    python3 - $count << 'END'
import json, sys
lines = open("news.log", encoding="utf-8").read().splitlines()
assert len(lines) == int(sys.argv[1]), len(lines)
cleaned = 0
for i, line in enumerate(lines):
    before, after = (json.loads('"' + part + '"') for part in line.split("\t"))
    if i % 100 != 7:
        assert before.startswith(f"message {i} says"), (i, before)
    assert after == before.replace("ADVERTISEMENT\n", ""), (i, before, after)
    cleaned += after != before
assert cleaned > 3000, cleaned
END
}

# ---- clusters ----

the_contract_of_pipes_in_clusters_is_kept() {
    python3 "$ROOT/tests/hosts/contract.py" "$WINNOW"
}

# SPARK_PYTHON is an interpreter that has PySpark.
spark_pipes_records_through() {
    local python=${SPARK_PYTHON:-python3}
    _needs java || return 0
    "$python" -c 'import pyspark' 2> /dev/null || { echo 'skipped: PySpark is not installed'; return; }
    _prepare_host
    _recipe 'Apache Spark' 1
    sed -i "s,/usr/local/bin/winnow,$PWD/bin/winnow," recipe
    _make_records 10000 > in.jsonl
    winnow -f jsonl < in.jsonl > expected
    PYSPARK_PYTHON=$python "$python" "$ROOT/tests/hosts/spark.py" recipe in.jsonl out 2> err || { tail -20 err; return 1; }
    _same expected out
}
