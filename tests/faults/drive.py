"""drive.py: makes every allocation and every system call of winnow fail in turn, and looks at what is left.

usage: drive.py WINNOW SHIM [--all] [--only WORDS] [--jobs N]

Each command line of COMMANDS runs once with nothing failing, which counts its calls and says what should come out.
Then it runs again for each call, which shim.c makes fail: the one alone, or it and all after it. A signal in every
call that one can interrupt, and reads and writes of one byte, must change nothing at all. Without --all only some
of the calls are tried, chosen by a fixed rule. What must hold afterwards is in `judge`.
"""
import argparse
import concurrent.futures
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib

SECONDS_MAX = 240  # only what hangs takes as long
SAMPLES = 5  # of the calls of each kind, without --all
AFTER_STEP = 5

# ---- what winnow is given ----

POLICY = b"""winnow: 1
name: faults
guard: {max-removed-prose: 90%, min-words: 3}
define: {social: 'harbourgram|quaychat'}
rules:
- id: ad.label
  line: {is: [advertisement]}
  hits: [ADVERTISEMENT]
  misses: [Advertisement sales rose.]
- {id: promo.follow, line: {match: '^follow\\b.*\\b(?:%{social})\\b', words: {max: 30}}}
- {id: links.next, section: {from: '^next in\\b', until: blank}}
- {id: links.run, run: {match: '^[-*] \\p{Lu}', case: exact, min-lines: 2}}
- {id: track.params, span: '[?&]utm_\\w+=[^\\s&]*'}
- {id: meta.updated, action: extract, field: updated, line: '^updated on (?<value>.+)$'}
- {id: legal.flag, action: flag, document: '^flag this\\b'}
- {id: legal.embargo, action: reject, why: not before its hour, document: '^embargo until\\b'}
overrides:
- {when: {lang: [xx]}, rules: {promo.follow: off}}
tests:
- name: a label between two lines
  text: |
    =|The ferry left at nine.
    -|ADVERTISEMENT
    =|It came back at noon.
"""

SMALL = b"""winnow: 1
name: small
rules:
- {id: ad.label, line: {is: [advertisement]}}
- {id: links.next, section: {from: {starts: [next in]}, until: blank}}
- {id: track.params, span: '[?&]utm_\\w+=[^\\s&]*'}
- {id: meta.updated, action: extract, field: updated, line: '^updated on (?<value>.+)$'}
- {id: legal.flag, action: flag, document: {starts: [flag this]}}
- {id: legal.embargo, action: reject, why: not before its hour, document: {starts: [embargo until]}}
"""

LAYER = b"winnow: 1\nname: above\nextends: [policy.yaml]\nrules:\n- {id: nav.top, line: {match: '^back to top$'}}\n"
BROKEN = b"winnow: 1\nname: broken\nrules:\n- {id: a.b, lnie: 'x'}\n- {id: a.c, line: '(unclosed'}\n- {id: a.c, line: x}\n"

ARTICLE = b"""The ferry left at nine, as it does, and the whole harbour looked on.
ADVERTISEMENT
Follow us on quaychat for the tides
See https://example.org/pier?utm_source=tide for the pier.
Updated on Monday

Next In Harbour News
New pier opens

- New pier opens to walkers
- Old pier closes
It came back at noon with a hundred passengers, two bicycles and a dog.
"""

LONG = b"".join(b"Line %d of the harbour's log.\nADVERTISEMENT\n" % i for i in range(6000))

RECORDS = b"""{"id":1,"text":"The ferry left.\\nADVERTISEMENT\\nIt came back.","lang":"en"}
{"id":2,"text":"flag this\\nThe ferry left."}
{"id":3,"text":"embargo until noon\\nThe ferry left."}
not json
{"id":4,"title":"Tides"}
{"id":5,"text":"No change here."}
"""

LINES = b"winnow: 1\nname: lines\nrules:\n- {id: ad.label, line: {is: [advertisement]}}\n"

