"""Recurrent layers of PyTorch on full and on shorter rows: weights, outputs and gradients, as torch_recurrent.json.

For each of nn.RNN, nn.LSTM and nn.GRU, in one direction and in both, the outputs at all steps (zeros beyond a row's length) and the last
states are computed with packed sequences. The gradients are those of the mean squared error between the outputs, or the last states, and
the targets. Run with Debian's python3-torch:  python3 make_torch_recurrent.py
"""

import json
from pathlib import Path

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

ROWS, TIME, FEATURES, UNITS = 4, 5, 3, 4
LENGTHS = [5, 2, 1, 4]


def case(name, both, lengths):
    kind = {"SimpleRNN": torch.nn.RNN, "LSTM": torch.nn.LSTM, "GRU": torch.nn.GRU}[name]
    layer = kind(FEATURES, UNITS, batch_first=True, bidirectional=both).double()
    inputs = torch.randn(ROWS, TIME, FEATURES, dtype=torch.double).float().double()
    for parameter in layer.parameters():
        parameter.data = parameter.data.float().double()
    width = UNITS * (2 if both else 1)
    targets = {"sequences": torch.randn(ROWS, TIME * width).float().double(), "last": torch.randn(ROWS, width).float().double()}
    result = {"layer": name, "both": both, "lengths": lengths, "inputs": inputs.reshape(-1).tolist()}
    result["weights"] = {key: value.reshape(-1).tolist() for key, value in layer.state_dict().items()}
    for form, target in targets.items():
        x = inputs.clone().requires_grad_()
        packed = pack_padded_sequence(x, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
        sequences, state = layer(packed)
        state = state[0] if name == "LSTM" else state
        if form == "sequences":
            outputs = pad_packed_sequence(sequences, batch_first=True, total_length=TIME)[0].reshape(ROWS, -1)
        else:
            outputs = torch.cat(list(state), dim=1)
        layer.zero_grad()
        torch.nn.functional.mse_loss(outputs, target).backward()
        result[form] = {
            "outputs": outputs.reshape(-1).tolist(),
            "targets": target.reshape(-1).tolist(),
            "gradients": {key: value.grad.reshape(-1).tolist() for key, value in layer.named_parameters()},
        }
    return result


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return [rounded(item) for item in value] if isinstance(value, list) else value


torch.manual_seed(5)
cases = [case(name, both, lengths) for name in ("SimpleRNN", "LSTM", "GRU") for both in (False, True) for lengths in ([TIME] * ROWS, LENGTHS)]
path = Path(__file__).parent / "torch_recurrent.json"
path.write_text(json.dumps({"torch": torch.__version__, "cases": rounded(cases)}) + "\n")
