"""A plain PyTorch training loop. All data are in one tensor, and no data loader is used."""

import os

import torch
from harness import seconds_of, serve

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def train(model, optimizer, loss, inputs, targets, batch_size, max_batches=None):
    """Trains for one epoch in random order, or only for the first max_batches mini-batches of the epoch."""
    model.train()
    order = torch.randperm(len(inputs))
    for rows in order.split(batch_size)[:max_batches]:
        optimizer.zero_grad(set_to_none=True)
        loss(model(inputs[rows]), targets[rows]).backward()
        optimizer.step()


def serve_epochs(name, make, loss, inputs, targets, batch_size):
    """Measures creating a model and training it for one epoch. The function make returns a new model and its optimizer."""
    def epoch(max_batches=None):
        train(*make(), loss, inputs, targets, batch_size, max_batches)

    epoch(max_batches=100)
    serve(lambda: {name: seconds_of(epoch)})


def random_words(rows, words, vocabulary=10_000):
    """Returns random texts as word indices, and labels: 1 if more than half of the words are in the first half of the vocabulary."""
    generator = torch.Generator().manual_seed(1)
    inputs = torch.randint(vocabulary, (rows, words), generator=generator)
    return inputs, ((inputs < vocabulary // 2).sum(1, keepdim=True) > words / 2).float()
