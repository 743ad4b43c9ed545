"""A network of convolutions, normalizations, pooling, a residual block and dense layers that PyTorch trains and MLNetDeep trains further.

Works as make_torch_convolutions.py, and takes its functions. Also writes torch_fine_tuned.json: 5 batches, and the network after 5 steps on them by
stochastic gradient descent with momentum, from the weights in torch_mixed.safetensors. Once all layers are trained; once the first
convolution and its normalization are frozen, as transfer learning does it: no gradients, and the normalization in evaluation mode.

Run with Debian's python3-torch:  python3 make_torch_mixed.py, and python3 make_torch_mixed.py check
"""

import json
import sys

import make_torch_convolutions
import torch
from make_torch_convolutions import HERE
from make_torch_merging import Residual
from make_torch_network import read

NN = torch.nn
SHAPE = (2, 6, 6)
BATCHES, ROWS = 5, 6


def mixed():
    block = Residual([NN.Conv2d(6, 6, 3, padding=1), NN.BatchNorm2d(6, eps=1e-3), NN.Tanh(), NN.Conv2d(6, 6, 1)], NN.ReLU())
    return NN.Sequential(
        NN.Conv2d(2, 6, 3, padding="same", bias=False), NN.BatchNorm2d(6, eps=1e-3), NN.ReLU(), NN.MaxPool2d(2), block, NN.Flatten(),
        NN.Linear(54, 8), NN.BatchNorm1d(8, eps=1e-3), NN.Tanh(), NN.Linear(8, 3),
    )


def fine_tune(features, labels, frozen):
    net = mixed()
    net.load_state_dict(read(HERE / "torch_mixed.safetensors"))
    for layer in net[:2] if frozen else []:
        layer.requires_grad_(False)
    optimizer = torch.optim.SGD([p for p in net.parameters() if p.requires_grad], lr=0.1, momentum=0.9)
    for x, y in zip(features.split(ROWS), labels.split(ROWS)):
        net.train()
        if frozen:
            net[1].eval()
        optimizer.zero_grad()
        NN.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    return {name: value.reshape(-1).tolist() for name, value in net.state_dict().items() if not name.endswith("num_batches_tracked")}


def main():
    make_torch_convolutions.NETWORKS = {"mixed": (mixed, SHAPE)}
    make_torch_convolutions.main()
    if sys.argv[1:] != ["check"]:
        torch.manual_seed(5)
        features = torch.round(torch.randn(BATCHES * ROWS, *SHAPE) * 16) / 16
        labels = torch.randint(3, (BATCHES * ROWS,))
        result = {
            "torch": torch.__version__,
            "features": features.movedim(1, -1).reshape(-1).tolist(),
            "labels": labels.tolist(),
            "all": fine_tune(features, labels, frozen=False),
            "frozen": fine_tune(features, labels, frozen=True),
        }
        (HERE / "torch_fine_tuned.json").write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
