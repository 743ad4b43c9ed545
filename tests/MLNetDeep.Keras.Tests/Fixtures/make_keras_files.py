"""Files in the layouts of Keras, and the outputs of their networks, as a second implementation computes them.

Keras itself is not used: the layouts are written with h5py as its sources describe them (saving_lib.py and each layer's save_own_variables of
Keras 3, legacy_h5_format.py for the older one), and the outputs are computed by numpy from Keras's formulas in its own layouts (channels last, kernels
[inputs, units], gates i f c o and z r h).

Run with Debian's python3-numpy and python3-h5py:  python3 make_keras_files.py

For each network NAME: NAME.weights.h5 (Keras 3), NAME.h5 (Keras 2, save_weights), and in keras_outputs.json its features and outputs. Also
pictures.keras, a zip; pictures-2.13.weights.h5 with Keras 2.13's names; pictures-model.h5 as model.save of Keras 2 writes it; pictures-chunked.weights.h5 with
chunked, compressed and shuffled arrays of other types; nested.weights.h5 with a model in a model; reset-before.weights.h5, a GRU with reset_after=False;
half.weights.h5 with numbers of 16 bits; big-endian.weights.h5; elsewhere-*.weights.h5,
link-*.weights.h5, which name other files; packed-*.weights.h5, whose chunks have several filters.
"""

import json
import pathlib
import zipfile
import zlib

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent
RANDOM = np.random.default_rng(5)


def weights(*shape):
    return RANDOM.normal(0, 0.4, shape).astype("float32")


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def conv2d(x, kernel, bias, depthwise=False):
    height, width, _, last = kernel.shape
    rows, columns = x.shape[1] - height + 1, x.shape[2] - width + 1
    channels = x.shape[3] * last if depthwise else last
    y = np.zeros((len(x), rows, columns, channels))
    for i in range(rows):
        for j in range(columns):
            patch = x[:, i : i + height, j : j + width]
            if depthwise:
                y[:, i, j] = np.einsum("bhwc,hwcm->bcm", patch, kernel).reshape(len(x), -1)
            else:
                y[:, i, j] = np.einsum("bhwc,hwcf->bf", patch, kernel)
    return y + bias


def conv1d(x, kernel, bias):
    return conv2d(x[:, None], kernel[None], bias)[:, 0]


def batch_normalization(x, gamma, beta, mean, variance):
    return gamma * (x - mean) / np.sqrt(variance + 1e-3) + beta


def layer_normalization(x, gamma, beta):
    return gamma * (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-3) + beta


def simple_rnn(x, kernel, recurrent, bias):
    h = np.zeros((len(x), recurrent.shape[0]))
    states = []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ kernel + h @ recurrent + bias)
        states.append(h)
    return np.stack(states, 1)


def lstm(x, kernel, recurrent, bias):
    h = c = np.zeros((len(x), recurrent.shape[0]))
    states = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent + bias, 4, -1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        states.append(h)
    return np.stack(states, 1)


def gru(x, kernel, recurrent, bias):
    h = np.zeros((len(x), recurrent.shape[0]))
    states = []
    for t in range(x.shape[1]):
        xz, xr, xh = np.split(x[:, t] @ kernel + bias[0], 3, -1)
        rz, rr, rh = np.split(h @ recurrent + bias[1], 3, -1)
        z, r = sigmoid(xz + rz), sigmoid(xr + rr)
        h = z * h + (1 - z) * np.tanh(xh + r * rh)
        states.append(h)
    return np.stack(states, 1)


def both(cell, x, forward, backward):
    return np.concatenate([cell(x, *forward), cell(x[:, ::-1], *backward)[:, ::-1]], -1)


def attention(x, q, qb, k, kb, v, vb, o, ob):
    query, key, value = (np.einsum("btf,fhd->bthd", x, kernel) + bias for kernel, bias in ((q, qb), (k, kb), (v, vb)))
    scores = softmax(np.einsum("bthd,bshd->bhts", query, key) / np.sqrt(q.shape[2]))
    return np.einsum("bhts,bshd,hdf->btf", scores, value, o) + ob


