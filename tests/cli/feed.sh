# Feeds: RSS, Atom and RDF.

_prepare_feed() {
    cat > policy.yaml <<'POLICY'
winnow: 1
name: feeds
rules:
- {id: ad.label, line: {is: [advertisement, read more, share this]}}
- {id: promo.first, line: {contains: appeared first on}}
- {id: track.params, span: '[?&]utm_\w+=[^\s&#]*'}
- {id: track.pixel, span: '<img width="[01]" height="[01]" [^>]*>'}
- {id: style.mark, action: replace, with: ' <$1>', span: '\s?\((tm)\)'}
- {id: title.twice, line: {repeats: headline, first: 1}}
- {id: place.only, when: {lang: da}, line: {is: annonce}}
- {id: source.only, when: {source: '*.example.org'}, line: {is: house notice}}
POLICY
}

_has_expat() { _is_with expat || { echo "skipped: built without expat"; return 1; }; }

_feed() { "$WINNOW" -p policy.yaml --format feed "$@"; }

# An item of RSS with this inside.
_rss() { printf '<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Advertisement</title>\n<item><title>New pier</title>%s</item>\n</channel></rss>\n' "$1"; }

# Demands what becomes of the inside of an item, and that restore brings the feed back.
_becomes() { # INPUT OUTPUT
    rm -f audit
    _rss "$1" > in.xml
    _rss "$2" > expected
    _expect 0 _feed --audit audit in.xml
    _same expected out || return 1
    cp out kept
    _expect 0 "$WINNOW" restore kept audit
    _same in.xml out
}

cdata_sections_lose_elements_and_nothing_else() {
    _has_expat || return 0
    _prepare_feed
    _becomes '<description><![CDATA[<p>One &amp; two</p><p>Adver<b>tise</b>ment</p> <p>The post <a href="x">A</a> appeared first on <a href="y">B</a>.</p>]]></description>' \
        '<description><![CDATA[<p>One &amp; two</p> ]]></description>'
    _becomes '<content:encoded><![CDATA[<ul><li>Read more</li><li>Share this</li></ul>Text]]></content:encoded>' \
        '<content:encoded><![CDATA[Text]]></content:encoded>'
}

escaped_markup_keeps_its_form() {
    _has_expat || return 0
    _prepare_feed
    _becomes '<description>&lt;p&gt;One &amp;amp; two&lt;/p&gt;&#60;p&#x3e;Advertisement&lt;/p&gt;&lt;p&gt;(tm)&lt;/p&gt;</description>' \
        '<description>&lt;p&gt;One &amp;amp; two&lt;/p&gt;&lt;p&gt; &amp;lt;tm&amp;gt;&lt;/p&gt;</description>'
}

plain_text_in_a_feed_is_a_line() {
    _has_expat || return 0
    _prepare_feed
    _becomes '<description>Read more</description>' '<description></description>'
    _becomes '<description>One&lt;br&gt;Read more&lt;br&gt;Two</description>' '<description>One&lt;br&gt;Two</description>'
}

titles_and_other_elements_are_left_alone() {
    _has_expat || return 0
    _prepare_feed
    _becomes '<category>Advertisement</category><media:description>Advertisement</media:description><x:y><description>Advertisement</description></x:y>' \
        '<category>Advertisement</category><media:description>Advertisement</media:description><x:y><description>Advertisement</description></x:y>'
}

the_title_of_an_item_is_its_headline() {
    _has_expat || return 0
    _prepare_feed
    _becomes '<description>&lt;p&gt;New pier&lt;/p&gt;&lt;p&gt;Text&lt;/p&gt;</description>' '<description>&lt;p&gt;Text&lt;/p&gt;</description>'
}

addresses_and_dots_are_judged_in_feeds() {
    _has_expat || return 0
    _prepare_feed
    _becomes '<description><![CDATA[<a href="https://x.example/?a=1&amp;utm_source=f">One</a><img src="c" width="1" height="1">]]></description>' \
        '<description><![CDATA[<a href="https://x.example/?a=1">One</a>]]></description>'
    _becomes '<description>&lt;a href="https://x.example/?a=1&amp;amp;utm_source=f"&gt;One&lt;/a&gt;</description>' \
        '<description>&lt;a href="https://x.example/?a=1"&gt;One&lt;/a&gt;</description>'
}

