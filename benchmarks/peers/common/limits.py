"""The limits of this machine with 2 threads: OpenBLAS's single-precision product at 1024 cubed, and the bandwidth of a memory copy."""

import ctypes
import json
import threading
import time

import numpy
import openblas

SIZE = 1 << 28


def operations_per_second():
    product = openblas.Product(1024, 1024, 1024)
    return product.operations / product.best_seconds(rounds=10, window=0.2)


def bytes_per_second():
    source, target = numpy.ones(SIZE, numpy.uint8), numpy.zeros(SIZE, numpy.uint8)
    half = SIZE // 2
    best = float("inf")
    for _ in range(5):
        copies = [
            threading.Thread(target=ctypes.memmove, args=(target.ctypes.data + i * half, source.ctypes.data + i * half, half))
            for i in range(2)]
        start = time.perf_counter()
        for copy in copies:
            copy.start()
        for copy in copies:
            copy.join()
        best = min(best, time.perf_counter() - start)
    return 2 * SIZE / best


openblas.set_threads(2)
print(json.dumps({"operations": operations_per_second(), "bytes": bytes_per_second(), "kernels": openblas.kernels()}))
