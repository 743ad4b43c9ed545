"""Functions that the peers share: reading the digits, measuring, and the loop that answers run.py."""

import gzip
import json
import pathlib
import sys
import time

import numpy

_FOLDER = pathlib.Path(__file__).parents[3] / "data/mnist"


def digits(split):
    """Returns the pixels as rows of 784 floats from 0 to 1, and the labels. The split is 'train' or 't10k' (the test digits)."""
    with gzip.open(_FOLDER / f"{split}-images-idx3-ubyte.gz") as file:
        pixels = numpy.frombuffer(file.read(), numpy.uint8, offset=16).reshape(-1, 784)
    with gzip.open(_FOLDER / f"{split}-labels-idx1-ubyte.gz") as file:
        labels = numpy.frombuffer(file.read(), numpy.uint8, offset=8)
    return pixels.astype(numpy.float32) / 255, labels.astype(numpy.int64)


def serve(measure):
    """Writes {} to say that the workload is ready. Then measures once per input line and writes the seconds by row name as JSON."""
    print(json.dumps({}), flush=True)
    for _ in sys.stdin:
        print(json.dumps(measure()), flush=True)


def seconds_of(run):
    """Returns the time of one call, in seconds."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def mean_seconds_of(run, window_seconds=0.5):
    """Returns the mean time of a call, in seconds. Repeats the call for about window_seconds."""
    calls = max(1, int(window_seconds / max(seconds_of(run), 1e-9)))
    return seconds_of(lambda: [run() for _ in range(calls)]) / calls