no_cut_makes_the_end_of_a_cdata_section() {
    _has_expat || return 0
    _prepare_feed
    _rss '<description><![CDATA[<p>a]]?utm_x=1> b</p>]]></description>' | sed 's/utm_x=1>/utm_x=1#>/' > in.xml
    sed 's/utm_\\w+=\[^\\s&#\]\*/utm_x=1#/' policy.yaml > other.yaml
    _expect 1 "$WINNOW" -p other.yaml -f feed in.xml
    _same in.xml out
    _has err 'it passes unchanged'
}

sections_in_several_pieces_are_one_text() {
    _has_expat || return 0
    _prepare_feed
    _becomes '<description><![CDATA[<p>One</p><p>Adver]]><!-- x --><![CDATA[tisement</p>]]></description>' \
        '<description><![CDATA[<p>One</p>]]><!-- x --><![CDATA[]]></description>'
}

atom_entries_are_filtered_in_all_their_forms() {
    _has_expat || return 0
    _prepare_feed
    cat > in.xml <<'XML'
<feed xmlns="http://www.w3.org/2005/Atom"><title>Advertisement</title>
<entry><title>New pier</title><summary type="html">&lt;p&gt;Advertisement&lt;/p&gt;One</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One<br/>Two<p>Three</p></p><p>Advertisement</p><div/></div></content></entry>
</feed>
XML
    sed -e 's/&lt;p&gt;Advertisement&lt;\/p&gt;//; s/<p>Advertisement<\/p>//' in.xml > expected
    _expect 0 _feed in.xml
    _same expected out
}

rdf_items_are_filtered() {
    _has_expat || return 0
    _prepare_feed
    printf '<rdf:RDF xmlns:rdf="x"><channel/><item><description>Advertisement</description></item></rdf:RDF>' > in.xml
    printf '<rdf:RDF xmlns:rdf="x"><channel/><item><description></description></item></rdf:RDF>' > expected
    _expect 0 _feed in.xml
    _same expected out
}

what_real_feeds_get_wrong_is_taken() {
    _has_expat || return 0
    _prepare_feed
    _becomes '<link>https://x.example/?a=1&b=2</link><description>Q&A &nbsp; R&D &copy;&lt;p&gt;Advertisement&lt;/p&gt;</description>' \
        '<link>https://x.example/?a=1&b=2</link><description>Q&A &nbsp; R&D &copy;</description>'
    printf '\n  ' > in.xml
    _rss $'<description>a\x0b\xff&lt;p&gt;Advertisement&lt;/p&gt;</description>' >> in.xml
    _expect 0 _feed -q in.xml || [ "$(cat out | wc -c)" -gt 0 ]
    _has_not out '&gt;Advertisement'
}

feeds_in_other_encodings_keep_their_bytes() {
    _has_expat || return 0
    _prepare_feed
    printf '<?xml version="1.0" encoding="windows-1252"?><rss><channel><item><description>\xe9t\xe9 \x96&lt;p&gt;Adver\xadtisement&lt;/p&gt;</description></item></channel></rss>' > in.xml
    printf '<?xml version="1.0" encoding="windows-1252"?><rss><channel><item><description>\xe9t\xe9 \x96</description></item></channel></rss>' > expected
    _expect 0 _feed in.xml
    _same expected out
    for form in UTF-16LE UTF-16BE; do
        { [ $form = UTF-16LE ] && printf '\xff\xfe' || printf '\xfe\xff'; } > bom
        { cat bom; printf '<?xml version="1.0" encoding="utf-16"?><rss><channel><item><description>\303\251(tm)&lt;p&gt;Advertisement&lt;/p&gt;</description></item></channel></rss>' | iconv -f UTF-8 -t $form; } > in.xml
        { cat bom; printf '<?xml version="1.0" encoding="utf-16"?><rss><channel><item><description>\303\251 &amp;lt;tm&amp;gt;</description></item></channel></rss>' | iconv -f UTF-8 -t $form; } > expected
        _expect 0 _feed in.xml
        _same expected out || return 1
    done
}

a_feed_that_cannot_be_parsed_passes_with_a_warning() {
    _has_expat || return 0
    _prepare_feed
    for text in '<rss><channel><item><description>Advertisement</description></channel></rss>' '<rss><channel><item><description><![CDATA[Advertisement' 'Advertisement' '<html><body>Advertisement</body></html>'; do
        printf '%s' "$text" > in.xml
        _expect 1 _feed in.xml
        _same in.xml out || return 1
        _has err 'it passes unchanged'
    done
    _rss '<description>Advertisement</description>' | head -c 120 > in.xml
    _expect 1 _feed in.xml
    _same in.xml out
}

