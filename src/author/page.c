/* page.c: the page's text. The audit's lines go into a block of JSON, where "<" is written as an escape, so that
 * nothing in them can end the block; the script reads it and makes text nodes only. */
#include "author/page.h"

#include <string.h>

static const char *const head[] = {
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; ",
    "script-src 'unsafe-inline'\">\n",
    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>winnow report</title>\n<style>\n",
    ":root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 20%,transparent)}\n",
    "body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:0 auto;padding:1rem}\n",
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}\n",
    "table{border-collapse:collapse;width:100%}td,th{padding:.15rem .5rem;text-align:left;vertical-align:top}\n",
    "td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\n",
    ".bar{height:.8rem;min-width:1px;border-radius:2px;background:hsl(var(--hue) 60% 50%)}.wide{width:45%}\n",
    "form{position:sticky;top:0;background:Canvas;padding:.5rem 0;display:flex;flex-wrap:wrap;gap:.5rem;",
    "border-bottom:1px solid var(--line)}\n",
    "input,select,button{font:inherit;padding:.25rem .5rem}input{flex:1;min-width:12rem}\n",
    "article{border:1px solid var(--line);border-radius:4px;margin:1rem 0;padding:.5rem 1rem}\n",
    "article h3{font-size:1rem;margin:0 0 .5rem}\n",
    ".line{display:flex;gap:.75rem;margin:.1rem 0}.at{opacity:.7;min-width:3rem;text-align:right}\n",
    ".text{flex:1;white-space:pre-wrap;overflow-wrap:anywhere}\n",
    "del{background:hsl(var(--hue) 80% 50%/.15);text-decoration-color:hsl(var(--hue) 70% 50%)}\n",
    "ins{text-decoration:none;border-bottom:2px solid currentColor}\n",
    ".rule{border:0;background:none;padding:0;color:inherit;text-decoration:underline;cursor:pointer",
    ";font-size:.85rem}\n",
    ".gap{opacity:.6;font-size:.85rem;padding-left:3.75rem}\n",
    "</style>\n</head>\n<body>\n<h1>winnow report</h1>\n<p id=\"policy\"></p>\n<p id=\"totals\"></p>\n",
    "<h2>By category</h2>\n<table id=\"categories\"></table>\n<h2>By rule</h2>\n<table id=\"rules\"></table>\n",
    "<h2>What was removed</h2>\n<form role=\"search\">\n",
    "<input id=\"search\" type=\"search\" placeholder=\"Search the text\" aria-label=\"Search the text\">\n",
    "<select id=\"category\" aria-label=\"Category\"></select>\n<select id=\"rule\" aria-label=\"Rule\"></select>\n",
    "<output id=\"count\"></output>\n</form>\n<main id=\"list\"></main>\n",
    "<button id=\"more\" type=\"button\" hidden>Show more</button>\n",
    "<noscript>This page needs its script to show the list.</noscript>\n",
    "<script type=\"application/json\" id=\"data\">[\n",
};

