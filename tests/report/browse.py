"""browse.py: tries the page of `winnow report` in a real browser, as a reader would.

usage: browse.py TRIAL PAGE     each trial is a function below; tests/cli/report.sh makes the pages"""
import sys

from browser import Browser


def status(b):
    return b.texts("#count")[0]


def hostile_text_shows_and_never_runs(page):
    with Browser() as b:
        b.open(page)
        assert b.run("return document.title") == "What winnow removed", b.run("return document.title")
        assert b.run("return window.ran") is None
        gone = b.texts("del")
        assert '</script><script>document.title="ran"; window.ran = 1</script>' in gone, gone
        assert any('<img src=x onerror="window.ran = 1">' in text for text in gone), gone
        assert not b.run("return document.querySelector('article img, article script, iframe')")
        # what turns text around, and what a terminal would obey, shows as a number; Hebrew runs its own way
        odd = b.texts("del .odd")
        assert odd == ["U+202E", "U+0001", "U+001B"], odd
        direction = b.run("""return [...document.querySelectorAll('.text')].filter(e => e.textContent.includes('שלום'))
            .map(e => getComputedStyle(e).direction)""")
        assert direction == ["rtl"], direction
        assert b.log() == [], b.log()
        assert b.run("return performance.getEntriesByType('resource').length") == 0


def scripts_of_others_may_not_run(page):
    with Browser() as b:
        b.open(page)
        assert b.run("return document.querySelectorAll('img, #alien').length") == 2
        b.run("return new Promise(done => setTimeout(done, 200))")
        assert b.run("return window.ran") is None
        assert status(b) == "4 of 4 removals in 1 article", status(b)


def removals_stand_in_their_article(page):
    with Browser() as b:
        b.open(page)
        assert b.texts("h3") == ["Ferry leaves on time", "Harbour opens"], b.texts("h3")
        assert b.texts("article > p") == ["Document 1 · 3 removals", "Document 3 · 1 removal"], b.texts("article > p")
        rows = b.run("""return [...document.querySelectorAll('article')].map(a => [...a.querySelectorAll('.line')].map(
            r => [r.className.split(' ').includes('goes') ? '-' : r.className.split(' ').includes('changes') ? '~' : ' ',
                  r.querySelector('.at').textContent, r.querySelector('.text').textContent]))""")
        assert rows[0] == [[" ", "1", "Ferry leaves on time"], [" ", "2", "The ferry left at nine."], ["-", "3", "ADVERTISEMENT"],
                           [" ", "4", ""], ["~", "5", "See https://example.org/a?utm_source=feed now."],
                           ["~", "6", "Call 12345[number]"], [" ", "7", "The end."]], rows[0]
        assert rows[1] == [[" ", "1", "Harbour opens"], [" ", "2", "It did."], ["-", "3", "Advertisement"]], rows[1]
        struck = b.run("return getComputedStyle(document.querySelector('.goes del')).textDecorationLine")
        assert struck == "line-through", struck
        hues = b.run("return [...document.querySelectorAll('.goes, .changes')].map(e => e.style.getPropertyValue('--hue'))")
        assert len(set(hues)) == 3 and hues[0] == hues[3], hues  # one colour for each rule
        tiles = b.texts("#tiles b")
        assert tiles[:2] == ["4", "2"], tiles
        assert b.log() == [], b.log()


def records_show_their_text(page):
    with Browser() as b:
        b.open(page)
        rows = [text for text in b.texts("article:first-of-type .text")]
        assert rows == ["Ferry “leaves”", "Advertisement", "It came back 😀."], rows
        assert b.texts("article > p")[0] == "Line 1 /text · 1 removal", b.texts("article > p")
        assert any("Embargo until noon" in text for text in b.texts("del")), b.texts("del")
        assert b.log() == [], b.log()


def documents_begin_and_end_where_they_do(page):
    with Browser() as b:
        b.open(page)
        assert b.texts("h3") == ["Ferry", "Harbour", "Beginning", "A", "C"], b.texts("h3")
        for _ in range(2):
            b.run("for (const gap of document.querySelectorAll('button.gap')) gap.click()")
        rows = b.run("""return [...document.querySelectorAll('article')].map(a => [...a.querySelectorAll('.line')].map(
            r => r.querySelector('.at').textContent + ' ' + r.querySelector('.text').textContent))""")
        assert rows[0] == ["1 <title>Ferry</title>", "2 <p>The ferry left.</p>", "3 <p>Advertisement</p>"], rows[0]
        assert rows[1] == ["1 <p>", "2 <title>Harbour</title>", "3 <p>Advertisement</p>", "4 <p>It opens.</p>"], rows[1]
        assert rows[2][0] == "1 Beginning" and rows[2][1] == "2 The ferry number 0 left at nine.", rows[2][:2]
        assert rows[2][-2].endswith("The ferry number 8999 left at nine.") and rows[2][-1] == "9002 ADVERTISEMENT", rows[2][-2:]
        assert any("bytes not shown" in text for text in b.texts("div.gap"))
        assert rows[3:] == [["1 A", "2 advertisement"], ["1 C", "2 D", "3 advertisement", "4 E"]], rows[3:]
        assert b.log() == [], b.log()


