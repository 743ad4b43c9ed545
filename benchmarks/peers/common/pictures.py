"""The network of several workloads."""

import torch
from torch import nn


def conv_mnist():
    """Returns the network of conv-mnist, with the channels last in memory: so its convolutions are fastest."""
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(1600, 128), nn.ReLU(), nn.Linear(128, 10)).to(memory_format=torch.channels_last)
