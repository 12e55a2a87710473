# The page for people.

_make_evil_audit() { # FILE
    cat > policy.yaml <<'END'
winnow: 1
name: evil
rules:
- {id: ad.label, line: {contains: script}}
- {id: rtl.line, line: {contains: שלום}}
END
    printf 'One.\n</script><script>document.title="ran"; window.ran = 1</script>\n<img src=x onerror="window.ran = 1"> script\nשלום \342\200\256 rtl\nscript \001\033[31m\nTwo.\n' > article.txt
    _winnow --audit "$1" article.txt > kept
}

_make_articles() {
    cat > policy.yaml <<'END'
winnow: 1
name: told
rules:
- {id: ad.label, line: {is: advertisement}}
- {id: track.utm, span: '[?&]utm_\w+=\w+'}
- {id: swap.phone, action: replace, with: '[number]', line: {starts: call}}
- {id: legal.embargo, action: reject, document: '^embargo until'}
END
    printf 'Ferry leaves on time\nThe ferry left at nine.\nADVERTISEMENT\n\nSee https://example.org/a?utm_source=feed now.\nCall 12345\nThe end.\n' > one.txt
    printf 'Nothing to see\nNor here.\n' > two.txt
    printf 'Harbour opens\nIt did.\nAdvertisement\n' > three.txt
    _winnow --audit audit one.txt two.txt three.txt > kept
}

report_is_one_page_that_loads_nothing() {
    _make_evil_audit audit
    _expect 0 "$WINNOW" report audit
    [ "$(head -n 1 out)" = '<!doctype html>' ]
    [ "$(tail -n 1 out)" = '</html>' ]
    _has out "default-src 'none'"
    sed '/<script type="application/,/<\/script>/d' out > outside
    ! grep -E '(src|href)=' outside || return 1
    _expect 0 "$WINNOW" report audit -o page.html
    _same page.html <("$WINNOW" report audit)
}

text_of_an_audit_cannot_end_the_data_of_its_page() {
    _make_evil_audit audit
    "$WINNOW" report audit > page.html
    [ "$(grep -c '</script' page.html)" -eq 2 ]
    sed -n '/id="data">/,/<\/script>/p' page.html | sed '1d;$d' > data
    _has_not data '<'
    ! command -v python3 > /dev/null || { { echo '['; cat data; echo ']'; } | python3 -m json.tool > /dev/null; }
}

report_of_several_audits_has_all_of_them() {
    _make_evil_audit one
    _make_evil_audit two
    "$WINNOW" report one two > page.html
    [ "$(grep -c '"winnow-audit":1' page.html)" -eq 2 ]
}

damaged_audit_gives_no_page() {
    _make_evil_audit audit
    sed 3d audit > bad
    _expect 2 "$WINNOW" report bad -o page.html
    [ ! -e page.html ]
    _has err 'winnow: bad:3: lines are missing before this one'
    sed '$d' audit > bad
    _expect 2 "$WINNOW" report bad
    _is_empty out
    _expect 2 "$WINNOW" report
    _has err 'report needs an audit'
    _expect 2 "$WINNOW" report nowhere
}

kept_text_is_part_of_the_page() {
    _make_articles
    "$WINNOW" report audit --kept kept > page.html
    _has page.html '{"stay":"Ferry leaves on time\nThe ferry left at nine.\n"}'
    "$WINNOW" report audit --kept kept -o other.html
    _same page.html other.html
    gzip -k kept audit
    "$WINNOW" report audit.gz --kept kept.gz > other.html
    _same page.html other.html
    "$WINNOW" report - --kept kept < audit > other.html
    _same page.html other.html
    _expect 2 "$WINNOW" report audit --kept one.txt -o never.html
    _has err 'this audit is of another output'
    [ ! -e never.html ]
    _expect 2 "$WINNOW" report audit --kept nowhere
    _has err 'winnow: nowhere: cannot open it'
    _expect 2 "$WINNOW" report audit audit --kept kept --kept kept --kept kept
    _has err 'winnow: --kept: 3 outputs, but 2 audits; give one for each audit'
    _expect 2 "$WINNOW" report - --kept -
    _has err 'standard input cannot be two files'
}

