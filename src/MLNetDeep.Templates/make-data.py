"""Writes the data of the templates: a part of data/mnist, and made-up houses with their prices. Usage: python3 make-data.py"""
import gzip
import pathlib
import random
import struct

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEMPLATES = pathlib.Path(__file__).resolve().parent / "templates"


def cut(name, rows):
    """Copies the first rows of an IDX file: magic number, sizes (big-endian, 4 bytes each), then the bytes of the rows."""
    content = gzip.decompress((ROOT / "data/mnist" / name).read_bytes())
    rank = content[3]
    sizes = struct.unpack(f">{rank}I", content[4:4 + 4 * rank])
    row = 1
    for size in sizes[1:]:
        row *= size
    start = 4 + 4 * rank
    part = content[:4] + struct.pack(f">{rank}I", rows, *sizes[1:]) + content[start:start + rows * row]
    (TEMPLATES / "digits/data" / name).write_bytes(gzip.compress(part, 9, mtime=0))


for split, rows in ("train", 1500), ("t10k", 500):
    cut(f"{split}-images-idx3-ubyte.gz", rows)
    cut(f"{split}-labels-idx1-ubyte.gz", rows)

# The price is area x price of the town x (1 + 1 percent a year since 1990). One field in twenty is empty.
random.seed(1)
towns = {"Lyon": 3.1, "Nantes": 3.6, "Paris": 9.5}
with open(TEMPLATES / "pipeline/data/houses.csv", "w", newline="\n") as file:
    file.write("Area,Year,Town,Price\n")
    for _ in range(1500):
        area, year, town = random.randrange(20, 150), random.randrange(1950, 2025), random.choice(list(towns))
        price = area * towns[town] * (1 + 0.01 * (year - 1990))
        shown = ["" if random.randrange(20) == 0 else str(value) for value in (area, year)]
        file.write(f"{shown[0]},{shown[1]},{town},{price:.1f}\n")
