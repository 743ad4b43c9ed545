"""State_dicts with tensors that are no floats or have no dimensions, beside a dense layer: as models with positions, masks and scales have.

Run with Debian's python3-torch:  python3 make_torch_buffers.py

torch_save_buffers.pt    written by torch.save
buffers.safetensors      the same tensors, written here from the specification
"""

import json
import pathlib
import struct

import torch

HERE = pathlib.Path(__file__).parent
NN = torch.nn
DTYPES = {torch.float32: "F32", torch.int64: "I64", torch.int32: "I32", torch.bool: "BOOL"}


class Scorer(NN.Module):
    def __init__(self):
        super().__init__()
        self.add_module("0", NN.Linear(2, 1))
        self.logit_scale = NN.Parameter(torch.tensor(2.0))
        self.register_buffer("position_ids", torch.arange(8))
        self.register_buffer("mask", torch.ones(3, 3, dtype=torch.bool).tril())
        self.register_buffer("version", torch.tensor(7, dtype=torch.int32))


def main():
    net = Scorer()
    with torch.no_grad():
        net.get_submodule("0").weight.copy_(torch.tensor([[1.0, -2.0]]))
        net.get_submodule("0").bias.copy_(torch.tensor([0.5]))
    state = net.state_dict()
    torch.save(state, HERE / "torch_save_buffers.pt")
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in state.items():
        values = tensor.numpy().tobytes()
        header[name] = {"dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header).encode()
    (HERE / "buffers.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)


if __name__ == "__main__":
    main()
