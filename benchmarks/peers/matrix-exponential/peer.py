import torch
from harness import seconds_of, serve
from torch import nn
import torch_training  # noqa: F401  (sets the number of threads)

ROWS, STEPS = 10_000, 200

inputs = torch.randn(ROWS, 4, generator=torch.Generator().manual_seed(1))
targets = torch.matrix_exp(inputs.reshape(-1, 2, 2)).reshape(-1, 4)


def train(steps=STEPS):
    model = nn.Sequential(nn.Linear(4, 32), nn.Tanh(), nn.Linear(32, 16), nn.Tanh(), nn.Linear(16, 4))
    optimizer = torch.optim.Adam(model.parameters(), eps=1e-7)
    loss = nn.MSELoss()
    for _ in range(steps):
        optimizer.zero_grad(set_to_none=True)
        loss(model(inputs), targets).backward()
        optimizer.step()


train()
serve(lambda: {"matrix-exponential": seconds_of(train) / STEPS})
