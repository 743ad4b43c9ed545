import torch
from torch import nn
from torch_training import serve_epochs

ROWS, WORDS = 25_000, 10_000

generator = torch.Generator().manual_seed(1)
inputs = torch.zeros(ROWS, WORDS)
inputs.scatter_(1, torch.randint(WORDS, (ROWS, WORDS // 100), generator=generator), 1.0)
targets = (inputs[:, : WORDS // 2].sum(1, keepdim=True) > WORDS / 200).float()


def make():
    model = nn.Sequential(nn.Linear(WORDS, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 1))
    return model, torch.optim.Adam(model.parameters(), eps=1e-7)


serve_epochs("bow-16x16", make, nn.BCEWithLogitsLoss(), inputs, targets, batch=32)
