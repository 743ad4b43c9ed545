import torch
from harness import digits
from torch import nn
from torch_training import serve_epochs

inputs, targets = map(torch.from_numpy, digits("train"))


def make():
    model = nn.Sequential(nn.Linear(784, 8), nn.Sigmoid(), nn.Linear(8, 8), nn.Sigmoid(), nn.Linear(8, 10))
    return model, torch.optim.SGD(model.parameters(), lr=0.5)


serve_epochs("mlp-8x8", make, nn.CrossEntropyLoss(), inputs, targets, batch_size=32)
