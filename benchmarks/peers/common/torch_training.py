"""A plain PyTorch training loop over data in one tensor."""

import os

import torch
from harness import seconds_of, serve

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def train(model, optimizer, loss, inputs, targets, batch, batches=None):
    """Trains for one epoch in random order, or for its first batches."""
    model.train()
    order = torch.randperm(len(inputs))
    for rows in order.split(batch)[:batches]:
        optimizer.zero_grad(set_to_none=True)
        loss(model(inputs[rows]), targets[rows]).backward()
        optimizer.step()


def serve_epochs(name, make, loss, inputs, targets, batch):
    """Measures one epoch of a new model at a time; make returns the model and its optimizer."""
    def epoch(batches=None):
        train(*make(), loss, inputs, targets, batch, batches)

    epoch(batches=100)
    serve(lambda: {name: seconds_of(epoch)})
