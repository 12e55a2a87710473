# Pages of HTML.

_prepare_html() {
    cat > policy.yaml <<'POLICY'
winnow: 1
name: markup
rules:
- {id: ad.label, line: {is: [advertisement, read more, share this]}}
- {id: promo.first, line: {contains: appeared first on}}
- {id: track.params, span: '\?utm_\w+=(?>[^\s&#]*)(?!&)|(?<=[?&])utm_\w+=[^\s&#]*&|&utm_\w+=[^\s&#]*'}
- {id: track.pixel, span: '<img width="[01]" height="[01]" [^>]*>'}
- {id: style.mark, action: replace, with: ' <$1>', span: '\s?\((tm)\)'}
- {id: title.twice, line: {repeats: headline, first: 3, unless: {first: 1}}}
- {id: place.only, when: {lang: da}, line: {is: annonce}}
- {id: source.only, when: {source: '*.example.org'}, line: {is: house notice}}
POLICY
}

_html() { "$WINNOW" -p policy.yaml --format html "$@"; }

# Demands what becomes of a piece of HTML, and that restore brings it back.
_becomes() { # INPUT OUTPUT
    rm -f audit
    printf '%s' "$1" > in.html
    printf '%s' "$2" > expected
    _expect 0 _html --audit audit in.html
    _same expected out || return 1
    cp out kept
    _expect 0 "$WINNOW" restore kept audit
    _same in.html out
}

the_whole_element_of_a_line_goes_and_nothing_else() {
    _prepare_html
    _becomes '<P Class = x>One</P>
<p style="a">Adver<b>tise</b>ment</p>
<p>Two &amp; three</p>' '<P Class = x>One</P>

<p>Two &amp; three</p>'
}

references_and_markup_in_a_line_hide_nothing() {
    _prepare_html
    _becomes '<p>&#65;dverti<!-- x -->&shy;s<i>em</i>ent&nbsp;</p><p>a</p>' '<p>a</p>'
}

a_block_goes_when_all_its_lines_do() {
    _prepare_html
    _becomes '<div><h3>Read more</h3><ul> <li><a href="a">Share this</a></li> <li>Advertisement</li></ul></div><p>a</p>' '<p>a</p>'
    _becomes '<div><h3>Read more</h3><ul><li>Share this</li><li>Text</li></ul></div>' '<div><ul><li>Text</li></ul></div>'
}

an_emptied_list_and_an_emptied_row_go() {
    _prepare_html
    _becomes '<p>a</p><ol><li>Read more<li>Share this</ol><p>b</p>' '<p>a</p><p>b</p>'
    _becomes '<table><tr><td>Advertisement</td><td> </td></tr><tr><th>Key</th><td>Value</td></tr></table>' \
        '<table><tr><th>Key</th><td>Value</td></tr></table>'
}

cells_of_a_row_are_one_line_and_stay_in_their_columns() {
    _prepare_html
    _becomes '<table><tr><td>Read</td><td>more</td></tr><tr><td><p>Advertisement</p></td><td>Text</td></tr></table>' \
        '<table><tr><td></td><td>Text</td></tr></table>'
}

lines_between_breaks_go_alone() {
    _prepare_html
    _becomes '<p>One<br>Advertisement<br />Two<BR><b>Read more</b></p>' '<p>One<br>Two<BR></p>'
}

lines_of_preformatted_text_go_alone() {
    _prepare_html
    _becomes '<pre>One
Advertisement
Two</pre>' '<pre>One
Two</pre>'
}

text_beside_blocks_is_a_line() {
    _prepare_html
    _becomes 'Advertisement<p>One</p> <b>Read</b> more <p>Two</p>Share this' '<p>One</p>  <p>Two</p>'
}

tags_that_end_elsewhere_stay() {
    _prepare_html
    _becomes '<b>One<br>Advertisement</b><br>Two' '<b>One<br></b>Two'
    _becomes '<b><p>Advertisement</b></p><p>Two</p>' '<b><p></b></p><p>Two</p>'
}

a_link_around_a_block_goes_with_it() {
    _prepare_html
    _becomes '<a href="x"><div>Advertisement</div></a><p>One</p>' '<p>One</p>'
}

missing_end_tags_are_implied() {
    _prepare_html
    _becomes '<p>One
<p>Advertisement
<p>Two' '<p>One

<p>Two'
    _becomes '<ul><li>One<li>Advertisement<li>Two</ul>' '<ul><li>One<li>Two</ul>'
    _becomes '<dl><dt>One<dd>Advertisement<dt>Two</dl>' '<dl><dt>One<dt>Two</dl>'
}

what_a_removal_would_pull_into_the_line_before_it_is_kept_apart() {
    _prepare_html
    _becomes '<p>One<p>Advertisement</p>two' '<p>One<p></p>two'
}

scripts_styles_comments_and_templates_are_no_text() {
    _prepare_html
    for piece in '<script>x="<p>Advertisement</p>"</script>' '<style>Advertisement</style>' \
        '<!-- <p>Advertisement</p> -->' '<template><p>Advertisement</p></template>' '<textarea>Advertisement</textarea>' \
        '<svg><text>Advertisement</text></svg>' '<select><option>Advertisement</option></select>' \
        '<iframe><p>Advertisement</p></iframe>' '<video>Advertisement</video>'; do
        _becomes "$piece" "$piece" || return 1
    done
}

