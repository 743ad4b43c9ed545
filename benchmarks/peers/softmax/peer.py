import torch
from harness import digits
from torch import nn
from torch_training import serve_epochs

inputs, targets = map(torch.from_numpy, digits("train"))


def make():
    model = nn.Linear(784, 10)
    return model, torch.optim.SGD(model.parameters(), lr=0.5)


serve_epochs("softmax", make, nn.CrossEntropyLoss(), inputs, targets, batch_size=100)
