"""Networks with a dense layer after Flatten, and with merging layers, that go from PyTorch to MLNetDeep and back, as safetensors.

Works as make_torch_convolutions.py, and takes its functions and those of make_torch_network.py.

Run with Debian's python3-torch:  python3 make_torch_merging.py, and python3 make_torch_merging.py check
"""

import make_torch_convolutions
import torch

NN = torch.nn


class Residual(NN.Module):
    """y = f(layers(x) + shortcut(x)), with the names of MLNetDeep's Residual."""

    def __init__(self, layers, activation=None, shortcut=None):
        super().__init__()
        self.layers = NN.Sequential(*layers)
        self.shortcut = NN.Sequential(*(shortcut or []))
        self.activation = activation or NN.Identity()

    def forward(self, x):
        return self.activation(self.layers(x) + self.shortcut(x))


class Concatenate(NN.Module):
    """Joins the channels of branches, with the names of MLNetDeep's Concatenate."""

    def __init__(self, branches):
        super().__init__()
        self.branches = NN.ModuleList(NN.Sequential(*branch) for branch in branches)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)


def flat_pictures():
    return NN.Sequential(
        NN.Conv2d(2, 4, 3), NN.Tanh(), NN.Flatten(), NN.BatchNorm1d(48, eps=1e-3), NN.Linear(48, 5), NN.Tanh(), NN.Linear(5, 3)
    )


def flat_input():
    return NN.Sequential(NN.Flatten(), NN.Linear(24, 3))


def flat_sequences():
    return NN.Sequential(NN.Conv1d(5, 4, 3), NN.Tanh(), NN.MaxPool1d(2), NN.Flatten(), NN.Linear(12, 3))


def merging():
    block = Residual(
        [NN.Conv2d(2, 3, 3, padding=1, bias=False), NN.ReLU(), NN.Conv2d(3, 4, 3, padding=1)], NN.ReLU(), [NN.Conv2d(2, 4, 1)]
    )
    inception = Concatenate([[NN.Conv2d(4, 2, 1), NN.Tanh()], [], [Residual([NN.Conv2d(4, 4, 3, padding=1)]), NN.Conv2d(4, 3, 1)]])
    return NN.Sequential(block, inception, NN.AvgPool2d(2), NN.Flatten(), NN.Linear(36, 3))


make_torch_convolutions.NETWORKS = {
    "flat_pictures": (flat_pictures, (2, 5, 6)),
    "flat_input": (flat_input, (2, 3, 4)),
    "flat_sequences": (flat_sequences, (5, 8)),
    "merging": (merging, (2, 4, 4)),
}

if __name__ == "__main__":
    make_torch_convolutions.main()
