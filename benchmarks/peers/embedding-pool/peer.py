import torch
from torch import nn
from torch_training import random_words, serve_epochs


def make():
    # EmbeddingBag is the embedding and the mean in one, which is the fastest form.
    model = nn.Sequential(nn.EmbeddingBag(10_000, 16, mode="mean"), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 1))
    return model, torch.optim.Adam(model.parameters(), eps=1e-7)


serve_epochs("embedding-pool", make, nn.BCEWithLogitsLoss(), *random_words(rows=4000, words=400), batch_size=32)
