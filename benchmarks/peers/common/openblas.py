"""Calls the single-precision matrix product of OpenBLAS, without NumPy's overhead."""

import ctypes
import time

import numpy

_library = ctypes.CDLL("libopenblas.so.0")
_library.openblas_get_corename.restype = ctypes.c_char_p
_ROW_MAJOR, _NOT_TRANSPOSED = 101, 111


def set_threads(count):
    _library.openblas_set_num_threads(count)


def kernel_name():
    """Returns the name of the processor for which OpenBLAS has chosen its kernels."""
    return _library.openblas_get_corename().decode()


class Product:
    """The product of two random matrices, of which the left has the size rows x depth and the right depth x columns."""

    def __init__(self, rows, depth, columns):
        random = numpy.random.default_rng(1)
        self.operations = 2 * rows * depth * columns
        self._matrices = [random.random(shape, numpy.float32) for shape in ((rows, depth), (depth, columns), (rows, columns))]
        left, right, result = (ctypes.c_void_p(matrix.ctypes.data) for matrix in self._matrices)
        number, integer = ctypes.c_float, ctypes.c_int
        self._arguments = (
            integer(_ROW_MAJOR), integer(_NOT_TRANSPOSED), integer(_NOT_TRANSPOSED), integer(rows), integer(columns), integer(depth),
            number(1), left, integer(depth), right, integer(columns), number(0), result, integer(columns))

    def best_seconds(self, rounds=5, window_seconds=0.05):
        """Returns the lowest mean time of a call, in seconds, of several rounds that last about window_seconds each."""
        call, arguments = _library.cblas_sgemm, self._arguments
        start = time.perf_counter()
        call(*arguments)
        call(*arguments)
        calls = max(1, int(window_seconds / ((time.perf_counter() - start) / 2)))
        best = float("inf")
        for _ in range(rounds):
            start = time.perf_counter()
            for _ in range(calls):
                call(*arguments)
            best = min(best, (time.perf_counter() - start) / calls)
        return best
