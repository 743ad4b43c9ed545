"""Networks of convolutions that go from PyTorch to MLNetDeep and back, as safetensors; see make_torch_network.py, whose functions it uses.

Without arguments, writes torch_NAME.safetensors (the state_dict of a trained nn.Sequential) and torch_NAME.json (inputs with channels last,
outputs). With "check", loads saved_NAME.safetensors, which MLNetDeep wrote from the first file, with load_state_dict(strict=True) and compares
state and outputs.

Run with Debian's python3-torch:  python3 make_torch_convolutions.py
"""

import json
import sys
from pathlib import Path

import torch

from make_torch_network import outputs, read, write

HERE = Path(__file__).parent
NN = torch.nn


class Separable(NN.Module):
    def __init__(self, channels, multiplier, filters, kernel):
        super().__init__()
        self.depthwise = NN.Conv2d(channels, channels * multiplier, kernel, groups=channels, bias=False)
        self.pointwise = NN.Conv2d(channels * multiplier, filters, 1)

    def forward(self, x):
        return self.pointwise(self.depthwise(x))


def pictures():
    # Layer 2 pads a stride of 2 as Keras's "same" does: 7 rows need 1 before and 1 after, 6 columns need 1 after.
    return NN.Sequential(
        NN.Conv2d(2, 4, 3, padding="same"), NN.Tanh(),
        NN.ZeroPad2d((0, 1, 1, 1)), NN.Conv2d(4, 6, 3, stride=2, groups=2), NN.Tanh(),
        NN.Conv2d(6, 12, 2, groups=6, dilation=(1, 2)), NN.GELU(),
        NN.Conv2d(12, 3, (3, 1)), NN.Flatten(),
    )


def separable():
    return NN.Sequential(Separable(2, 3, 4, (3, 2)), NN.Tanh(), Separable(4, 1, 3, (5, 5)), NN.Flatten())


def sequences():
    # Layer 0 is the causal padding of a kernel of 3 with dilation 2.
    return NN.Sequential(
        NN.ConstantPad1d((4, 0), 0.0), NN.Conv1d(5, 6, 3, dilation=2), NN.Tanh(),
        NN.Conv1d(6, 4, 4, stride=2, groups=2, bias=False), NN.ReLU(),
        NN.Conv1d(4, 3, 3), NN.Flatten(),
    )


NETWORKS = {"pictures": (pictures, (2, 7, 6)), "separable": (separable, (2, 7, 6)), "sequences": (sequences, (5, 9))}


def main():
    for name, (create, shape) in NETWORKS.items():
        torch.manual_seed(3)
        net = create()
        if sys.argv[1:] == ["check"]:
            fixture = json.loads((HERE / f"torch_{name}.json").read_text())
            print(net.load_state_dict(read(HERE / f"saved_{name}.safetensors"), strict=True))
            for tensor, value in read(HERE / f"torch_{name}.safetensors").items():
                assert torch.equal(value, net.state_dict()[tensor]), tensor
            features = torch.tensor(fixture["features"]).reshape(-1, *shape[1:], shape[0]).movedim(-1, 1)
            torch.testing.assert_close(outputs(net, features).reshape(-1), torch.tensor(fixture["outputs"]))
            print(f"The saved network of {name} is the one that was loaded.")
            continue
        optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
        for _ in range(20):
            x = torch.randn(32, *shape)
            loss = torch.nn.functional.cross_entropy(net(x), (x.flatten(1).sum(dim=1) > 0).long())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        write(HERE / f"torch_{name}.safetensors", net.state_dict())
        features = torch.randn(4, *shape)
        result = {
            "torch": torch.__version__,
            "features": features.movedim(1, -1).reshape(-1).tolist(),
            "outputs": outputs(net, features).reshape(-1).tolist(),
        }
        (HERE / f"torch_{name}.json").write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
