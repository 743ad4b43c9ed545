"""Runs the programs that run.sh published, and prints a table of their sizes and times.

start: from the start of the process to its first output, the first recognized digit, or for the service to its first answer; the median of RUNS.
per score: inside the process, over the 10,000 test digits one by one, the median of 3 runs; for the service a request and its answer over one
connection, seen by this client.
"""
import datetime
import http.client
import os
import platform
import re
import statistics
import subprocess
import sys
import time

RUNS = 21
PORT = 7481
PIXELS = 28 * 28
DEBUG_FILES = (".pdb", ".xml", ".dbg")


def size_of(folder):
    files = [os.path.join(root, name) for root, _, names in os.walk(folder) for name in names]
    return sum(os.path.getsize(file) for file in files if not file.endswith(DEBUG_FILES)) / 1e6


def run(command):
    """Returns the milliseconds to the first output, and what the program wrote to its error output."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        os.read(process.stdout.fileno(), 1 << 16)
        first = (time.perf_counter() - started) * 1e3
        _, error = process.communicate()
    if process.returncode != 0:
        sys.exit(f"{command} failed: {error.decode()}")
    return first, error.decode()


def measure(command, one_picture, all_pictures):
    starts = [run(command(one_picture))[0] for _ in range(RUNS)]
    scores = [float(re.search(r"([\d.]+) µs each", run(command(all_pictures))[1]).group(1)) for _ in range(3)]
    return statistics.median(starts), statistics.median(scores)


def answer(connection, picture):
    connection.request("POST", "/predict", picture)
    response = connection.getresponse()
    text = response.read()
    if response.status != 200:
        sys.exit(f"The service answers {response.status}: {text.decode()}")


def start_service(command, picture):
    """Starts the service, and returns it with the milliseconds to its first answer."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT)
            answer(connection, picture)
            return process, (time.perf_counter() - started) * 1e3, connection
        except ConnectionRefusedError:
            time.sleep(0.002)
    sys.exit("The service ended.")


def measure_service(command, pictures):
    starts = []
    for i in range(5):
        process, milliseconds, connection = start_service(command, pictures[0])
        starts.append(milliseconds)
        try:
            if i == 4:
                for picture in pictures[:2000]:
                    answer(connection, picture)
                started = time.perf_counter()
                for picture in pictures:
                    answer(connection, picture)
                request = (time.perf_counter() - started) / len(pictures) * 1e6
        finally:
            process.terminate()
            process.wait()
    return statistics.median(starts), request


def main(folder, save):
    path = lambda name: os.path.join(folder, name)
    with open(path("pictures"), "rb") as file:
        content = file.read()
    pictures = [content[16 + i * PIXELS:16 + (i + 1) * PIXELS] for i in range((len(content) - 16) // PIXELS)]
    with open(path("one"), "wb") as file:
        file.write(content[:4] + (1).to_bytes(4, "big") + content[8:16] + pictures[0])

    def scoring(name, model):
        return lambda rows: [path(f"{name}/AotScoring"), path(model), path(rows), "--scale", "1/255", "--times"]

    programs = [
        ("zip, with ML.NET", "zip", "digits.zip", lambda rows: [path("zip/Deployment.Zip"), path("digits.zip"), path(rows)]),
        ("ONNX, with ONNX Runtime", "onnx", "digits.onnx", lambda rows: [path("onnx/Deployment.Onnx"), path("digits.onnx"), path(rows)]),
        ("safetensors, engine alone", "engine", "digits.safetensors", scoring("engine", "digits.safetensors")),
        ("Native AOT, zip", "aot", "digits.zip", scoring("aot", "digits.zip")),
        ("Native AOT, safetensors", "aot", "digits.safetensors", scoring("aot", "digits.safetensors")),
    ]
    if platform.machine() == "x86_64":
        programs.append(("Native AOT for AVX2, safetensors", "aot-v3", "digits.safetensors", scoring("aot-v3", "digits.safetensors")))
    rows = [(name, size_of(path(program)), os.path.getsize(path(model)) / 1e6, *measure(command, "one", "pictures"))
            for name, program, model, command in programs]
    service = [path("service/Deployment.Service"), path("digits.zip"), f"http://127.0.0.1:{PORT}"]
    rows.append(("service, zip in a prediction pool", size_of(path("service")), os.path.getsize(path("digits.zip")) / 1e6,
                 *measure_service(service, pictures)))

    with open("/proc/cpuinfo") as file:
        processor = re.search(r"model name\s*: (.*)", file.read()).group(1)
    lines = [
        "# Ways to deploy the network of Digits", "",
        f"Measured by benchmarks/Deployment/run.sh on {datetime.date.today()}, {os.cpu_count()} cores, {processor}.", "",
        "| way | program, MB | model, MB | start, ms | per score, µs |", "|---|---|---|---|---|",
        *(f"| {name} | {program:.1f} | {model:.2f} | {start:.1f} | {score:.1f} |" for name, program, model, start, score in rows),
    ]
    text = "\n".join(lines) + "\n"
    print(text)
    if save:
        target = os.path.join("benchmarks/results", re.sub(r"[^a-z0-9]+", "-", processor.lower()).strip("-"), "deployment.md")
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w") as file:
            file.write(text)


main(sys.argv[1], "--save" in sys.argv[2:])