one_audit_of_many_files_shows_each_with_its_text() {
    _make_articles
    rm audit
    _winnow --audit audit --out-dir clean one.txt three.txt
    "$WINNOW" report audit --kept clean/one.txt --kept clean/three.txt > page.html
    [ "$(grep -c '"winnow-audit":1' page.html)" -eq 2 ]
    _has page.html '{"stay":"Ferry leaves on time'
    _has page.html '{"stay":"Harbour opens'
}

long_text_between_removals_is_shortened() {
    _make_articles
    rm audit
    { echo ADVERTISEMENT; for ((i = 0; i < 20000; i++)); do echo "The ferry number $i left at nine."; done; echo ADVERTISEMENT; } > long.txt
    _winnow --audit audit long.txt > kept
    "$WINNOW" report audit --kept kept > page.html
    [ "$(stat -c %s page.html)" -lt 200000 ]
    grep -qE '^\{"stay":"The ferry number 0 left' page.html
    grep -qE '^\{"stay":"The ferry number [0-9]+ left.*The ferry number 19999 left at nine\.\\n","left":[0-9]+\},$' page.html
}

bytes_that_are_no_utf8_do_not_break_the_page() {
    _make_articles
    rm audit
    printf 'One \377 two.\nADVERTISEMENT\nThree <b>.\n' > odd.txt
    _expect 1 _winnow --audit audit odd.txt
    "$WINNOW" report audit --kept out > page.html
    _has page.html "{\"stay\":\"One $(printf '\357\277\275') two.\\n\"}"
    _has page.html '{"stay":"Three \u003cb>.\n"}'
}

page_allows_its_own_script_and_no_other() {
    command -v python3 > /dev/null || { echo "skipped: no python3"; return; }
    _make_evil_audit audit
    "$WINNOW" report audit > page.html
    python3 - <<'END'
import base64, hashlib, re
page = open("page.html", newline="").read()
for tag in "style", "script":
    text = re.search(f"<{tag}>(.*?)</{tag}>", page, re.S)[1]
    wanted = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert f"{tag}-src 'sha256-{wanted}'" in page, (tag, wanted)
assert "unsafe" not in page
END
}

# ---- in a browser ----

_browse() { # TRIAL PAGE
    python3 "$ROOT/tests/report/browse.py" "$@"
}

_has_browser() {
    local tool
    for tool in chromium chromedriver python3; do
        command -v "$tool" > /dev/null || { echo "skipped: no $tool"; return 1; }
    done
}

page_shows_hostile_text_and_never_runs_it() {
    _has_browser || return 0
    _make_evil_audit audit
    "$WINNOW" report audit -o page.html
    _browse hostile_text_shows_and_never_runs page.html
    "$WINNOW" report audit --kept kept -o page.html
    _browse hostile_text_shows_and_never_runs page.html
    sed 's#<script type="application/json"#<script id="alien">window.ran = 1</script><img src=x onerror="window.ran = 1">&#' page.html > alien.html
    _browse scripts_of_others_may_not_run alien.html
}

page_shows_removals_in_their_articles() {
    _has_browser || return 0
    _make_articles
    "$WINNOW" report audit --kept kept -o page.html
    _browse removals_stand_in_their_article page.html
}

page_shows_the_text_of_records() {
    _has_browser || return 0
    _make_articles
    cat > in.jsonl <<'END'
{"id": 1, "text": "Ferry \u201cleaves\u201d\nAdvertisement\nIt came back \ud83d\ude00.\n", "more": "\"x\""}
{"id": 2, "text": "Nothing to see."}
{"id": 3, "text": "Embargo until noon"}
END
    rm audit
    _winnow -f jsonl --rejects r --audit audit in.jsonl > kept
    "$WINNOW" report audit --kept kept -o page.html
    _browse records_show_their_text page.html
}

