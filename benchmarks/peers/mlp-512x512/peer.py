import torch
from harness import digits
from torch import nn
from torch_training import serve_epochs

inputs, targets = map(torch.from_numpy, digits("train"))


def make():
    model = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))
    return model, torch.optim.Adam(model.parameters(), eps=1e-7)


serve_epochs("mlp-512x512", make, nn.CrossEntropyLoss(), inputs, targets, batch_size=128)