def recurrent_weights(features, units, gates, bias_rows=None):
    bias = weights(gates * units) if bias_rows is None else weights(bias_rows, gates * units)
    return [weights(features, gates * units), weights(units, gates * units), bias]


# A network is a list of layers: its class in snake case and, by the path of each part, its arrays.


def pictures():
    separable = [weights(2, 2, 4, 2), weights(1, 1, 8, 3), weights(3)]
    layers = [
        ("conv2d", {"": [weights(3, 3, 2, 4), weights(4)]}),
        ("batch_normalization", {"": [weights(4) + 1, weights(4), weights(4), weights(4) ** 2 + 0.5]}),
        ("depthwise_conv2d", {"": [weights(2, 2, 4, 1), weights(4)]}),
        ("separable_conv2d", {"": separable}),
        ("flatten", {}),
        ("dense", {"": [weights(48, 5), weights(5)]}),
        ("batch_normalization_1", {"": [weights(5) + 1, weights(5), weights(5), weights(5) ** 2 + 0.5]}),
        ("dropout", {"seed_generator": [np.array([1, 2], "uint32")]}),
        ("dense_1", {"": [weights(5, 3), weights(3)]}),
    ]
    w = [parts.get("", []) for _, parts in layers]
    x = RANDOM.normal(0, 1, (4, 8, 8, 2))
    y = np.maximum(batch_normalization(conv2d(x, *w[0]), *w[1]), 0)
    y = conv2d(y, *w[2], depthwise=True)
    y = np.tanh(conv2d(conv2d(y, separable[0], 0, depthwise=True), separable[1], separable[2]))
    y = batch_normalization(y.reshape(4, -1) @ w[5][0] + w[5][1], *w[6])
    return layers, x, softmax(y @ w[8][0] + w[8][1])


def sequences():
    layers = [
        ("embedding", {"": [weights(9, 6)]}),
        ("multi_head_attention", {
            **{f"{name}_dense": [weights(6, 2, 3), weights(2, 3)] for name in ("query", "key", "value")},
            "output_dense": [weights(2, 3, 6), weights(6)],
        }),
        ("layer_normalization", {"": [weights(6) + 1, weights(6)]}),
        ("conv1d", {"": [weights(2, 6, 5), weights(5)]}),
        ("bidirectional", {"forward_layer/cell": recurrent_weights(5, 3, 3, 2), "backward_layer/cell": recurrent_weights(5, 3, 3, 2)}),
        ("lstm", {"cell": recurrent_weights(6, 4, 4)}),
        ("gru", {"cell": recurrent_weights(4, 3, 3, 2)}),
        ("simple_rnn", {"cell": recurrent_weights(3, 4, 1)}),
        ("dense", {"": [weights(4, 1), weights(1)]}),
    ]
    parts = [list(parts.values()) for _, parts in layers]
    x = RANDOM.integers(0, 9, (4, 7))
    y = parts[0][0][0][x]
    y = layer_normalization(attention(y, *(array for part in parts[1] for array in part)), *parts[2][0])
    y = both(gru, conv1d(y, *parts[3][0]), *parts[4])
    y = simple_rnn(gru(lstm(y, *parts[5][0]), *parts[6][0]), *parts[7][0])[:, -1]
    return layers, x, sigmoid(y @ parts[8][0][0] + parts[8][0][1])


def write_objects(file, layers, root="layers", create=None):
    """Keras 3: a group for each object, with a group vars, in which arrays are numbered."""
    create = create or (lambda group, name, values: group.create_dataset(name, data=values))
    for name, parts in layers:
        for part, arrays in {"": [], **parts}.items():
            group = file.require_group("/".join(filter(None, (root, name, part, "vars"))))
            group.attrs["name"] = name
            for i, values in enumerate(arrays):
                create(group, str(i), values)


