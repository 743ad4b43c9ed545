"""Measures MLNetDeep and its peers (other libraries) on the same workloads.

Each folder with a workload.json is a workload; README.md describes the format.
"""

import argparse
import contextlib
import datetime
import gzip
import importlib.metadata
import json
import os
import pathlib
import platform
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
RESULTS = ROOT / "benchmarks/results"
OURS = ROOT / "benchmarks/MLNetDeep.Peers/bin/peers/MLNetDeep.Peers.dll"
TORCH_SHARP = ROOT / "benchmarks/TorchSharpPeer/bin/peers/TorchSharpPeer.dll"
ROUNDS = 5
PEER_PACKAGES = {"PyTorch": "torch", "scikit-learn": "scikit-learn", "NumPy": "numpy"}
ACTIVE, PASSIVE = "active", "passive"
AS_INSTALLED = "as-installed"


class Worker:
    """A process that prepares its workload once, then measures each time that it receives an input line. Keeps the best times.

    Threads can spin after a measurement, for minutes if OpenMP waits actively. So the process is stopped while it does not measure.
    """

    def __init__(self, command, folder, environment, variant):
        self.command, self.variant = command, variant
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.best = {}
        self.peak_bytes = None
        self._read()
        self.process.send_signal(signal.SIGSTOP)

    def measure(self):
        self.process.send_signal(signal.SIGCONT)
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        self._keep(self._read())
        self.process.send_signal(signal.SIGSTOP)
        self.peak_bytes = peak_bytes_of(self.process.pid)

    def close(self):
        self.process.send_signal(signal.SIGCONT)
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait()

    def _keep(self, seconds):
        for row, value in seconds.items():
            self.best[row] = min(value, self.best.get(row, value))

    def _read(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{' '.join(map(str, self.command))} ended with exit code {self.process.wait()}.")
        return json.loads(line)


class WholeProcess(Worker):
    """A program that is started for each measurement and timed from start to exit. Its last argument is the file that it must write."""

    def __init__(self, command, folder, environment, variant, row):
        self.command, self.folder, self.environment, self.variant, self.row = command, folder, environment, variant, row
        self.best = {}
        self.peak_bytes = None

    def measure(self):
        with tempfile.TemporaryDirectory() as scratch:
            output = pathlib.Path(scratch) / "model"
            start = time.perf_counter()
            status = subprocess.run([*self.command, output], cwd=self.folder, env=self.environment, stdout=sys.stderr).returncode
            seconds = time.perf_counter() - start
            if status != 0 or not output.exists():
                raise RuntimeError(f"{' '.join(map(str, self.command))} ended with exit code {status} or wrote no file.")
        self._keep({self.row: seconds})

    def close(self):
        pass


def peak_bytes_of(process_id):
    """Returns the peak memory of a process so far (its resident set), or None where Linux's /proc is missing."""
    with contextlib.suppress(OSError):
        match = re.search(r"^VmHWM:\s*(\d+) kB$", pathlib.Path(f"/proc/{process_id}/status").read_text(), re.MULTILINE)
        return int(match[1]) * 1024
    return None


def measure_limits(kernels):
    """Measures operations and bytes per second with OpenBLAS's kernels, by default with those that are fastest on this machine.

    OpenBLAS does not know every processor, and for an unknown one it chooses slow kernels. All peers use the fastest kernels instead.
    """
    best = None
    candidates = [None, "SkylakeX", "Haswell"] if not kernels else [None] if kernels == AS_INSTALLED else [kernels]
    for core in candidates:
        environment = environment_of(core, 2, PASSIVE)
        output = subprocess.run(
            [sys.executable, HERE / "common/limits.py"], env=environment, capture_output=True, text=True, check=True).stdout
        limits = json.loads(output) | {"core": core}
        if best is None or limits["operations"] > best["operations"]:
            best = limits
    return best


def make_reviews(path):
    """Writes 5,000 texts, each of 20 random sentences from data/sentiment, which makes them as long as typical film reviews."""
    generator = random.Random(1)
    sentences = []
    for file in sorted((ROOT / "data/sentiment").glob("*.tsv*")):
        with gzip.open(file, "rt", encoding="utf-8", newline="\n") if file.suffix == ".gz" else file.open(encoding="utf-8", newline="\n") as lines:
            sentences += [line.rstrip("\n").rsplit("\t", 1)[0].replace("\t", " ") for line in lines]
    with gzip.open(path, "wt", encoding="utf-8", newline="\n") as reviews:
        reviews.write("sentiment\treview\n")
        for i in range(5000):
            reviews.write(f"{i % 2}\t{' '.join(generator.choices(sentences, k=20))}\n")


def environment_of(core, threads, waiting):
    """Returns the environment variables for a side; core names the OpenBLAS kernels, or None for the choice of OpenBLAS."""
    environment = dict(os.environ, OMP_WAIT_POLICY=waiting, OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads))
    environment["PYTHONPATH"] = str(HERE / "common")
    environment.pop("OPENBLAS_CORETYPE", None)
    if core:
        environment["OPENBLAS_CORETYPE"] = core
    return environment


