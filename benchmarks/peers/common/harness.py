"""What the peers share: the digits, and the loop that measures when asked to."""

import gzip
import json
import pathlib
import sys
import time

import numpy

_FOLDER = pathlib.Path(__file__).parents[3] / "data/mnist"


def digits(split):
    """The pixels from 0 to 1 as rows of 784 floats, and the labels; split is 'train' or 't10k'."""
    with gzip.open(_FOLDER / f"{split}-images-idx3-ubyte.gz") as file:
        pixels = numpy.frombuffer(file.read(), numpy.uint8, offset=16).reshape(-1, 784)
    with gzip.open(_FOLDER / f"{split}-labels-idx1-ubyte.gz") as file:
        labels = numpy.frombuffer(file.read(), numpy.uint8, offset=8)
    return pixels.astype(numpy.float32) / 255, labels.astype(numpy.int64)


def serve(measure):
    """Says that the workload is ready; for each line read, measures and writes the seconds by the name of the row."""
    print(json.dumps({}), flush=True)
    for _ in sys.stdin:
        print(json.dumps(measure()), flush=True)


def seconds_of(run):
    """The time of one call."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def mean_seconds_of(run, window=0.5):
    """The mean time of a call over this many seconds."""
    calls = max(1, int(window / max(seconds_of(run), 1e-9)))
    return seconds_of(lambda: [run() for _ in range(calls)]) / calls