def write_names(group, layers):
    """Keras 2: lists of names in attributes, with arrays under names of their own."""
    group.attrs["layer_names"] = [f"my_{name}".encode() for name, _ in layers]
    group.attrs["backend"] = b"tensorflow"
    group.attrs["keras_version"] = b"2.11.0"
    for name, parts in layers:
        arrays = {
            f"my_{name}/{part + '/' if part else ''}array_{i}:0": values
            for part, values_of_part in parts.items() if part != "seed_generator" for i, values in enumerate(values_of_part)
        }
        layer = group.create_group(f"my_{name}")
        layer.attrs["weight_names"] = [array.encode() for array in arrays]
        for array, values in arrays.items():
            layer.create_dataset(array, data=values)
    group.create_group("top_level_model_weights").attrs["weight_names"] = []


def chunked(group, name, values):
    """Arrays in chunks, compressed; of other types of floats in turn."""
    types = ["<f4", "<f8"]
    dtype = types[len(group) % 2] if values.dtype.kind == "f" else values.dtype
    group.create_dataset(name, data=values.astype(dtype), chunks=tuple(max(1, size // 2) for size in values.shape), compression="gzip", shuffle=True)


def hostile():
    """Files that would open another file, whose path the tests write over the placeholder, or that unpack to much more than their chunks."""
    placeholder = "x" * 240
    names = {"link-layers": "layers", "link-layer": "layers/dense", "link-old": "layers/dense", "link-vars": "layers/dense/vars", "link-many": "layers/dense", "link-soft": "elsewhere"}
    for name, path in names.items():
        with h5py.File(HERE / f"{name}.weights.h5", "w", libver="earliest" if name in ("link-layers", "link-old", "link-soft") else "latest") as file:
            if name == "link-many":
                # So many links are kept in another structure.
                for i in range(9):
                    file[f"layers/a{i}"] = h5py.SoftLink("/layers")
            file[path] = h5py.ExternalLink(placeholder, "/" + ("layers" if name == "link-soft" else path))
            if name == "link-soft":
                file["layers"] = h5py.SoftLink("/elsewhere")
    with h5py.File(HERE / "link-raw.weights.h5", "w") as file:
        group = file.create_group("layers/dense/vars")
        group.create_dataset("0", (2, 2), "f4", external=[(placeholder, 0, 16)])
        group["1"] = np.zeros(2, "f4")
    with h5py.File(HERE / "link-nothing.weights.h5", "w") as file:
        file["layers"] = h5py.SoftLink("/nothing")

    kernel = np.array([[1, 2], [3, 4]], "f4")
    with h5py.File(HERE / "packed.weights.h5", "w") as file:
        file.create_dataset("layers/dense/vars/0", data=kernel, chunks=(2, 2), compression="gzip", shuffle=True, fletcher32=True)
        file["layers/dense/vars/1"] = np.array([5, 6], "f4")
    once = zlib.compress(bytes(16 << 20), 9)
    many = zlib.compressobj(9)
    twice = zlib.compress(b"".join([many.compress(bytes(1 << 20)) for _ in range(256)] + [many.flush()]), 9)
    # Twice, but never longer than the chunk.
    again = zlib.compress(zlib.compress(b"?" * 16, 9), 9)
    for name, filters, content in (("long", 1, once), ("twice", 2, twice), ("again", 2, again)):
        with h5py.File(HERE / f"packed-{name}.weights.h5", "w") as file:
            group = file.create_group("layers/dense/vars")
            creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
            creation.set_chunk((2, 2))
            for _ in range(filters):
                creation.set_filter(h5py.h5z.FILTER_DEFLATE, 0, (9,))
            array = h5py.h5d.create(group.id, b"0", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((2, 2)), dcpl=creation)
            array.write_direct_chunk((0, 0), content)
            group["1"] = np.zeros(2, "f4")
    with h5py.File(HERE / "packed-scaled.weights.h5", "w") as file:
        file.create_dataset("layers/dense/vars/0", data=kernel, chunks=(2, 2), scaleoffset=1)
        file["layers/dense/vars/1"] = np.zeros(2, "f4")


def main():
    result = {}
    networks = {"pictures": pictures(), "sequences": sequences()}
    for name, (layers, x, y) in networks.items():
        with h5py.File(HERE / f"{name}.weights.h5", "w") as file:
            write_objects(file, layers)
            file.require_group("vars").attrs["name"] = "sequential"
            file.create_dataset("optimizer/vars/0", data=np.int64(3))
        with h5py.File(HERE / f"{name}.h5", "w") as file:
            write_names(file, layers)
        result[name] = {"features": x.reshape(-1).tolist(), "outputs": y.reshape(-1).tolist()}

    layers = networks["pictures"][0]
    with zipfile.ZipFile(HERE / "pictures.keras", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("metadata.json", json.dumps({"keras_version": "3.0.0"}))
        file.writestr("config.json", json.dumps({"class_name": "Sequential"}))
        file.write(HERE / "pictures.weights.h5", "model.weights.h5")
    with h5py.File(HERE / "pictures-2.13.weights.h5", "w") as file:
        # There each layer with weights was counted twice, so that numbers have gaps.
        renamed = [({"dense_1": "dense_2", "batch_normalization_1": "batch_normalization_2"}.get(name, name), parts) for name, parts in layers]
        write_objects(file, renamed, "_layer_checkpoint_dependencies")
    with h5py.File(HERE / "pictures-chunked.weights.h5", "w") as file:
        write_objects(file, layers, create=chunked)
    with h5py.File(HERE / "pictures-latest.weights.h5", "w", libver="latest") as file:
        write_objects(file, layers)
    with h5py.File(HERE / "pictures-model.h5", "w") as file:
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential"})
        write_names(file.create_group("model_weights"), layers)
    with h5py.File(HERE / "nested.weights.h5", "w") as file:
        inner = [("functional", {"layers/dense/": [weights(2, 3), weights(3)]})]
        write_objects(file, [("dense", {"": [weights(2, 3), weights(3)]}), *inner])
    with h5py.File(HERE / "reset-before.weights.h5", "w") as file:
        write_objects(file, [("gru", {"cell": recurrent_weights(2, 3, 3)})])
    with h5py.File(HERE / "half.weights.h5", "w") as file:
        # bfloat16, which HDF5 does not have, are the upper halves of floats, as bytes with a mark.
        write_objects(file, [("dense", {"": [np.array([[0.1, -2], [65504, 3]], "float16")]})])
        bias = file.create_dataset("layers/dense/vars/1", data=np.array([0.1, -3e38], "<f4").view("<u2")[1::2].view("V2"))
        bias.attrs["dtype"] = "bfloat16"
    # Values that are in another file, which must not be read: the layout of an array of "raw.bin", a link, and a virtual array.
    for name in ("raw", "link", "virtual"):
        with h5py.File(HERE / f"elsewhere-{name}.weights.h5", "w", libver="latest") as file:
            group = file.create_group("layers/dense/vars")
            if name == "raw":
                group.create_dataset("0", (2, 2), "f4", external=[("keras_outputs.json", 0, 16)])
            elif name == "link":
                group["0"] = h5py.ExternalLink("big-endian.weights.h5", "layers/dense/vars/1")
            else:
                layout = h5py.VirtualLayout((2, 2), "f4")
                layout[:] = h5py.VirtualSource("half.weights.h5", "layers/dense/vars/0", (2, 2))
                group.create_virtual_dataset("0", layout)
            group["1"] = weights(2)
    hostile()
    with h5py.File(HERE / "big-endian.weights.h5", "w") as file:
        write_objects(file, [("dense", {"": [weights(2, 2).astype(">f4"), weights(2)]})])
    (HERE / "keras_outputs.json").write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