PAGE = b"""<html><body>
<p>The ferry left at nine, as it does.</p>
<p>Advertisement</p>
<p>It came back at noon.</p>
</body></html>
"""

FEED = b"""<rss><channel><title>Harbour</title>
<item><title>Ferry</title><description>The ferry left.
Advertisement
It came back.</description></item>
</channel></rss>
"""


def warc(kind, body):
    """A record of a WET file."""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


WET = warc("warcinfo", b"x: y\r\n") + warc("conversion", b"The ferry left.\nAdvertisement\nIt came back.\n")

INPUTS = {
    "lines.yaml": LINES,
    "page.html": PAGE,
    "feed.xml": FEED,
    "pages.wet": WET,
    "policy.yaml": POLICY,
    "small.yaml": SMALL,
    "layer.yaml": LAYER,
    "broken.yaml": BROKEN,
    "article.txt": ARTICLE,
    "second.txt": b"A second text.\nADVERTISEMENT\n",
    "long.txt": LONG,
    "article.gz": gzip.compress(ARTICLE, mtime=0),
    "cut.gz": gzip.compress(ARTICLE, mtime=0)[:-9],
    "records.jsonl": RECORDS,
    "result.old": b"what was there before\n",
    "append.audit": b"",
    "folder/a.yaml": LAYER.replace(b"policy.yaml", b"../policy.yaml"),
    "folder/b.txt": ARTICLE,
}

# Words of the command line. After '<' the file on standard input. What the files are for is in their names: result.*
# and inputs change as a whole or not at all, append.* grows by whole lines.
P = "-p small.yaml "
COMMANDS = [
    "-p policy.yaml article.txt",
    P + "< article.txt",
    "article.txt",
    P + "-v --stats article.txt second.txt",
    P + "--hold 64K -q long.txt",
    P + "--hold 0 --line-buffered -q article.txt",
    P + "-z article.gz",
    P + "cut.gz",
    P + "-o result.old article.txt",
    P + "-o result.new -z long.txt",
    P + "--in-place article.txt second.txt article.gz",
    P + "--out-dir made article.txt article.gz",
    P + "--split ff article.txt",
    P + "--split ^Updated article.txt",
    P + "--audit append.audit article.txt",
    P + "--audit append.audit -o result.old article.txt",
    P + "--metrics result.prom --stats=json article.txt",
    P + "--diff article.txt",
    P + "--dry-run article.txt",
    P + "--only ad. --level 3 --lang en --source news.example.org article.txt",
    P + "--disable ad.label --fail-on removed article.txt",
    P + "-f jsonl --annotate records.jsonl",
    P + "-f jsonl --rejects append.rejects --flagged append.flagged < records.jsonl",
    P + "-f jsonl --annotate --one-to-one --field /text --field title records.jsonl",
    P + "-f jsonl --annotate --attributes result.attributes records.jsonl",
    P + "-f jsonl --annotate --audit append.audit -o result.new records.jsonl",
    P + "-f jsonl -j 2 --annotate --audit append.audit -o result.new records.jsonl",
    P + "-f jsonl -j 3 --rejects append.rejects --flagged append.flagged < records.jsonl",
    P + "-j 2 --audit append.audit article.txt long.txt cut.gz second.txt",
    P + "-j 2 -z article.gz",
    P + "-j 2 --out-dir made article.txt article.gz",
    "-p layer.yaml article.txt",
    "-p broken.yaml article.txt",
    P + "nowhere.txt article.txt",
    P + "-f jsonl -j 2 --annotate records.jsonl",
    "-p lines.yaml -f html page.html",
    "-p lines.yaml -f feed -o result.xml feed.xml",
    "-p lines.yaml -f wet -z pages.wet",
    "-p lines.yaml -f auto --audit append.audit page.html feed.xml",
    "fuzz --runs 2 --seed 1 lines.yaml",
    "fuzz --runs 1 --write-tests result.yaml --json lines.yaml article.txt",
    "--levle 3",
    "--help",
    "--version",
    "explain --help",
    "lint policy.yaml layer.yaml",
    "lint broken.yaml",
    "lint --json folder",
    "test policy.yaml",
    "test --coverage --json layer.yaml",
    "test --junit result.junit policy.yaml",
    "rules -v policy.yaml",
    "rules --json policy.yaml",
    "rules --resolved --lang xx --json policy.yaml",
    "rules --schema",
    "explain -p policy.yaml article.txt",
    "explain -p small.yaml --json article.txt",
    "explain -p small.yaml --line 2 article.txt",
    "diff small.yaml policy.yaml article.txt second.txt",
    "diff --json -f jsonl small.yaml small.yaml records.jsonl",
    "fuzz --runs 8 --only promo. policy.yaml article.txt",
    "fuzz --runs 8 --only links.run policy.yaml article.txt",
    "fuzz --runs 8 --only track. policy.yaml article.txt",
    "fuzz --runs 8 --only legal. policy.yaml article.txt",
    "fuzz --runs 8 --only links. --json --write-tests result.cases small.yaml",
    "restore kept audit",
    "restore kept audit -o result.old",
    "report audit -o result.html",
    "report audit",
]

