"""Writes trajectories.json: 50 optimizer steps of a small network in PyTorch (float64), for TrajectoryTests to repeat.

Run with Debian's python3-torch:  python3 make_trajectories.py
"""

import json
from pathlib import Path

import torch

STEPS = 50
BATCH = 8
ROWS = 64

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)

# float32 values throughout, so that both sides begin with the same numbers.
features = torch.randn(ROWS, 6).float().double()
labels = torch.randint(0, 4, (ROWS,))


def network():
    torch.manual_seed(2)
    net = torch.nn.Sequential(torch.nn.Linear(6, 5), torch.nn.Linear(5, 4))
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.copy_(parameter.float().double())
    return net


def forward(net, x):
    return net[1](torch.tanh(net[0](x)))


def train(make_optimizer, schedule=None):
    net = network()
    optimizer = make_optimizer(net.parameters())
    losses = []
    for step in range(STEPS):
        if schedule is not None:
            optimizer.param_groups[0]["lr"] = schedule(step)
        rows = [(step * BATCH + i) % ROWS for i in range(BATCH)]
        loss = torch.nn.functional.cross_entropy(forward(net, features[rows]), labels[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {"losses": losses, "weights": weights(net)}


def weights(net):
    return {name: parameter.detach().reshape(-1).tolist() for name, parameter in net.named_parameters()}


sgd = torch.optim.SGD
result = {
    "torch": torch.__version__,
    "features": features.reshape(-1).tolist(),
    "labels": labels.tolist(),
    "initial": weights(network()),
    "sgd": train(lambda p: sgd(p, lr=0.1)),
    "momentum": train(lambda p: sgd(p, lr=0.05, momentum=0.9)),
    "nesterov": train(lambda p: sgd(p, lr=0.05, momentum=0.9, nesterov=True)),
    # Keras's decay: rate / (1 + decay * step), steps from 0.
    "decay": train(lambda p: sgd(p, lr=0.2), lambda step: 0.2 / (1 + 0.1 * step)),
    # PyTorch and Keras place epsilon differently; at 1e-12 the difference is below rounding.
    "adam": train(lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.9, 0.999), eps=1e-12)),
}
path = Path(__file__).with_name("trajectories.json")
path.write_text(json.dumps(result) + "\n")
