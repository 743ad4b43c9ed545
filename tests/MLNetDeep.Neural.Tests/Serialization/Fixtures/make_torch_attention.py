"""A network of words with attention that goes from PyTorch to MLNetDeep and back, as safetensors.

Without arguments, writes torch_words.safetensors (a state_dict) and torch_words.json: indices, lengths, and for attention to all words and
to earlier words the outputs and the gradients of the cross-entropy. With "check", loads saved_words.safetensors, which MLNetDeep wrote from
the first file (TorchAttentionFileTests holds it to its bytes), with load_state_dict(strict=True) and compares state and outputs.

Run with Debian's python3-torch:  python3 make_torch_attention.py
"""

import json
import sys

import torch
from make_torch_network import HERE, read, write

TIME, WORDS, FEATURES, HEADS, CLASSES = 5, 9, 6, 2, 3


class Words(torch.nn.Module):
    """Words and positions, attention, the mean over the words of a row, classes."""

    def __init__(self):
        super().__init__()
        nn = torch.nn
        self.layers = nn.ModuleList([
            nn.Embedding(WORDS, FEATURES), nn.Embedding(TIME, FEATURES), nn.MultiheadAttention(FEATURES, HEADS, batch_first=True),
            nn.Identity(), nn.Linear(FEATURES, CLASSES),
        ])

    def forward(self, indices, lengths, causal):
        words, positions, attention, _, classes = self.layers
        used = torch.arange(TIME)[None, :] < lengths[:, None]
        x = words(indices) + positions(torch.arange(TIME))
        future = torch.triu(torch.ones(TIME, TIME, dtype=torch.bool), diagonal=1) if causal else None
        y, _ = attention(x, x, x, key_padding_mask=~used, attn_mask=future, need_weights=False)
        return classes((y * used[:, :, None]).sum(dim=1) / lengths[:, None])


def state(net):
    return {name.removeprefix("layers."): tensor for name, tensor in net.state_dict().items()}


def main():
    torch.manual_seed(3)
    net = Words()
    for name, parameter in net.named_parameters():
        if name.endswith("bias"):
            torch.nn.init.uniform_(parameter, -0.5, 0.5)
    indices = torch.randint(0, WORDS, (4, TIME))
    lengths = torch.tensor([5, 2, 4, 1])
    labels = torch.tensor([0, 1, 2, 1])
    if sys.argv[1:] == ["check"]:
        saved = read(HERE / "saved_words.safetensors")
        first = read(HERE / "torch_words.safetensors")
        net.load_state_dict({f"layers.{name}": tensor for name, tensor in saved.items()}, strict=True)
        assert all(torch.equal(first[name], tensor) for name, tensor in state(net).items())
        print("equal")
        return
    write(HERE / "torch_words.safetensors", state(net))
    result = {"torch": torch.__version__, "indices": indices.reshape(-1).tolist(), "lengths": lengths.tolist(), "labels": labels.tolist()}
    for key, causal in (("all", False), ("causal", True)):
        net.zero_grad()
        logits = net(indices, lengths, causal)
        torch.nn.functional.cross_entropy(logits, labels).backward()
        gradients = {name.removeprefix("layers."): parameter.grad.reshape(-1).tolist() for name, parameter in net.named_parameters()}
        result[key] = {"outputs": torch.softmax(logits, dim=1).reshape(-1).tolist(), "gradients": gradients}
    (HERE / "torch_words.json").write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
