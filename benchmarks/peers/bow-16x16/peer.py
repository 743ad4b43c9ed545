import torch
from torch import nn
from torch_training import serve_epochs

ROWS, VOCABULARY = 25_000, 10_000
WORDS_PER_ROW = VOCABULARY // 100

generator = torch.Generator().manual_seed(1)
inputs = torch.zeros(ROWS, VOCABULARY)
inputs.scatter_(1, torch.randint(VOCABULARY, (ROWS, WORDS_PER_ROW), generator=generator), 1.0)
targets = (inputs[:, : VOCABULARY // 2].sum(1, keepdim=True) > WORDS_PER_ROW / 2).float()


def make():
    model = nn.Sequential(nn.Linear(VOCABULARY, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 1))
    return model, torch.optim.Adam(model.parameters(), eps=1e-7)


serve_epochs("bow-16x16", make, nn.BCEWithLogitsLoss(), inputs, targets, batch_size=32)
