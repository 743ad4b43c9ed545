"""Epochs in PyTorch as it is usually written, but for data that are in one tensor already."""

import os

import torch
from harness import seconds_of, serve

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def train(model, optimizer, loss, inputs, targets, batch, batches=None):
    """One epoch in random order, or its first batches."""
    model.train()
    order = torch.randperm(len(inputs))
    for rows in order.split(batch)[:batches]:
        optimizer.zero_grad(set_to_none=True)
        loss(model(inputs[rows]), targets[rows]).backward()
        optimizer.step()


def serve_epochs(name, make, loss, inputs, targets, batch):
    """Measures epochs of a new model each; make gives the model and its optimizer."""
    def epoch(batches=None):
        train(*make(), loss, inputs, targets, batch, batches)

    epoch(batches=100)
    serve(lambda: {name: seconds_of(epoch)})
