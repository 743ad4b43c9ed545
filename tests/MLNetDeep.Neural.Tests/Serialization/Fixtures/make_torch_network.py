"""A network that goes from PyTorch to MLNetDeep and back, as safetensors.

Without arguments, writes torch_network.safetensors (the state_dict of a trained nn.Sequential) and torch_network.json (inputs, outputs).
With "check", loads saved_network.safetensors, which MLNetDeep wrote from the first file (TorchFileTests holds it to its bytes), into an
nn.Sequential with load_state_dict(strict=True) and compares state and outputs.

Safetensors are read and written here from the format's description: 8 bytes with the header's length, a JSON header, the values.
Run with Debian's python3-torch:  python3 make_torch_network.py
"""

import json
import struct
import sys
from pathlib import Path

import torch

HERE = Path(__file__).parent
TYPES = {torch.float32: "F32", torch.int64: "I64"}


def write(path, tensors):
    header, values = {"__metadata__": {"format": "pt"}}, b""
    # 8-byte values first, as the format's own library orders them.
    for name, tensor in sorted(tensors.items(), key=lambda item: (-item[1].element_size(), item[0])):
        raw = tensor.contiguous().numpy().tobytes()
        header[name] = {"dtype": TYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(values), len(values) + len(raw)]}
        values += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + values)


def read(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    dtypes = {text: dtype for dtype, text in TYPES.items()}
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        raw = bytearray(data[8 + length + begin : 8 + length + end])
        tensors[name] = torch.frombuffer(raw, dtype=dtypes[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def network():
    nn = torch.nn
    return nn.Sequential(
        nn.Flatten(), nn.Linear(12, 10), nn.BatchNorm1d(10, eps=1e-3), nn.GELU(), nn.Dropout(0.2), nn.Linear(10, 6), nn.Tanh(), nn.Linear(6, 3)
    )


def outputs(net, features):
    net.eval()
    with torch.no_grad():
        return torch.softmax(net(features), dim=1)


def main():
    if sys.argv[1:] == ["check"]:
        fixture = json.loads((HERE / "torch_network.json").read_text())
        net = network()
        print(net.load_state_dict(read(HERE / "saved_network.safetensors"), strict=True))
        for name, value in read(HERE / "torch_network.safetensors").items():
            assert torch.equal(value, net.state_dict()[name]), name
        features = torch.tensor(fixture["features"]).reshape(-1, 3, 4)
        torch.testing.assert_close(outputs(net, features).reshape(-1), torch.tensor(fixture["outputs"]))
        print("The saved network is the one that was loaded.")
    else:
        torch.manual_seed(3)
        net = network()
        optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
        for _ in range(20):
            x = torch.randn(32, 3, 4)
            loss = torch.nn.functional.cross_entropy(net(x), (x.sum(dim=(1, 2)) > 0).long())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        write(HERE / "torch_network.safetensors", net.state_dict())
        features = torch.randn(5, 3, 4)
        result = {"torch": torch.__version__, "features": features.reshape(-1).tolist(), "outputs": outputs(net, features).reshape(-1).tolist()}
        (HERE / "torch_network.json").write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
