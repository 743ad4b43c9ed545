"""Writes trajectories.json: 50 optimizer steps of a small network in PyTorch (float64), for TrajectoryTests to repeat.

Optimizers are PyTorch's where its formula is ours (Keras's); where the two place epsilon differently they are written out below, from the
formulas in Keras's documentation. Schedules are PyTorch's.

Run with Debian's python3-torch:  python3 make_trajectories.py
"""

import json
import math
from pathlib import Path

import torch
from torch.optim import lr_scheduler

STEPS = 50
BATCH = 8
ROWS = 64

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)

# float32 values throughout, so that both sides begin with the same numbers.
features = torch.randn(ROWS, 6).float().double()
labels = torch.randint(0, 4, (ROWS,))


class Formula(torch.optim.Optimizer):
    """Keras's form of an optimizer: update(w, g, state, rate, step) gives the new w."""

    def __init__(self, parameters, lr, update):
        super().__init__(parameters, {"lr": lr})
        self.update = update
        self.steps = 0

    def step(self):
        self.steps += 1
        for group in self.param_groups:
            for p in group["params"]:
                with torch.no_grad():
                    p.copy_(self.update(p, p.grad, self.state[p], group["lr"], self.steps))


def adam(beta1=0.9, beta2=0.999, epsilon=1e-7, decay=0.0):
    def update(w, g, state, rate, step):
        w = w - rate * decay * w
        state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
        state["v"] = beta2 * state.get("v", 0) + (1 - beta2) * g**2
        rate = rate * math.sqrt(1 - beta2**step) / (1 - beta1**step)
        return w - rate * state["m"] / (state["v"].sqrt() + epsilon)

    return update


def adagrad(initial=0.1, epsilon=1e-7):
    def update(w, g, state, rate, step):
        state["a"] = state.get("a", initial) + g**2
        return w - rate * g / (state["a"] + epsilon).sqrt()

    return update


def rmsprop(rho=0.9, momentum=0.0, epsilon=1e-7, centered=False):
    def update(w, g, state, rate, step):
        state["v"] = rho * state.get("v", 0) + (1 - rho) * g**2
        state["a"] = rho * state.get("a", 0) + (1 - rho) * g
        spread = state["v"] - state["a"] ** 2 if centered else state["v"]
        state["u"] = momentum * state.get("u", 0) + rate * g / (spread + epsilon).sqrt()
        return w - state["u"]

    return update


def formula(lr, update):
    return lambda parameters: Formula(parameters, lr, update)


def network(normalized=False):
    torch.manual_seed(2)
    layers = [torch.nn.Linear(6, 5), torch.nn.Tanh(), torch.nn.Linear(5, 4)]
    if normalized:
        # Keras's momentum 0.9 is PyTorch's 0.1.
        layers.insert(1, torch.nn.BatchNorm1d(5, eps=1e-3, momentum=0.1))
    net = torch.nn.Sequential(*layers)
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.copy_(parameter.float().double())
    return net


def train(make_optimizer, schedule=None, clip=None, penalty=None, loss_function=None, normalized=False):
    net = network(normalized)
    optimizer = make_optimizer(net.parameters())
    scheduler = schedule(optimizer) if schedule else None
    losses = []
    for step in range(STEPS):
        rows = [(step * BATCH + i) % ROWS for i in range(BATCH)]
        loss = (loss_function or torch.nn.functional.cross_entropy)(net(features[rows]), labels[rows])
        if penalty:
            loss = loss + penalty(net[0].weight)
        optimizer.zero_grad()
        loss.backward()
        if clip:
            clip(net.parameters())
        optimizer.step()
        if scheduler:
            scheduler.step()
        losses.append(loss.item())
    return {"losses": losses, "weights": weights(net)}


def weights(net):
    # The running variance is left out: PyTorch's is over the number of rows less one.
    skipped = ("num_batches_tracked", "running_var")
    return {name: value.detach().reshape(-1).tolist() for name, value in net.state_dict().items() if not name.endswith(skipped)}


