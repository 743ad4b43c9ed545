"""Files that torch.save writes, and safetensors of all types of floats, with what PyTorch computes and reads from them.

Run with Debian's python3-torch:  python3 make_torch_files.py

torch_save_pictures.pt    state_dict of a convolution, a batch normalization and a dense layer
torch_save_words.pt       a checkpoint: a state_dict of an embedding, an LSTM and a dense layer beside an epoch and the optimizer's state
torch_save_types.pt       tensors of all types of floats, strided and offset views, and two names of one tensor
torch_save_two.pt         two dictionaries of tensors
torch_save_module.pt      a whole module, which is refused
torch_save_legacy.pt      the format of PyTorch before 1.6, which is refused
torch_save_script.pt      a model of TorchScript, which is refused
types.safetensors         the tensors of torch_save_types.pt, as safetensors: written here from the specification
torch_files.json          features and outputs of the networks, and the values of the tensors as floats
"""

import json
import pathlib
import struct

import torch

HERE = pathlib.Path(__file__).parent
NN = torch.nn


class Words(NN.Module):
    def __init__(self):
        super().__init__()
        self.add_module("0", NN.Embedding(7, 3))
        self.add_module("1", NN.LSTM(3, 4, batch_first=True))
        self.add_module("2", NN.Linear(4, 2))

    def forward(self, x):
        embedding, lstm, dense = self.children()
        return torch.softmax(dense(lstm(embedding(x))[0][:, -1]), -1)


def pictures():
    net = NN.Sequential(
        NN.Conv2d(2, 4, 3), NN.BatchNorm2d(4, eps=1e-3), NN.ReLU(), NN.Flatten(), NN.Linear(36, 3), NN.Softmax(-1)
    )
    for _ in range(3):  # so that the running statistics are not those of the beginning
        net(torch.randn(8, 2, 5, 5) + 1)
    return net.eval()


def types():
    base = torch.randn(6, 4)
    numbers = [1.0, 1 + 2**-24, 1 + 3 * 2**-24, 0.1, -1e39, 2.0**-150, 2.0**-149, 3.4028235677973366e38, -0.0]
    return {
        "double": torch.tensor(numbers, dtype=torch.float64),
        "half": torch.tensor([0.1, -65504, 2**-24, float("inf")], dtype=torch.float16),
        "bfloat": torch.tensor([0.1, -3.3e38, 1e-40, 1], dtype=torch.bfloat16),
        "transposed": base.t(),
        "column": base[:, 1],
        "rows": base[2:4],
        "every_second": base[::2, ::2],
        "whole": base,
        "again": base,
        "parameter": NN.Parameter(torch.randn(2, 2)),
    }


def write_safetensors(path, tensors):
    names = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16"}
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in tensors.items():
        tensor = tensor.detach().contiguous()
        bits = tensor.view(torch.int16) if tensor.dtype == torch.bfloat16 else tensor
        values = bits.numpy().tobytes()
        header[name] = {"dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def numbers(tensor):
    return [repr(value).replace("inf", "Infinity") for value in tensor.detach().float().reshape(-1).tolist()]


def main():
    torch.manual_seed(3)
    result = {"torch": torch.__version__}
    net = pictures()
    torch.save(net.state_dict(), HERE / "torch_save_pictures.pt")
    x = torch.randn(4, 2, 5, 5)
    result["pictures"] = {"features": x.movedim(1, -1).reshape(-1).tolist(), "outputs": net(x).reshape(-1).tolist()}

    words = Words()
    optimizer = torch.optim.Adam(words.parameters())
    x = torch.randint(7, (4, 5))
    NN.functional.nll_loss(words(x).log(), torch.tensor([0, 1, 1, 0])).backward()
    optimizer.step()
    checkpoint = {"epoch": 3, "loss": 0.25, "model_state_dict": words.state_dict(), "optimizer_state_dict": optimizer.state_dict(), "history": [1.0, 0.5]}
    torch.save(checkpoint, HERE / "torch_save_words.pt")
    result["words"] = {"features": x.reshape(-1).tolist(), "outputs": words(x).reshape(-1).tolist()}

    tensors = types()
    torch.save(tensors, HERE / "torch_save_types.pt")
    write_safetensors(HERE / "types.safetensors", tensors)
    result["types"] = {name: {"shape": list(tensor.shape), "values": numbers(tensor)} for name, tensor in tensors.items()}

    dense = NN.Linear(2, 1)
    torch.save({"model": dense.state_dict(), "ema": NN.Linear(2, 1).state_dict()}, HERE / "torch_save_two.pt")
    result["ema"] = torch.load(HERE / "torch_save_two.pt")["ema"]["weight"].reshape(-1).tolist()
    torch.save(dense, HERE / "torch_save_module.pt")
    torch.save(dense.state_dict(), HERE / "torch_save_legacy.pt", _use_new_zipfile_serialization=False)
    torch.jit.script(dense).save(HERE / "torch_save_script.pt")
    (HERE / "torch_files.json").write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