SOURCES = set((INPUTS["second.txt"] + ARTICLE + LONG + RECORDS + PAGE + FEED).splitlines(True))

MODES = [("memory", "fail"), ("memory", "after"), ("calls", "fail"), ("calls", "after"), ("calls", "interrupt"),
         ("calls", "short")]
HARMLESS = ("interrupt", "short")

# ---- running ----


class Outcome:
    """What a run left behind."""

    def __init__(self, status, out, err, files, counted, failed, left):
        self.status, self.out, self.err, self.files = status, out, err, files
        self.counted, self.failed, self.left = counted, failed, left


def write_inputs(folder, inputs, command):
    """Those that the command line names, and what they extend."""
    for name, data in inputs.items():
        if name not in command and name.split("/")[0] not in command and name != "policy.yaml":
            continue
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)


def read_files(folder):
    files = {}
    for path, _, names in os.walk(folder):
        for name in names:
            full = os.path.join(path, name)
            with open(full, "rb") as file:
                files[os.path.relpath(full, folder)] = file.read()
    return files


def run(tools, inputs, command, kind, mode, number):
    """Runs a command line in a folder of its own; without a status when it had to be ended."""
    words, _, stdin = command.partition("<")
    base = tempfile.mkdtemp(prefix="winnow-faults-")
    folder = os.path.join(base, "here")
    os.mkdir(folder)
    write_inputs(folder, inputs, command)
    environment = {
        "LD_PRELOAD": tools.shim,
        "WINNOW_FAULTS": f"{kind} {mode} {number}",
        "WINNOW_FAULTS_REPORT": os.path.join(base, "report"),
        "ASAN_OPTIONS": "verify_asan_link_order=0:allocator_may_return_null=1:exitcode=86",
        "UBSAN_OPTIONS": "exitcode=86",
    }
    environment.update({name: os.environ[name] for name in ("GCOV_PREFIX", "WINNOW_FAULTS_TRACE") if name in os.environ})
    out_path, err_path = os.path.join(base, "out"), os.path.join(base, "err")
    with open(os.path.join(folder, stdin.strip()) if stdin else os.devnull, "rb") as source, \
            open(out_path, "wb") as out, open(err_path, "wb") as err:
        child = subprocess.Popen([tools.winnow] + words.split(), stdin=source, stdout=out, stderr=err, cwd=folder,
                                 env=environment)
        try:
            status = child.wait(SECONDS_MAX)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            status = None
    report = re.match(r"counted (\d+), failed (\w+), left (-?\d+)", read_text(os.path.join(base, "report")))
    result = Outcome(status, read(out_path), read(err_path), read_files(folder),
                     *((int(report[1]), report[2], int(report[3])) if report else (0, None, None)))
    shutil.rmtree(base)
    return result


