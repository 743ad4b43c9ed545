"""Networks of words with recurrent layers that go from PyTorch to MLNetDeep and back, as safetensors.

Without arguments, writes for each network torch_NAME.safetensors (a state_dict) and torch_NAME.json: indices, lengths, labels, the outputs and
the gradients of the cross-entropy. With "check", loads saved_NAME.safetensors, which MLNetDeep wrote from the first file
(TorchRecurrentFileTests holds it to its bytes), with load_state_dict(strict=True) and compares state and outputs.

Run with Debian's python3-torch:  python3 make_torch_recurrent_networks.py
"""

import json
import sys

import torch
from make_torch_network import HERE, read, write
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

TIME, WORDS, FEATURES, CLASSES = 6, 9, 5, 3
LENGTHS = [6, 2, 4, 1]
NN = torch.nn


class Words(NN.Module):
    """Words, recurrent layers of which the last gives its last states, classes. Shorter rows are packed."""

    def __init__(self, *layers):
        super().__init__()
        self.layers = NN.ModuleList([NN.Embedding(WORDS, FEATURES), *layers])

    def forward(self, indices):
        words, *recurrent, classes = self.layers
        x = words(indices)
        for layer in recurrent:
            packed = pack_padded_sequence(x, torch.tensor(LENGTHS), batch_first=True, enforce_sorted=False)
            sequences, state = layer(packed)
            x = pad_packed_sequence(sequences, batch_first=True, total_length=TIME)[0]
        state = state[0] if isinstance(layer, NN.LSTM) else state
        return classes(torch.cat(list(state), dim=1))


def one_direction():
    return Words(
        NN.LSTM(FEATURES, 4, batch_first=True), NN.GRU(4, 7, batch_first=True, bias=False),
        NN.RNN(7, 6, batch_first=True, nonlinearity="relu"), NN.Linear(6, CLASSES),
    )


def both_directions():
    return Words(
        NN.LSTM(FEATURES, 3, batch_first=True, bidirectional=True), NN.RNN(6, 4, batch_first=True, bidirectional=True),
        NN.GRU(8, 2, batch_first=True, bidirectional=True), NN.Linear(4, CLASSES),
    )


def state(net):
    return {name.removeprefix("layers."): tensor for name, tensor in net.state_dict().items()}


def main():
    for name, create in (("one_direction", one_direction), ("both_directions", both_directions)):
        torch.manual_seed(3)
        net = create()
        indices = torch.randint(0, WORDS, (len(LENGTHS), TIME))
        labels = torch.tensor([0, 1, 2, 1])
        if sys.argv[1:] == ["check"]:
            saved, first = read(HERE / f"saved_{name}.safetensors"), read(HERE / f"torch_{name}.safetensors")
            net.load_state_dict({f"layers.{key}": tensor for key, tensor in saved.items()}, strict=True)
            assert all(torch.equal(first[key], tensor) for key, tensor in state(net).items())
            expected = json.loads((HERE / f"torch_{name}.json").read_text())["outputs"]
            torch.testing.assert_close(torch.softmax(net(indices), dim=1).reshape(-1), torch.tensor(expected))
            print(f"The saved network {name} is the one that was loaded.")
            continue
        write(HERE / f"torch_{name}.safetensors", state(net))
        logits = net(indices)
        torch.nn.functional.cross_entropy(logits, labels).backward()
        result = {
            "torch": torch.__version__,
            "indices": indices.reshape(-1).tolist(),
            "lengths": LENGTHS,
            "labels": labels.tolist(),
            "outputs": torch.softmax(logits, dim=1).reshape(-1).tolist(),
            "gradients": {key.removeprefix("layers."): value.grad.reshape(-1).tolist() for key, value in net.named_parameters()},
        }
        (HERE / f"torch_{name}.json").write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
