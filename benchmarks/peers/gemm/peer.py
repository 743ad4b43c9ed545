import openblas
from harness import serve

SHAPES = [(32, 784, 128), (128, 784, 512), (128, 512, 512), (1024, 1024, 1024)]


def measure():
    seconds = {}
    for threads in (1, 2):
        openblas.set_threads(threads)
        for shape in SHAPES:
            seconds[f"gemm-{'x'.join(map(str, shape))}-{threads}"] = openblas.Product(*shape).best_seconds()
    return seconds


serve(measure)
