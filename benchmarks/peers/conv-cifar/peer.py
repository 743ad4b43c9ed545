import torch
from torch import nn
from torch_training import serve_epochs

ROWS = 5000

generator = torch.Generator().manual_seed(1)
inputs = torch.rand(ROWS, 3, 32, 32, generator=generator).contiguous(memory_format=torch.channels_last)
targets = torch.randint(10, (ROWS,), generator=generator)


def make():
    model = nn.Sequential(
        nn.Conv2d(3, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(64, 64, 3), nn.ReLU(),
        nn.Flatten(), nn.Linear(1024, 64), nn.ReLU(), nn.Linear(64, 10)).to(memory_format=torch.channels_last)
    return model, torch.optim.Adam(model.parameters(), eps=1e-7)


serve_epochs("conv-cifar", make, nn.CrossEntropyLoss(), inputs, targets, batch_size=32)