def items_of_a_feed_are_articles(page):
    with Browser() as b:
        b.open(page)
        assert b.texts("h3") == ["Ferry", "Pier"], b.texts("h3")
        assert b.texts("article > p") == ["Line 2 /description · 1 removal", "Line 6 /description · 1 removal"], b.texts("article > p")
        rows = b.texts("article:last-of-type .text")
        assert rows[0] == "<item><title>Pier</title>", rows
        assert "ADVERTISEMENT" in rows[1] and rows[1].endswith("</item>"), rows
        assert b.log() == [], b.log()


def records_of_a_crawl_are_articles(page):
    with Browser() as b:
        b.open(page)
        assert b.texts("h3") == ["Ferry leaves", "Pier opens"], b.texts("h3")
        assert b.texts("article > p") == ["Line 1 · 1 removal", "Line 3 · 1 removal"], b.texts("article > p")
        assert b.texts("del") == ["ADVERTISEMENT", "Advertisement"], b.texts("del")
        assert [t for t in b.texts("article:first-of-type .text") if t][-3:] == ["The ferry left at nine.", "ADVERTISEMENT", "It came back."]
        assert not any("Quiet" in text or "Pier" in text for text in b.texts("article:first-of-type .text"))
        assert b.log() == [], b.log()


def removals_of_a_crawl_are_listed(page):
    with Browser() as b:
        b.open(page)
        assert b.texts("h3") == ["Line 1", "Line 3"], b.texts("h3")
        assert b.texts(".text") == ["ADVERTISEMENT", "Advertisement"], b.texts(".text")
        assert b.log() == [], b.log()


def filters_work_by_mouse_and_fragment(page):
    with Browser() as b:
        b.open(page)
        assert status(b) == "4 of 4 removals in 2 articles", status(b)
        b.click("#rules tbody tr:first-child button")
        assert status(b) == "2 of 4 removals in 2 articles", status(b)
        assert b.run("return document.getElementById('rule').value") == "ad.label"
        assert b.run("return location.hash") == "#rule=ad.label"
        b.click("#clear")
        assert status(b) == "4 of 4 removals in 2 articles", status(b)
        b.click("#search")
        b.press(*"TISEM")
        assert status(b) == "2 of 4 removals in 2 articles", status(b)
        assert b.texts("mark") == ["TISEM", "tisem"], b.texts("mark")
        b.press(*"xyz")
        assert status(b) == "0 of 4 removals in 0 articles", status(b)
        assert b.run("return !document.getElementById('none').hidden && !document.querySelector('article')")
        b.open(page, "#category=track&only=1")
        assert status(b) == "1 of 4 removals in 1 article", status(b)
        assert b.texts(".line.stays") == []
        b.click("button.gap")
        assert b.texts(".line.stays .text") == ["Ferry leaves on time", "The ferry left at nine."], b.texts(".line.stays .text")
        assert b.log() == [], b.log()


def keyboard_is_enough(page):
    here = "return document.querySelector('.here .text')?.textContent"
    with Browser(height=500) as b:
        b.open(page)
        b.press("j")
        assert b.run(here) == "ADVERTISEMENT", b.run(here)
        assert b.run("return document.activeElement === document.querySelector('.here')")
        b.press("j", "j", "j", "j", "j")
        assert b.run(here) == "Advertisement", b.run(here)
        box = b.run("const r = document.querySelector('.here').getBoundingClientRect(); return [r.top, r.bottom]")
        assert 0 < box[0] < box[1] < 500, box
        b.press("k")
        assert b.run(here) == "Call 12345[number]", b.run(here)
        b.press("Tab")  # on to the rule behind the line, which filters
        b.press("Enter")
        assert status(b) == "1 of 4 removals in 1 article", status(b)
        b.press("Escape")
        assert status(b) == "4 of 4 removals in 2 articles", status(b)
        b.press("/")
        assert b.run("return document.activeElement.id") == "search"
        b.press("j", "o")  # letters, while one searches
        assert b.run("return document.getElementById('search').value") == "jo"
        b.press("Escape")
        assert b.run("return document.getElementById('search').value") == ""
        b.press("o")
        assert b.texts(".line.stays") == []
        reached = set()
        for _ in range(40):
            b.press("Tab")
            reached.add(b.run("return document.activeElement.id || document.activeElement.textContent"))
        assert {"search", "category", "rule", "only", "back", "next", "ad.label", "track.utm"} <= reached, reached


def page_has_a_light_and_a_dark_face(page):
    ground = "return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number).reduce((a, b) => a + b)"
    contrast = """
        const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => (v /= 255) <= .03928 ? v / 12.92 :
            ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
        const ratio = (a, b) => (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
        return [...document.querySelectorAll('.goes')].flatMap(row => ['del', '.tag button', '.at'].map(s => ratio(
            light(getComputedStyle(row.querySelector(s)).color), light(getComputedStyle(row).backgroundColor))))"""
    for dark in (False, True):
        with Browser(dark=dark) as b:
            b.open(page)
            assert (b.run(ground) < 200) == dark, b.run(ground)
            ratios = b.run(contrast)
            assert ratios and min(ratios) >= 4.5, ratios  # WCAG 2, level AA
            assert b.run("return scrollY") == 0


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