def read(path):
    with open(path, "rb") as file:
        return file.read()


def read_text(path):
    return read(path).decode() if os.path.exists(path) else ""


# ---- what must hold ----


def is_subsequence(few, many):
    """Whether all lines of `few` are in `many`, in their order."""
    rest = iter(many)
    return all(line in rest for line in few)


def is_part_of_one(line):
    """Whether it is a line of the sources of which something was taken."""
    return any(is_subsequence(line, source) for source in SOURCES if len(source) > len(line))


def is_filter(command):
    first = command.split()[0]
    return first.startswith("-") and first not in ("--help", "--version") or first == "article.txt"


def unpack(data):
    """The text in gzip data, as far as they go."""
    return zlib.decompressobj(31).decompress(data) if data.startswith(b"\x1f\x8b") else data


def judge_report(command, whole, now):
    """Without memory a finding may lack the line it points to, a policy that cannot be read is a finding, and what a
    filter keeps for want of memory `diff` calls kept in doubt."""
    lines, expected = now.out.splitlines(), whole.out.splitlines()
    if now.status == 2 or (now.status == 1 and re.search(b"cannot (be|open|read)|no policy root", now.out + now.err)):
        return None
    if now.status == whole.status and lines and lines[-1] == expected[-1] and is_subsequence(lines, expected):
        return None
    if command.startswith("diff") and now.status == 1 and b"kept in doubt: match-limits" in now.err:
        return None
    return f"status {now.status}, but the output is not what it was"


def ids_of(text):
    """The records of which there is a whole line."""
    return [re.sub(rb'.*"id":(\d).*', rb"\1", line) for line in text.splitlines(True) if line.endswith(b"\n")]


def judge_text(command, status, whole, now):
    """What has left cannot be taken back: it is a part of what should have left, and never passes for all of it."""
    whole, now = unpack(whole), unpack(now)
    if now == whole and status != 2 or whole.startswith(now) and status == 2:
        return None
    if status == 0:
        return "status 0, but the output is not whole"
    if "--diff" in command:
        return None
    if "jsonl" in command:
        same = ids_of(now) == ids_of(whole) if status == 1 else is_subsequence(ids_of(now), ids_of(whole))
        return None if same else "a record was lost, or came from nowhere"
    kept, given = whole.splitlines(True), now.splitlines(True)
    if status == 1 and not is_subsequence([line for line in kept if line in SOURCES], given):
        return "a line was lost"
    # A file that could not be read to its end may end within a line, which the next file goes on.
    if status != 2 and any(line not in SOURCES and line not in kept and not is_part_of_one(line) for line in given[:-1]):
        return "a line came from nowhere"
    return None


def judge_output(command, whole, now):
    if now.status == whole.status and now.out == whole.out:
        return None
    if is_filter(command):
        return judge_text(command, now.status, whole.out, now.out)
    return judge_report(command, whole, now)


def is_lines(data):
    """Whether all of it is lines of JSON, the last one whole, too."""
    try:
        return data.endswith(b"\n") and all(json.loads(line) for line in data.splitlines())
    except ValueError:
        return False


def judge_file(command, name, before, after, now, status):
    """Old or new, or as many whole lines more as were written. After a limit or a failed read what was written is not
    what it would have been, and the status says so."""
    if now in (before, after):
        return None
    if os.path.basename(name).startswith(".winnow-"):
        return "a temporary file was left"
    if now is None or after is None:
        return "the file is gone, or came from nowhere"
    if name.startswith("append.") and now.startswith(before or b""):
        return None if not now or after.startswith(now) or is_lines(now) else "a line was torn"
    if name == "result.junit":
        return None if now.endswith(b"</testsuites>\n") else "the file is not whole"
    if name in ("result.prom", "result.attributes", "result.html"):
        return None if status and now.endswith(b"\n") else "the file is not whole"
    return judge_text(command, status, after, now)