page_shows_documents_of_any_format_and_length() {
    _has_browser || return 0
    _make_articles
    rm audit
    printf '<title>Ferry</title>\n<p>The ferry left.</p>\n<p>Advertisement</p>\n' > one.html
    printf '<title>Other</title>\n<p>Nothing here.</p>\n' > two.html
    printf '<p>\n<title>Harbour</title>\n<p>Advertisement</p>\n<p>It opens.</p>' > three.html
    _winnow -f html --audit audit one.html two.html three.html > kept.html
    { echo Beginning; for ((i = 0; i < 9000; i++)); do echo "The ferry number $i left at nine."; done; echo ADVERTISEMENT; } > long.txt
    _winnow --audit other --split ff two.txt long.txt <(printf 'A\nadvertisement\n\fB\n\fC\nD\nadvertisement\nE\n') two.txt > kept.txt
    "$WINNOW" report audit other --kept kept.html --kept kept.txt -o page.html
    _browse documents_begin_and_end_where_they_do page.html
}

page_shows_each_item_of_a_feed() {
    _has_browser || return 0
    _make_articles
    rm audit
    { printf '<rss version="2.0"><channel><title>Harbour news</title>\n'
      for title in Ferry Quiet Pier; do
          advert='&lt;p&gt;ADVERTISEMENT&lt;/p&gt;'
          [ $title != Quiet ] || advert=
          printf '<item><title>%s</title>\n<description>&lt;p&gt;The %s is there.&lt;/p&gt;%s</description></item>\n' $title $title "$advert"
      done
      printf '</channel></rss>\n'; } > feed.xml
    _winnow -f feed --rejects r --audit audit feed.xml > kept.xml
    _same <("$WINNOW" restore kept.xml audit) feed.xml
    "$WINNOW" report audit --kept kept.xml -o page.html
    _browse items_of_a_feed_are_articles page.html
}

page_shows_each_record_of_a_crawl_also_where_its_form_is_found() {
    _has_browser || return 0
    _make_articles
    python3 - <<'END'
texts = "Ferry leaves\nThe ferry left at nine.\nADVERTISEMENT\nIt came back.\n", "Quiet\nNothing here.\n", "Pier opens\nAdvertisement\n"
with open("crawl.wet", "wb") as file:
    for i, text in enumerate(texts):
        head = f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:{i:08}-0000-0000-0000-000000000000>\r\n"
        file.write(f"{head}Content-Type: text/plain\r\nContent-Length: {len(text)}\r\n\r\n{text}\r\n\r\n".encode())
END
    for format in wet auto; do
        rm audit
        _winnow -f $format --rejects r --audit audit crawl.wet > kept
        _same <("$WINNOW" restore kept audit) crawl.wet
        "$WINNOW" report audit --kept kept -o page.html
        _browse records_of_a_crawl_are_articles page.html
        "$WINNOW" report audit -o page.html
        [ $format = auto ] || _browse removals_of_a_crawl_are_listed page.html
    done
}

page_is_filtered_by_mouse_and_by_its_address() {
    _has_browser || return 0
    _make_articles
    "$WINNOW" report audit --kept kept -o page.html
    _browse filters_work_by_mouse_and_fragment page.html
}

page_is_used_by_keyboard_alone() {
    _has_browser || return 0
    _make_articles
    "$WINNOW" report audit --kept kept -o page.html
    _browse keyboard_is_enough page.html
}

page_is_readable_in_the_light_and_in_the_dark() {
    _has_browser || return 0
    _make_articles
    "$WINNOW" report audit --kept kept -o page.html
    _browse page_has_a_light_and_a_dark_face page.html
}