def start(workload, name, side, threads, waiting, core):
    """Starts a process for one side of a workload. The threads and their waiting can be None, for the default."""
    count = ["--threads", str(threads)] if threads else []
    if "ours" in side:
        command = ["dotnet", str(OURS), *side["ours"], *count]
    elif "torchSharp" in side:
        command = ["dotnet", str(TORCH_SHARP), *side["torchSharp"], *count]
    else:
        command = [sys.executable, *side["command"]]
    environment = environment_of(core, threads or 2, waiting or PASSIVE)
    counted = f"{threads} thread{'' if threads == 1 else 's'}" if threads else None
    variant = ", ".join(filter(None, [counted, waiting]))
    if workload.get("process"):
        return WholeProcess(command, HERE / name, environment, variant, name)
    return Worker(command, HERE / name, environment, variant)


def start_variants(workload, name, side, core, stack):
    """Starts a process for each number of threads that a side is tried with and, if there are several threads, each way of waiting.

    The processes end with the stack.
    """
    variants = []
    for threads in side.get("threads", [None]):
        for waiting in side.get("waiting", [None]) if threads != 1 else [None]:
            variants.append(start(workload, name, side, threads, waiting, core))
            stack.callback(variants[-1].close)
    return variants


def run(name, limits):
    """Measures MLNetDeep and the peers on one workload and returns the result rows."""
    workload = json.loads((HERE / name / "workload.json").read_text())
    our_side = {"ours": workload.get("ours", [name]), "threads": [workload.get("threads")], "waiting": [workload.get("waiting")]}
    with contextlib.ExitStack() as stack:
        ours, = start_variants(workload, name, our_side, limits["core"], stack)
        peers = [(peer["name"], start_variants(workload, name, peer, limits["core"], stack)) for peer in workload["peers"]]
        for _ in range(ROUNDS):
            for side in [ours, *(variant for _, variants in peers for variant in variants)]:
                side.measure()
    rows = []
    for peer, variants in peers:
        for row, seconds in ours.best.items():
            measured = [variant for variant in variants if row in variant.best]
            if measured:
                rows.append(row_of(row, peer, seconds, ours.peak_bytes, min(measured, key=lambda variant: variant.best[row]), workload, limits))
    return rows


def row_of(row, peer, ours, our_peak_bytes, fastest, workload, limits):
    """Returns one result row, with the peer's fastest variant.

    Its share of the limit is the time at the limit of the machine, divided by MLNetDeep's time.
    """
    theirs = fastest.best[row]
    limit_seconds = None
    for what in ("operations", "bytes"):
        amount = workload.get(what)
        amount = amount.get(row) if isinstance(amount, dict) else amount
        if amount:
            limit_seconds = amount / limits[what]
    share = limit_seconds / ours if limit_seconds else None
    return {
        "workload": workload.get("prefix", "") + row, "peer": peer, "variant": fastest.variant, "ours": ours, "theirs": theirs, "ratio": theirs / ours,
        "shareOfLimit": share, "ourPeakBytes": our_peak_bytes, "theirPeakBytes": fastest.peak_bytes}