def left_by_threads(command):
    """The C library keeps an allocation for each thread that has ended."""
    threads = re.search(r"-j (\d+)", command)
    return int(threads[1]) + 1 if threads else 0


def judge(command, mode, inputs, whole, now):
    """The first promise that was broken, or None."""
    if now.status is None:
        return f"hung for {SECONDS_MAX} s"
    if now.status == 86 or b"Sanitizer" in now.err or b"runtime error" in now.err:
        return "a sanitizer spoke up"
    if now.status < 0 or now.status > 2:
        return f"ended with {now.status}"
    if (now.left or 0) > left_by_threads(command):
        return f"{now.left} allocations were never freed"
    if mode in HARMLESS and (now.status, now.out, now.err, now.files) != (whole.status, whole.out, whole.err, whole.files):
        return "an interrupted or short call changed the result"
    if now.status == 2 and whole.status != 2 and not now.err and mode != "after" and now.failed != "write":
        return "it failed without a message"
    if now.status < whole.status:
        return f"status {now.status} instead of {whole.status}"
    wrong = judge_output(command, whole, now)
    for name in sorted(set(now.files) | set(whole.files)):
        wrong = wrong or judge_file(command, name, inputs.get(name), whole.files.get(name), now.files.get(name),
                                    now.status)
    if not wrong and now.status == 0 and now.files != whole.files:
        wrong = "status 0, but a file is missing or old"
    return wrong


# ---- all of it ----


def numbers(count, mode, everything, samples):
    """The calls that are made to fail. What fails from one call on is like what fails at it alone, mostly."""
    if everything:
        return range(1, count + 1, AFTER_STEP if mode == "after" else 1)
    return sorted({1 + i * (count - 1) // (samples - 1) for i in range(samples)}) if count else []


def try_command(tools, inputs, command):
    """All faults of one command line: how many, and what was wrong."""
    tried, wrongs = 0, []
    for kind, mode in MODES:
        whole = run(tools, inputs, command, kind, mode, 0)
        if whole.left is None or whole.left > left_by_threads(command) or whole.status not in (0, 1, 2):
            wrongs.append(f"{command}: with no fault: status {whole.status}, {whole.left} allocations left")
        for number in numbers(whole.counted, mode, tools.all, tools.samples):
            now = run(tools, inputs, command, kind, mode, number)
            wrong = judge(command, mode, inputs, whole, now)
            tried += 1
            if wrong:
                wrongs.append(f"{command}: {kind} {mode} {number} ({now.failed}): {wrong}\n" +
                              now.err.decode(errors="replace")[:1500])
    return tried, wrongs


def add_audit(tools):
    """The inputs, with an audit and the output that it explains."""
    made = run(tools, INPUTS, P + "--audit append.audit article.txt", "memory", "fail", 0)
    return {**INPUTS, "kept": made.out, "audit": made.files["append.audit"]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("winnow")
    parser.add_argument("shim")
    parser.add_argument("--all", action="store_true", help="every call, not a sample")
    parser.add_argument("--samples", type=int, default=SAMPLES, help="so many calls of each kind")
    parser.add_argument("--only", default="", help="command lines with these words in them")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    tools = parser.parse_args()
    inputs = add_audit(tools)
    chosen = [command for command in COMMANDS if tools.only in command]
    with concurrent.futures.ThreadPoolExecutor(tools.jobs) as pool:
        results = list(pool.map(lambda command: try_command(tools, inputs, command), chosen))
    tried = sum(result[0] for result in results)
    wrongs = [wrong for result in results for wrong in result[1]]
    for wrong in wrongs:
        print(wrong)
    print(f"{tried} calls of {len(chosen)} command lines were made to fail")
    print(f"{tried - len(wrongs)} passed, {len(wrongs)} failed")
    sys.exit(1 if wrongs or not tried else 0)


main()