static const char *const foot[] = {
    "\n]</script>\n<script>\n\"use strict\";\n",
    "const PAGE = 200;\n",
    "const lines = JSON.parse(document.getElementById(\"data\").textContent);\n",
    "const byId = id => document.getElementById(id);\n",
    "const make = (name, text, kind) => {\n  const e = document.createElement(name);\n",
    "  if (text !== undefined) e.textContent = text;\n  if (kind) e.className = kind;\n  return e;\n};\n",
    "const hue = word => { let sum = 7; for (const c of word) sum = (sum * 31 + c.codePointAt(0)) % 360; return sum; ",
    "};\n",
    "const visible = text => text.replace(/[\\u0000-\\u0009\\u000b-\\u001f]/g, ",
    "c => String.fromCharCode(0x2400 + "
    "c.charCodeAt(0))).replace(/[\\u007f-\\u009f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]/g, ",
    "c => \"\\\\u\" + c.charCodeAt(0).toString(16).padStart(4, \"0\"));\n",
    "const bytesOf = (line, name) => line[name] !== undefined ? line[name]\n",
    "  : line[name + \"64\"] !== undefined ? atob(line[name + \"64\"]) : \"\";\n",
    "let run = 0;\nconst changes = [];\nconst policies = new Set();\nlet input = 0, output = 0;\n",
    "for (const line of lines) {\n",
    "  if (line[\"winnow-audit\"]) { run++; policies.add(line.policy + \" \" + line[\"policy-version\"] + \" (\" + ",
    "line.sha256.slice(0, 12) + \")\"); }\n",
    "  else if (line.end) { input += line[\"input-length\"]; output += line[\"output-length\"]; }\n",
    "  else changes.push({run, record: line.record, line: line.line, action: line.action, rule: line.rule || "
    "line.action,\n",
    "    category: line.category || line.action, field: line.field || \"\", length: line.length,\n",
    "    removed: bytesOf(line, line.action === \"shadow\" ? \"would-remove\" : \"removed\"), put: bytesOf(line, "
    "\"put\")});\n",
    "}\n",
    "byId(\"policy\").textContent = \"Policy: \" + [...policies].join(\", \");\n",
    "byId(\"totals\").textContent = `${changes.length} changes; ${input} bytes in, ${output} bytes out`;\n",
    "const count = key => {\n  const sums = new Map();\n",
    "  for (const c of changes) {\n    const sum = sums.get(c[key]) || {changes: 0, bytes: 0};\n",
    "    sum.changes++; sum.bytes += c.length; sums.set(c[key], sum);\n  }\n",
    "  return [...sums].sort((a, b) => b[1].changes - a[1].changes || (a[0] < b[0] ? -1 : 1));\n};\n",
    "const showBars = (table, sums, select) => {\n",
    "  const top = make(\"tr\");\n",
    "  for (const [word, kind] of [[\"\", \"\"], [\"changes\", \"number\"], [\"bytes\", \"number\"], [\"\", "
    "\"wide\"]]) ",
    "top.append(make(\"th\", word, kind));\n  table.append(top);\n",
    "  for (const [name, sum] of sums) {\n    const row = make(\"tr\"), cell = make(\"td\"), wide = make(\"td\", "
    "undefined, \"wide\");\n",
    "    const button = make(\"button\", name, \"rule\"), bar = make(\"div\", undefined, \"bar\");\n    button.type = "
    "\"button\";\n",
    "    button.addEventListener(\"click\", () => { select.value = name; show(); byId(\"list\").scrollIntoView(); "
    "});\n",
    "    bar.style.width = 100 * sum.changes / sums[0][1].changes + \"%\";\n    bar.style.setProperty(\"--hue\", "
    "hue(name));\n",
    "    cell.append(button); wide.append(bar);\n",
    "    row.append(cell, make(\"td\", sum.changes, \"number\"), make(\"td\", sum.bytes, \"number\"), wide);\n",
    "    table.append(row);\n  }\n};\n",
    "const fill = (select, all, sums) => {\n  select.append(new Option(all, \"\"));\n",
    "  for (const [name] of [...sums].sort()) select.append(new Option(name, name));\n};\n",
    "const categories = count(\"category\"), rules = count(\"rule\");\n",
    "fill(byId(\"category\"), \"All categories\", categories);\nfill(byId(\"rule\"), \"All rules\", rules);\n",
    "showBars(byId(\"categories\"), categories, byId(\"category\"));\nshowBars(byId(\"rules\"), rules, "
    "byId(\"rule\"));\n",
    "const showChange = c => {\n  const row = make(\"div\", undefined, \"line\"), text = make(\"bdi\", undefined, "
    "\"text\");\n",
    "  const gone = make(c.action === \"shadow\" ? \"span\" : \"del\", visible(c.removed.replace(/\\r?\\n$/, "
    "\"\")));\n",
    "  gone.style.setProperty(\"--hue\", hue(c.rule));\n  text.append(gone);\n",
    "  if (c.put) text.append(\" \", make(\"ins\", visible(c.put)));\n",
    "  const rule = make(\"button\", c.rule + (c.action === \"shadow\" ? \" (only reported)\" : \"\"), \"rule\");\n",
    "  rule.type = \"button\";\n",
    "  rule.addEventListener(\"click\", () => { byId(\"rule\").value = c.rule; show(); });\n",
    "  row.append(make(\"span\", c.line === undefined ? \"\" : c.line, \"at\"), text, rule);\n  return row;\n};\n",
    "let shown = [], next = 0;\n",
    "const showMore = () => {\n  const list = byId(\"list\");\n  const end = Math.min(next + PAGE, shown.length);\n",
    "  for (; next < end; next++) {\n    const c = shown[next], before = shown[next - 1];\n",
    "    const isSame = before && before.run === c.run && before.record === c.record && before.field === c.field;\n",
    "    if (!isSame) {\n      const article = make(\"article\");\n",
    "      article.append(make(\"h3\", `Document ${c.record}${c.field ? \" \" + visible(c.field) : \"\"}` + ",
    "(run > 1 ? `, run ${c.run}` : \"\")));\n      list.append(article);\n",
    "    } else if (c.line > before.line + 1) {\n",
    "      list.lastChild.append(make(\"div\", \"\\u22ef\", \"gap\"));\n    }\n",
    "    list.lastChild.append(showChange(c));\n  }\n",
    "  byId(\"more\").hidden = next >= shown.length;\n};\n",
    "const show = () => {\n  const wanted = byId(\"search\").value.toLowerCase();\n",
    "  const category = byId(\"category\").value, rule = byId(\"rule\").value;\n",
    "  shown = changes.filter(c => (!category || c.category === category) && (!rule || c.rule === rule) &&\n",
    "    (!wanted || c.removed.toLowerCase().includes(wanted)));\n",
    "  next = 0;\n  byId(\"list\").replaceChildren();\n  byId(\"count\").textContent = `${shown.length} of "
    "${changes.length}`;\n",
    "  showMore();\n};\n",
    "byId(\"more\").addEventListener(\"click\", showMore);\n",
    "document.querySelector(\"form\").addEventListener(\"input\", show);\n",
    "document.querySelector(\"form\").addEventListener(\"submit\", e => e.preventDefault());\n",
    "show();\n</script>\n</body>\n</html>\n",
};

void wn_page_begin(wn_buf *out)
{
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        wn_buf_text(out, head[i]);
}

/* In JSON "<" stands in strings only, where it may be an escape as well. */
void wn_page_line(wn_buf *out, wn_bytes json, bool is_first)
{
    wn_buf_text(out, is_first ? "" : ",\n");
    while (json.size) {
        const char *found = memchr(json.data, '<', json.size);
        size_t      size = found ? (size_t)(found - json.data) : json.size;
        wn_buf_append(out, json.data, size);
        if (found)
            wn_buf_text(out, "\\u003c");
        size += found != NULL;
        json = (wn_bytes){json.data + size, json.size - size};
    }
}

void wn_page_end(wn_buf *out)
{
    for (size_t i = 0; i < sizeof foot / sizeof *foot; i++)
        wn_buf_text(out, foot[i]);
}