def warm_up_then_cosine(optimizer):
    warm = lr_scheduler.LinearLR(optimizer, start_factor=0.25, end_factor=1, total_iters=10)
    cosine = lr_scheduler.CosineAnnealingLR(optimizer, T_max=40, eta_min=0.02)
    return lr_scheduler.SequentialLR(optimizer, [warm, cosine], [10])


def clip_norm(limit):
    return lambda parameters: torch.nn.utils.clip_grad_norm_(parameters, limit)


def clip_value(limit):
    return lambda parameters: torch.nn.utils.clip_grad_value_(parameters, limit)


def sgd(lr, **options):
    return lambda parameters: torch.optim.SGD(parameters, lr=lr, **options)


result = {
    "torch": torch.__version__,
    "features": features.reshape(-1).tolist(),
    "labels": labels.tolist(),
    "initial": weights(network()),
    "sgd": train(sgd(0.1)),
    "momentum": train(sgd(0.05, momentum=0.9)),
    "nesterov": train(sgd(0.05, momentum=0.9, nesterov=True)),
    # Keras's decay: rate / (1 + decay * step), steps from 0.
    "decay": train(sgd(0.2), lambda o: lr_scheduler.LambdaLR(o, lambda step: 1 / (1 + 0.1 * step))),
    # PyTorch and Keras place epsilon differently; at 1e-12 the difference is below rounding.
    "adam": train(lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.9, 0.999), eps=1e-12)),
    "adamw": train(lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1, eps=1e-12)),
    "adadelta": train(lambda p: torch.optim.Adadelta(p, lr=1, rho=0.95, eps=1e-7)),
    "adagrad": train(lambda p: torch.optim.Adagrad(p, lr=0.1, initial_accumulator_value=0.1, eps=1e-15)),
    "rmsprop": train(lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-12)),
    "rmsprop_all": train(lambda p: torch.optim.RMSprop(p, lr=0.005, alpha=0.9, eps=1e-12, momentum=0.5, centered=True)),
    # Keras's defaults, by the formulas.
    "keras_adam": train(formula(0.001, adam())),
    "keras_adamw": train(formula(0.001, adam(decay=0.004))),
    "keras_adagrad": train(formula(0.001, adagrad())),
    "keras_adadelta": train(lambda p: torch.optim.Adadelta(p, lr=0.001, rho=0.95, eps=1e-7)),
    "keras_rmsprop": train(formula(0.001, rmsprop())),
    "keras_rmsprop_all": train(formula(0.001, rmsprop(momentum=0.9, epsilon=1e-3, centered=True))),
    # Schedules.
    "step": train(sgd(0.2), lambda o: lr_scheduler.StepLR(o, 15, 0.3)),
    "exponential": train(sgd(0.2), lambda o: lr_scheduler.ExponentialLR(o, 0.95)),
    "cosine": train(sgd(0.2), lambda o: lr_scheduler.CosineAnnealingLR(o, 50, 0.02)),
    "one_cycle": train(sgd(0.1), lambda o: lr_scheduler.OneCycleLR(o, 0.3, total_steps=STEPS + 1, cycle_momentum=False)),
    "warm_up": train(sgd(0.2), warm_up_then_cosine),
    # What changes gradients.
    "clip_norm": train(sgd(0.2), clip=clip_norm(0.3)),
    "clip_value": train(sgd(0.2), clip=clip_value(0.05)),
    "penalty": train(sgd(0.2), penalty=lambda w: 0.01 * w.abs().sum() + 0.02 * (w**2).sum()),
    "label_smoothing": train(sgd(0.2), loss_function=torch.nn.CrossEntropyLoss(label_smoothing=0.1)),
    "normalized": train(sgd(0.1, momentum=0.9), normalized=True),
}
path = Path(__file__).with_name("trajectories.json")
path.write_text(json.dumps(result) + "\n")
