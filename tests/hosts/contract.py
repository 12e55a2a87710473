"""Runs winnow as RDD.pipe and Hadoop Streaming run programs, and checks what they rely on.

usage: contract.py WINNOW

RDD.pipe: an empty environment, a line for each element, a line back for each, read as UTF-8, and the exit status.
Hadoop Streaming: the job's settings as environment; key and value of a line are parted by its first tabulator.
"""

import json
import shlex
import subprocess
import sys
import threading

winnow = sys.argv[1]
records = [
    json.dumps({"id": i, "text": f"The ferry left pier {i}.\n" + ("ADVERTISEMENT\n" if i % 2 else "") + "It c\u00e2me back."}, ensure_ascii=i % 3 == 0)
    for i in range(5000)
]


def pipe(command, lines, environment):
    process = subprocess.Popen(shlex.split(command), env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def feed():
        try:
            for line in lines:
                process.stdin.write(line.encode() + b"\n")
            process.stdin.close()
        except BrokenPipeError:
            pass

    feeder = threading.Thread(target=feed)
    feeder.start()
    output = [line.rstrip(b"\n").decode("utf-8") for line in process.stdout]
    feeder.join()
    errors = process.stderr.read()
    return process.wait(), output, errors


def expected(line):
    record = json.loads(line)
    record["text"] = record["text"].replace("ADVERTISEMENT\n", "")
    return record


# One line for each, in order, in an empty environment.
status, output, errors = pipe(f"{winnow} -f jsonl", records, {})
assert status == 0, (status, errors)
assert [json.loads(line) for line in output] == [expected(line) for line in records]
assert [a for a, b in zip(records, output) if "ADVERTISEMENT" not in a] == [b for a, b in zip(records, output) if "ADVERTISEMENT" not in a]

# The job's settings in the environment change nothing.
settings = {"mapreduce_job_id": "job_1", "mapreduce_task_partition": "3", "LANG": "xx_YY", "TMPDIR": "/nowhere"}
assert pipe(f"{winnow} -f jsonl", records, settings)[:2] == (0, output)

# No line has a tabulator, so that none is taken for the end of a key.
assert not any("\t" in line for line in output)

# What is no record comes back in its place; the status says so, and can be told to mean "done".
odd = records[:10] + ["", "no record", '{"text": 5}', "{"] + records[10:20]
status, output, errors = pipe(f"{winnow} -f jsonl --one-to-one --annotate", odd, {})
assert status == 1 and len(output) == len(odd), (status, len(output))
assert output[10:12] == odd[10:12] and output[13] == "{", output[10:14]
status, output, errors = pipe(f"sh -c '{winnow} -f jsonl --one-to-one --annotate || [ $? -eq 1 ]'", odd, {"PATH": "/usr/bin:/bin"})
assert status == 0 and len(output) == len(odd)

# A mistake in the command fails at once, and with 2.
status, output, errors = pipe(f"{winnow} -f jsonl --level 9", records, {})
assert status == 2 and not output and b"--level" in errors

# An empty partition is no fault.
assert pipe(f"{winnow} -f jsonl", [], {})[:2] == (0, [])
