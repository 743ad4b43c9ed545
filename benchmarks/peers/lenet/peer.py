import torch
from harness import digits
from torch import nn
from torch_training import serve_epochs

inputs, targets = (torch.from_numpy(array[:6000]) for array in digits("train"))
inputs = inputs.reshape(-1, 1, 28, 28).contiguous(memory_format=torch.channels_last)


def make():
    model = nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(256, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)).to(memory_format=torch.channels_last)
    return model, torch.optim.Adam(model.parameters(), lr=3e-4, eps=1e-7)


serve_epochs("lenet", make, nn.CrossEntropyLoss(), inputs, targets, batch_size=128)
