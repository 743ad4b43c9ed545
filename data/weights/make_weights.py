"""Trains a small network in PyTorch on the exclusive or, and writes its weights as PyTorch and as Keras do.

Run with Debian's python3-torch and python3-h5py:  python3 make_weights.py

xor.pt            torch.save(net.state_dict(), path)
xor.weights.h5    the layout of model.save_weights of Keras 3, for Sequential([Dense(4, "tanh"), Dense(1, "sigmoid")])
"""

import pathlib

import h5py
import torch

HERE = pathlib.Path(__file__).parent


def main():
    torch.manual_seed(2)
    net = torch.nn.Sequential(torch.nn.Linear(2, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1), torch.nn.Sigmoid())
    x, y = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]]), torch.tensor([[0.0], [1], [1], [0]])
    optimizer = torch.optim.Adam(net.parameters(), 0.05)
    for _ in range(1000):
        optimizer.zero_grad()
        torch.nn.functional.binary_cross_entropy(net(x), y).backward()
        optimizer.step()
    print(net(x).reshape(-1).tolist())
    torch.save(net.state_dict(), HERE / "xor.pt")
    with h5py.File(HERE / "xor.weights.h5", "w") as file:
        for layer, name in zip((net[0], net[2]), ("dense", "dense_1")):
            group = file.create_group(f"layers/{name}")
            values = group.create_group("vars")
            values.attrs["name"] = name
            values.create_dataset("0", data=layer.weight.detach().numpy().T)
            values.create_dataset("1", data=layer.bias.detach().numpy())


if __name__ == "__main__":
    main()