pictures_and_frames_stay_and_hold_their_block() {
    _prepare_html
    _becomes '<p><a href="x"><img src="big.jpg"></a>Advertisement</p>' '<p><a href="x"><img src="big.jpg"></a></p>'
    _becomes '<div><iframe src="x"></iframe><p>Advertisement</p></div>' '<div><iframe src="x"></iframe></div>'
    _becomes '<li><img width=16 height="16" src=i.png> Share this</li><p>One</p>' '<p>One</p>'
}

tracking_parameters_leave_addresses_in_their_own_form() {
    _prepare_html
    _becomes "<p><a href='https://example.org/a?page=2&amp;utm_source=feed&#38;utm_medium=rss#top'>One</a></p>" \
        "<p><a href='https://example.org/a?page=2#top'>One</a></p>"
    _becomes '<p>a <img src=https://example.org/i.png?utm_source=feed&w=5> b</p>' \
        '<p>a <img src=https://example.org/i.png?w=5> b</p>'
}

images_of_one_dot_go_however_they_are_written() {
    _prepare_html
    _becomes '<p>One<img src=a width="1" height=1></p><IMG HEIGHT=0 SRC="b" WIDTH=0 /><img src=c style="border:0;width:1px; height: 1px">' '<p>One</p>'
    _becomes '<img src="a" width="1" height="100">' '<img src="a" width="1" height="100">'
}

what_is_put_is_written_as_html() {
    _prepare_html
    _becomes '<p>Pier<b>wash</b>(tm) is soap</p>' '<p>Pier<b>wash</b> &lt;tm&gt; is soap</p>'
}

headline_language_and_source_come_from_the_page() {
    _prepare_html
    _becomes '<title>New pier</title><p>By A. Example</p><p>New pier</p><p>Text</p>' '<title>New pier</title><p>By A. Example</p><p>Text</p>'
    _becomes '<html lang="da"><p>Annonce</p><p>Tekst</p>' '<html lang="da"><p>Tekst</p>'
    _becomes '<link rel=canonical href="https://news.example.org/a"><p>House notice</p><p>Text</p>' \
        '<link rel=canonical href="https://news.example.org/a"><p>Text</p>'
}

pages_in_windows_1252_and_utf_16_keep_their_bytes() {
    _prepare_html
    _becomes $'<meta charset="iso-8859-1"><p>\xe9t\xe9</p><p>Adver\xadtisement</p>' $'<meta charset="iso-8859-1"><p>\xe9t\xe9</p>'
    for form in UTF-16LE UTF-16BE; do
        printf '\357\273\277<p>\303\251t\303\251</p><p>Advertisement</p><p>a(tm)</p>' | iconv -f UTF-8 -t $form > in.html
        printf '\357\273\277<p>\303\251t\303\251</p><p>a &lt;tm&gt;</p>' | iconv -f UTF-8 -t $form > expected
        _expect 0 _html in.html
        _same expected out || return 1
    done
}

a_page_in_an_unknown_encoding_passes_with_a_warning() {
    _prepare_html
    printf '<meta charset="shift_jis"><p>\x82\xa0</p><p>Advertisement</p>' > in.html
    _expect 1 _html in.html
    _same in.html out
    _has err 'winnow: in.html: a page in an encoding other than UTF-8, UTF-16 or windows-1252; it passes unchanged'
}

a_cut_that_would_make_a_reference_of_its_neighbours_is_not_made() {
    _prepare_html
    printf '<p>Q&?utm_a=1#38;A</p>' > in.html
    _expect 1 _html in.html
    _same in.html out
    _has err 'it passes unchanged'
}

several_pages_follow_each_other_and_in_place_writes_each() {
    _prepare_html
    printf '<p>One</p><p>Advertisement</p>' > a.html
    printf '<p>Two</p>' > b.html
    printf '<p>One</p><p>Two</p>' > expected
    _expect 0 _html a.html b.html
    _same expected out
    _expect 0 _html --in-place a.html b.html
    cat a.html b.html | cmp - expected
}

options_of_records_are_refused_for_pages() {
    _prepare_html
    for option in --field=a --annotate --rejects=a --one-to-one --on-error=drop; do
        _expect 2 _html "$option" in.html
        _has err "winnow: ${option%=*}: only records have that; give --format jsonl"
    done
}

a_rejected_page_is_not_in_the_output() {
    _prepare_html
    echo "- {id: legal.embargo, action: reject, document: '^embargo until'}" >> policy.yaml
    printf '<p>Embargo until noon</p>' > in.html
    _expect 1 _html --audit audit in.html
    _is_empty out
    _has err 'in.html: rejected by legal.embargo'
    cp out kept
    _expect 0 "$WINNOW" restore kept audit
    _same in.html out
}

hostile_pages_take_time_by_their_size() {
    _prepare_html
    for piece in '<div>' '<b>' '<p>x<b>' '<b>x<div></div>' '<table><tr><td>' '<a><div>x' '<p><!--' '<svg><p>' '&amp' '</p>' '<x ' '<a href=x>'; do
        awk -v piece="$piece" 'BEGIN { for (i = 0; i < 100000; i++) printf "%s", piece }' > in.html < /dev/null
        _in_processor_seconds 20 "$WINNOW" -q -p policy.yaml -f html in.html > out || [ $? -eq 1 ] || return 1
    done
}