language_and_source_come_from_the_feed() {
    _has_expat || return 0
    _prepare_feed
    printf '<rss><channel><item><description>Annonce</description></item><language>da-DK</language></channel></rss>' > in.xml
    _expect 0 _feed in.xml
    _has out '<description></description>'
    _expect 0 _feed --lang en in.xml
    _has out '<description>Annonce</description>'
    printf '<rss><channel><link>https://news.example.org/</link><item><description>House notice</description></item></channel></rss>' > in.xml
    _expect 0 _feed in.xml
    _has out '<description></description>'
}

rejected_items_leave_the_feed_and_flagged_ones_are_copied() {
    _has_expat || return 0
    _prepare_feed
    cat >> policy.yaml <<'POLICY'
- {id: legal.embargo, action: reject, document: '^embargo until'}
- {id: desk.look, action: flag, document: {contains: rumour}}
POLICY
    _expect 2 _feed in.xml
    _has err '--rejects'
    printf '<rss><channel>\n<item><description>Embargo until noon</description></item>\n<item><description>A rumour&lt;p&gt;Advertisement&lt;/p&gt;</description></item>\n</channel></rss>' > in.xml
    printf '<rss><channel>\n\n<item><description>A rumour</description></item>\n</channel></rss>' > expected
    _expect 0 _feed --rejects rejects --flagged flagged --audit audit in.xml
    _same expected out
    [ "$(cat rejects)" = '<item><description>Embargo until noon</description></item>' ]
    [ "$(cat flagged)" = '<item><description>A rumour</description></item>' ]
    cp out kept
    _expect 0 "$WINNOW" restore kept audit
    _same in.xml out
    _expect 0 _feed -v --rejects rejects in.xml
    _has err 'in.xml:2: rejected'
}

a_feed_is_read_to_its_end_before_anything_is_written() {
    _has_expat || return 0
    _prepare_feed
    _rss "<description>Advertisement</description></item>$(printf '<item><title>Quay %s</title></item>' {1..60000})<item>" > in.xml
    mkfifo pipe
    _feed < pipe > out &
    exec 4> pipe
    head -n -1 in.xml >&4 # more than pipes hold, so most of it has been read then
    _is_empty out
    tail -n 1 in.xml >&4
    exec 4>&-
    wait $!
    _has out '<description></description>'
    _rss '<description>Advertisement</description>' > in.xml
    for step in 1 7 64; do
        dd if=in.xml bs=$step 2> /dev/null | _feed > pieces
        _feed in.xml | cmp - pieces || return 1
    done
}

hostile_feeds_take_time_by_their_size() {
    _has_expat || return 0
    _prepare_feed
    for piece in '<a>' '<item>' '&' '&amp;' '<![CDATA[' '<!--' '<item><description>x</description></item>' '&lt;div&gt;' '<?'; do
        { printf '<rss><channel><item><description>'; awk -v piece="$piece" 'BEGIN { gsub(/&/, "\\\\&", piece); for (i = 0; i < 60000; i++) printf "%s", piece }' < /dev/null; printf '</description></item></channel></rss>'; } > in.xml
        _in_processor_seconds 20 "$WINNOW" -q -p policy.yaml -f feed in.xml > out || [ $? -eq 1 ] || return 1
        [ "$(wc -c < out)" -gt 0 ]
    done
    cat > in.xml <<'XML'
<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<rss><channel><item><description>&c;&lt;p&gt;Advertisement&lt;/p&gt;</description></item></channel></rss>
XML
    _in_processor_seconds 20 "$WINNOW" -q -p policy.yaml -f feed in.xml > out || [ $? -eq 1 ]
    [ "$(wc -c < out)" -gt 100 ]
}

without_its_library_the_format_is_refused_at_the_start() {
    ! _is_with expat || { echo "skipped: built with expat"; return; }
    _prepare_feed
    _expect 2 _feed nowhere.xml
    _has err 'winnow: format feed needs the library expat'
    _has_not err nowhere
}

empty_feed_is_told_without_a_place() {
    _expect 1 "$WINNOW" -f feed < /dev/null
    _is_empty out
    [ "$(cat err)" = 'winnow: standard input: a feed that cannot be parsed (no element found); it passes unchanged' ]
}
