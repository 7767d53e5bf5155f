"""
What the programs of all Python peers share: a peer is called with a folder of given numbers and arrays and a budget in milliseconds. It does
the steps that the numbers ask for and leaves what came out of them in the folder, then times its step and prints what it found as JSON.
"""
import json
import resource
import sys
import time
from pathlib import Path

folder = Path(sys.argv[1])
budget = float(sys.argv[2]) / 1000
SPAN = 0.02


def numbers():
    pairs = (line.split() for line in (folder / "numbers.txt").read_text().splitlines())
    return {name: float(value) for name, value in pairs}


def leave(result):
    result.astype("<f8").tofile(folder / "result.f64")


def least(call):
    """Least processor seconds of a call: of spans of calls that are long against the clock, within the budget."""
    calls, best, spans = 1, float("inf"), 0
    end = time.process_time() + budget
    while time.process_time() < end or spans < 3:
        before = time.process_time()
        for _ in range(calls):
            call()
        took = time.process_time() - before
        if took < SPAN:
            calls = max(calls + 1, min(4 * calls, int(calls * SPAN / max(took, 1e-4)) + 1))
        else:
            best, spans = min(best, took / calls), spans + 1
    return best


def largest_memory():
    """MiB. What getrusage says of a small process is that of the one that it was forked from; Linux also knows its own."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(version, seconds, **others):
    found = {"version": version, "seconds": seconds, "megabytes": largest_memory(), **others}
    print(json.dumps(found))


def report_whole(version):
    """Of a program that is timed as a whole: all that the process has used, imports and compilation included."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    report(version, used.ru_utime + used.ru_stime)
