import torch
from torch import nn
from torch_training import random_words, serve_epochs


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10_000, 32)
        self.lstm = nn.LSTM(32, 32, batch_first=True)
        self.dense = nn.Linear(32, 1)

    def forward(self, words):
        outputs, _ = self.lstm(self.embedding(words))
        return self.dense(outputs[:, -1])


def make():
    model = Network()
    return model, torch.optim.Adam(model.parameters(), eps=1e-7)


serve_epochs("lstm", make, nn.BCEWithLogitsLoss(), *random_words(rows=2000, words=200), batch_size=32)
