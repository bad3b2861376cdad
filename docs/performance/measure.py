#!/usr/bin/env python3
"""Measures AE4J next to its peers on this machine and writes docs/performance.md's tables.

Everything is run in turn, several times, and ratios are taken within a round, so that a machine
whose speed drifts still compares fairly. Leave the machine alone meanwhile. Peers that are not
installed are left out. Needs nothing but Python 3.9; PyTorch (torch, numpy) may live in another
Python: --python.

  docs/performance/measure.py --rounds 3 --python /path/to/python-with-torch
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAGE = HERE.parent / "performance.md"
BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"
WORKLOADS = ("dense", "conv", "deep", "tiny", "infer")
# The job of tiny is 100 epochs; more show what a step costs once all is warm, which takes the JVM
# a second.
TINY_JOB, TINY_EPOCHS, TINY_EPOCHS_OF_PEERS = 100, 6000, 200
# glibc gives large arrays back to the system at once, and fetching them again takes PyTorch and
# TensorFlow up to half of their time.
KEEP_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": "4000000000",
    "MALLOC_TRIM_THRESHOLD_": "8000000000",
    "MALLOC_TOP_PAD_": "200000000",
}


def run(command, **more):
    """Runs a command and returns its output and its wall time."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more
    )
    out, err = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{shlex.join(map(str, command))} failed:\n{err.decode()}")
    return out.decode(), seconds


def peak_memory(command):
    """Returns the peak resident memory of a command and its children in MiB."""
    script = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL,"
        " stderr=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    out, _ = run([sys.executable, "-c", script, *map(str, command)])
    kilobytes = int(out) / (1024 if sys.platform == "darwin" else 1)
    return kilobytes / 1024


class Peers:
    def __init__(self, options):
        self.python = options.python
        self.names = {"jvm": "AE4J", "jvm:threads=1": "AE4J, 1 thread"}
        if options.tensorflow:
            self.names["tensorflow"] = "TensorFlow Java, through AE4J"
        if has_torch(self.python):
            self.names["pytorch"] = "PyTorch"

    def measure(self, name, workload):
        own = name.startswith("jvm")
        tiny = TINY_EPOCHS if own else TINY_EPOCHS_OF_PEERS
        epochs = ["--epochs", tiny] if workload == "tiny" else []
        env = {**os.environ, **({} if own else KEEP_MEMORY)}
        if name == "pytorch":
            return json.loads(run([self.python, HERE / "pytorch.py", workload, *epochs], env=env)[0])
        command = [ROOT / "ae", "benchmark", "--json", "--workload", workload, "--backend", name]
        return json.loads(run([*command, *epochs], env=env)[0])["results"][0]


def has_torch(python):
    try:
        run([python, "-c", "import torch, numpy"])
        return True
    except (OSError, SystemExit):
        return False


def rows(workload):
    """The rows of a workload's table: a title, the figure's name and what to multiply it by."""
    if workload == "infer":
        return [
            ("one image, p50, us", "p50_microseconds", 1),
            ("one image, p99, us", "p99_microseconds", 1),
            ("million images/s, batches of 256", "images_per_second", 1e-6),
        ]
    if workload == "tiny":
        return [
            ("us per step, warm", "median_microseconds_per_step", 1),
            ("s for the whole job of 10,000 steps", "total", 1),
        ]
    return [
        ("s per epoch", "median_seconds_per_epoch", 1),
        ("s for the first epoch", "first_epoch_seconds", 1),
    ]