def processor():
    """Returns the model name of the processor, and a folder name made from the model name."""
    name = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        match = re.search(r"^model name\s*:\s*(.+)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
        name = match[1].strip() if match else name
    words = re.sub(r"\((?:r|tm|c)\)", " ", name.lower())
    return name, re.sub(r"[^a-z0-9]+", "-", words).strip("-") or "unknown"


def versions(limits):
    """Returns the versions of all libraries and runtimes that were measured."""
    found = {}
    for program in (OURS, TORCH_SHARP):
        found |= json.loads(subprocess.run(["dotnet", str(program), "versions"], capture_output=True, text=True, check=True).stdout)
    for product, package in PEER_PACKAGES.items():
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[product] = importlib.metadata.version(package)
    found["Python"] = platform.python_version()
    found["OpenBLAS kernels"] = limits["kernels"]
    return found


def write_results(path, rows, limits):
    """Writes the results with date, processor and versions to the path, or to a new file in benchmarks/results if the path is None."""
    now = datetime.datetime.now(datetime.timezone.utc)
    name, folder = processor()
    path = pathlib.Path(path) if path else RESULTS / folder / f"{now:%Y-%m-%dT%H%M%SZ}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    run = {
        "date": f"{now:%Y-%m-%dT%H:%M:%SZ}", "processor": name, "cores": os.cpu_count(), "versions": versions(limits),
        "operationsPerSecond": limits["operations"], "bytesPerSecond": limits["bytes"], "rows": rows}
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(json.dumps(run, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    temporary.replace(path)
    print(f"The results are in {path}.", file=sys.stderr)


def format_seconds(seconds):
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def format_bytes(count):
    return "" if count is None else f"{count / 1e6:.0f} MB"


def show(rows):
    """Prints the result rows as a table."""
    heads = ["workload", "peer", "peer ran with", "ours", "peer's", "ratio", "of the limit", "memory", "peer's"]
    cells = [heads] + [
        [row["workload"], row["peer"], row["variant"], format_seconds(row["ours"]), format_seconds(row["theirs"]), f"{row['ratio']:.2f}",
         "" if row["shareOfLimit"] is None else f"{row['shareOfLimit']:.0%}", format_bytes(row["ourPeakBytes"]), format_bytes(row["theirPeakBytes"])]
        for row in rows]
    widths = [max(len(line[i]) for line in cells) for i in range(len(heads))]
    for line in cells:
        print("  ".join(cell.ljust(width) if i < 3 else cell.rjust(width) for i, (cell, width) in enumerate(zip(line, widths))))


def main():
    names = sorted(path.parent.name for path in HERE.glob("*/workload.json"))
    parser = argparse.ArgumentParser(prog="run.sh", description="Compares MLNetDeep with its peers on this machine.")
    parser.add_argument("--only", metavar="NAME", action="append", choices=names, help="measure only this workload; can be repeated; one of " + ", ".join(names))
    parser.add_argument("--json", metavar="FILE", help="write the results to this file; default: a new file in benchmarks/results")
    parser.add_argument("--reviews", metavar="FILE", help="the gzipped file of texts for bag-of-words: a header, then lines of 1 or 0, a tab and "
                        "a text; default: 5,000 texts made of the sentences in data/sentiment")
    parser.add_argument("--kernels", metavar="NAME", help=f"the OpenBLAS kernels to use, such as Haswell, or {AS_INSTALLED} for those that "
                        "OpenBLAS chooses; default: the fastest on this machine")
    options = parser.parse_args()

    # Ends the processes of the sides too, which may be stopped and would never end by themselves.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    limits = measure_limits(options.kernels)
    print(f"Limits: {limits['operations'] / 1e9:.0f} GFLOP/s (OpenBLAS, {limits['kernels']} kernels, 2 threads), "
          f"{limits['bytes'] / 1e9:.1f} GB/s.", file=sys.stderr)
    rows = []
    failed = False
    with contextlib.ExitStack() as stack:
        reviews = options.reviews
        if not reviews:
            reviews = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory())) / "reviews.tsv.gz"
            make_reviews(reviews)
        os.environ["PEERS_REVIEWS"] = str(pathlib.Path(reviews).resolve())
        for name in options.only or names:
            print(f"{name} ...", file=sys.stderr)
            try:
                rows += run(name, limits)
            except RuntimeError as error:
                failed = True
                print(f"{name}: {error}", file=sys.stderr)
    if rows:
        write_results(options.json, rows, limits)
    show(rows)
    return 1 if failed else 0


sys.exit(main())
