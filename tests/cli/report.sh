# The page for people.

_make_evil_audit() { # FILE
    cat > policy.yaml <<'END'
winnow: 1
name: evil
rules:
- {id: ad.label, line: {contains: script}}
- {id: rtl.line, line: {contains: שלום}}
END
    printf 'One.\n</script><script>document.title="ran"</script>\n<img src=x onerror="document.title=1"> script\nשלום \342\200\256 rtl\nscript \001\033[31m\nTwo.\n' > article.txt
    _winnow --audit "$1" article.txt > kept
}

report_is_one_page_that_loads_nothing() {
    _make_evil_audit audit
    _expect 0 "$WINNOW" report audit
    head -n 1 out | grep -qx '<!doctype html>'
    tail -n 1 out | grep -qx '</html>'
    _has out "default-src 'none'"
    ! grep -qE '(src|href)=' <(sed '/<script type="application/,/<\/script>/d' out)
    _expect 0 "$WINNOW" report audit -o page.html
    _same page.html <("$WINNOW" report audit)
}

text_of_an_audit_cannot_end_the_data_of_its_page() {
    _make_evil_audit audit
    "$WINNOW" report audit > page.html
    [ "$(grep -c '</script' page.html)" -eq 2 ]
    sed -n '/id="data">/,/<\/script>/p' page.html | sed '1d;$d' > data
    ! grep -q '<' data
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

page_shows_text_as_text_and_filters_it_in_a_browser() {
    local browser
    browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
        { echo "skipped: no chromium"; return; }
    _make_evil_audit audit
    "$WINNOW" report audit -o page.html
    _browse() { "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/profile" --dump-dom "file://$PWD/$1" 2> /dev/null; }
    _browse page.html > dom
    _has dom '<title>winnow report</title>'
    _has dom '4 changes; '
    _has dom '&lt;img src=x onerror="document.title=1"&gt; script'
    [ "$(grep -o '<del' dom | wc -l)" -eq 4 ]
    sed 's#^show();$#byId("search").value = "SCRIPT>"; show(); byId("rule").value = "ad.label"; show();#' page.html > searched.html
    _browse searched.html > dom
    _has dom '1 of 4'
}
