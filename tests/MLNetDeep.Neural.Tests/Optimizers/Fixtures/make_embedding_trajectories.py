"""Writes embedding_trajectories.json: 40 steps of a network of words in PyTorch (float64), for EmbeddingTrajectoryTests to repeat.

Some words are rare: in most batches they do not occur. Adam moves their vectors all the same, SparseAdam does not.

Run with Debian's python3-torch:  python3 make_embedding_trajectories.py
"""

import json
from pathlib import Path

import torch

STEPS, BATCH, TIME, WORDS = 40, 4, 5, 30

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)

# The square of a uniform number: small indices are frequent.
indices = (torch.rand(STEPS * BATCH, TIME) ** 2 * WORDS).long()
labels = torch.randint(0, 3, (STEPS * BATCH,))


class Network(torch.nn.Module):
    def __init__(self, sparse):
        super().__init__()
        torch.manual_seed(2)
        self.table = torch.nn.Embedding(WORDS, 4, sparse=sparse)
        self.dense = torch.nn.Linear(4, 3)
        with torch.no_grad():
            for parameter in self.parameters():
                parameter.copy_(parameter.float().double())

    def forward(self, rows):
        return self.dense(self.table(rows).mean(dim=1))


def weights(net):
    tensors = {"0.weight": net.table.weight, "2.weight": net.dense.weight, "2.bias": net.dense.bias}
    return {name: tensor.detach().reshape(-1).tolist() for name, tensor in tensors.items()}


def train(create, sparse=False):
    net = Network(sparse)
    optimizers = create(net)
    losses = []
    for step in range(STEPS):
        rows = slice(step * BATCH, (step + 1) * BATCH)
        loss = torch.nn.functional.cross_entropy(net(indices[rows]), labels[rows])
        net.zero_grad()
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        losses.append(loss.item())
    return {"losses": losses, "weights": weights(net)}


def lazy(net):
    # Keras and SparseAdam place epsilon alike; for Adam, the difference is below rounding at 1e-12.
    return [torch.optim.SparseAdam(net.table.parameters(), lr=0.01, eps=1e-12), torch.optim.Adam(net.dense.parameters(), lr=0.01, eps=1e-12)]


result = {
    "torch": torch.__version__,
    "indices": indices.reshape(-1).tolist(),
    "labels": labels.tolist(),
    "initial": weights(Network(False)),
    "sgd": train(lambda net: [torch.optim.SGD(net.parameters(), lr=0.5)]),
    "sgd_sparse": train(lambda net: [torch.optim.SGD(net.parameters(), lr=0.5)], sparse=True),
    "momentum": train(lambda net: [torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)]),
    "adagrad": train(lambda net: [torch.optim.Adagrad(net.parameters(), lr=0.1, initial_accumulator_value=0.1, eps=1e-15)]),
    "adam": train(lambda net: [torch.optim.Adam(net.parameters(), lr=0.01, eps=1e-12)]),
    "adamw": train(lambda net: [torch.optim.AdamW(net.parameters(), lr=0.01, weight_decay=0.1, eps=1e-12)]),
    "rmsprop": train(lambda net: [torch.optim.RMSprop(net.parameters(), lr=0.01, alpha=0.9, eps=1e-12)]),
    "lazy_adam": train(lazy, sparse=True),
}
Path(__file__).with_name("embedding_trajectories.json").write_text(json.dumps(result) + "\n")
