"""Measures the limits of this machine with 2 threads and writes them as JSON.

The limits are the operations per second of OpenBLAS's single-precision product of matrices with 1024 rows and columns, and the bytes per
second that a copy in memory reads and writes.
"""

import ctypes
import json
import threading
import time

import numpy
import openblas

COPIED_BYTES = 1 << 28


def operations_per_second():
    product = openblas.Product(1024, 1024, 1024)
    return product.operations / product.best_seconds(rounds=10, window_seconds=0.2)


def bytes_per_second():
    source, target = numpy.ones(COPIED_BYTES, numpy.uint8), numpy.zeros(COPIED_BYTES, numpy.uint8)
    half = COPIED_BYTES // 2
    best_seconds = float("inf")
    for _ in range(5):
        copies = [
            threading.Thread(target=ctypes.memmove, args=(target.ctypes.data + i * half, source.ctypes.data + i * half, half))
            for i in range(2)]
        start = time.perf_counter()
        for copy in copies:
            copy.start()
        for copy in copies:
            copy.join()
        best_seconds = min(best_seconds, time.perf_counter() - start)
    return 2 * COPIED_BYTES / best_seconds


openblas.set_threads(2)
print(json.dumps({"operations": operations_per_second(), "bytes": bytes_per_second(), "kernels": openblas.kernel_name()}))
