import torch
from harness import digits
from pictures import conv_mnist
from torch import nn
from torch_training import serve_epochs

inputs, targets = (torch.from_numpy(array[:6000]) for array in digits("train"))
inputs = inputs.reshape(-1, 1, 28, 28).contiguous(memory_format=torch.channels_last)


def make():
    model = conv_mnist()
    return model, torch.optim.Adam(model.parameters(), eps=1e-7)


serve_epochs("conv-mnist", make, nn.CrossEntropyLoss(), inputs, targets, batch_size=64)