def workload_table(peers, rounds, workloads=WORKLOADS):
    lines = []
    heads = list(peers.names.values())
    ratios = [f"AE4J / {title}" for name, title in peers.names.items() if not name.startswith("jvm")]
    lines.append("| workload | figure | " + " | ".join(heads + ratios) + " |")
    lines.append("|" + "---|" * (2 + len(heads) + len(ratios)))
    for workload in workloads:
        found = {name: [] for name in peers.names}
        for round_number in range(rounds):
            for name in peers.names:
                print(f"{workload}, round {round_number + 1}: {name}", file=sys.stderr)
                figures = peers.measure(name, workload)
                figures["total"] = sum(figures.get("seconds_per_epoch", [])[:TINY_JOB])
                found[name].append(figures)
        for title, key, factor in rows(workload):
            own = [figures[key] * factor for figures in found["jvm"]]
            cells = []
            compared = []
            for name in peers.names:
                values = [figures[key] * factor for figures in found[name]]
                cells.append(number(statistics.median(values)))
                if not name.startswith("jvm"):
                    pairs = [mine / theirs for mine, theirs in zip(own, values)]
                    compared.append(f"{statistics.median(pairs):.2f}x")
            lines.append(f"| {workload} | {title} | " + " | ".join(cells + compared) + " |")
    return lines


def process_table(peers, rounds):
    """Whole processes: from the command to its end."""
    with tempfile.TemporaryDirectory() as folder:
        model = pathlib.Path(folder) / "model.ae4j"
        codes = pathlib.Path(folder) / "codes.npy"
        train = [ROOT / "ae", "train", "--data", "mnist:train", "--epochs", "5", "--out", model]
        encode = [ROOT / "ae", "encode", "--model", model, "--data", "mnist:test", "--out", codes]
        torch = [peers.python, HERE / "pytorch.py", "dense", "--epochs", "5"]
        cases = {"`ae train`, dense, 5 epochs": train, "`ae encode`, 10,000 images": encode}
        if "pytorch" in peers.names:
            cases["PyTorch, dense, 5 epochs"] = torch
        times = {title: [] for title in cases}
        memory = {}
        for round_number in range(rounds):
            for title, command in cases.items():
                print(f"{title}, round {round_number + 1}", file=sys.stderr)
                times[title].append(run(command)[1])
        for title, command in cases.items():
            memory[title] = peak_memory(command)
    lines = ["| whole process | s | peak memory, MiB |", "|---|---|---|"]
    for title in cases:
        seconds = number(statistics.median(times[title]))
        lines.append(f"| {title} | {seconds} | {memory[title]:.0f} |")
    return lines


def number(value):
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def machine(peers, options):
    java, _ = run(["sh", "-c", '"${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | head -1'])
    commit, _ = run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"])
    processor = platform.processor() or platform.machine()
    try:
        info = pathlib.Path("/proc/cpuinfo").read_text()
        fields = dict(
            (part.strip() for part in line.split(":", 1)) for line in info.splitlines() if ":" in line
        )
        processor = f"{fields['model name']} (family {fields['cpu family']}, model {fields['model']})"
    except (OSError, KeyError):
        pass
    versions = [java.strip().replace('"', "")]
    if "pytorch" in peers.names:
        out, _ = run([peers.python, "-c", "import torch; print('PyTorch', torch.__version__)"])
        versions.append(out.strip())
    return (
        f"{os.cpu_count()} processors: {processor}. {platform.system()} {platform.release()}."
        f" {'; '.join(versions)}. Commit {commit.strip()}, {datetime.date.today()}."
        f" `docs/performance/measure.py {' '.join(options)}`: medians of the rounds, ratios within"
        " rounds."
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often to measure (default 3)")
    parser.add_argument("--python", default=sys.executable, help="a Python that has torch")
    parser.add_argument("--tensorflow", action="store_true", help="with TensorFlow (160 MB, once)")
    options = parser.parse_args()
    peers = Peers(options)
    run([ROOT / "ae", "--version"])  # builds what is missing
    lines = [machine(peers, shown(options)), ""]
    lines += workload_table(peers, options.rounds) + [""]
    lines += process_table(peers, options.rounds)
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    body = "\n".join(lines)
    PAGE.write_text(f"{before}{BEGIN}\n\n{body}\n\n{END}{after}", encoding="utf-8")
    print(body)


def shown(options):
    parts = ["--rounds", str(options.rounds)]
    if options.tensorflow:
        parts.append("--tensorflow")
    return parts


if __name__ == "__main__":
    main()
