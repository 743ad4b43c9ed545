"""Shared by the peers: the digits and the measuring loop."""

import gzip
import json
import pathlib
import sys
import time

import numpy

_FOLDER = pathlib.Path(__file__).parents[3] / "data/mnist"


def digits(split):
    """The pixels as rows of 784 floats from 0 to 1, and the labels; split is 'train' or 't10k'."""
    with gzip.open(_FOLDER / f"{split}-images-idx3-ubyte.gz") as file:
        pixels = numpy.frombuffer(file.read(), numpy.uint8, offset=16).reshape(-1, 784)
    with gzip.open(_FOLDER / f"{split}-labels-idx1-ubyte.gz") as file:
        labels = numpy.frombuffer(file.read(), numpy.uint8, offset=8)
    return pixels.astype(numpy.float32) / 255, labels.astype(numpy.int64)


def serve(measure):
    """Writes {} when the workload is ready, then measures once per input line and writes the seconds by row name."""
    print(json.dumps({}), flush=True)
    for _ in sys.stdin:
        print(json.dumps(measure()), flush=True)


def seconds_of(run):
    """The time of one call, in seconds."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def mean_seconds_of(run, window=0.5):
    """The mean time of a call over a window of this many seconds."""
    calls = max(1, int(window / max(seconds_of(run), 1e-9)))
    return seconds_of(lambda: [run() for _ in range(calls)]) / calls
