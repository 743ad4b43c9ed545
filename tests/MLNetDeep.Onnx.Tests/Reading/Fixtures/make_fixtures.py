# Writes the fixtures of this folder: NAME.onnx, and NAME.json with inputs and the outputs of the network that was exported. Run it in this folder
# with Debian's python3-torch (1.13.1) and python3-onnx (1.12.0).
#
# The models pt-*.onnx are written by PyTorch's exporter, torch.onnx.export, and their outputs are computed by PyTorch. No exporter of Keras is here:
# the models tf-*.onnx are graphs as tf2onnx writes them for a Sequential model, built with onnx.helper, and their outputs are computed by PyTorch
# from the same weights.
import io
import json

import numpy as np
import onnx
import onnx.numpy_helper
import torch
import torch.nn as nn
import torch.nn.functional as F
from onnx import TensorProto, helper


def save(name, model, x, y):
    onnx.checker.check_model(model)
    onnx.save(model, name + ".onnx")
    rows = lambda t: [[round(float(v), 7) for v in row.reshape(-1)] for row in t]
    with open(name + ".json", "w") as f:
        json.dump({"shape": list(x.shape), "outputShape": list(y.shape), "inputs": rows(x), "outputs": rows(y)}, f)
        f.write("\n")


def randomize(model):
    for m in model.modules():
        if isinstance(m, (nn.BatchNorm1d, nn.BatchNorm2d)):
            m.running_mean.uniform_(-1, 1)
            m.running_var.uniform_(0.5, 2)
        if isinstance(m, (nn.BatchNorm1d, nn.BatchNorm2d, nn.LayerNorm)):
            m.weight.data.uniform_(0.5, 1.5)
            m.bias.data.uniform_(-0.5, 0.5)


def export(name, model, shape, fixed=False, opset=None, indices=None, rows=3, batch_axis=0, after=lambda y: y):
    torch.manual_seed(sum(map(ord, name)))
    model = model()
    randomize(model)
    model.eval()
    size = list(shape)
    size.insert(batch_axis, rows)
    x = torch.randint(0, indices, size) if indices else (torch.rand(size) * 4 - 2).round(decimals=3)
    file = io.BytesIO()
    axes = None if fixed else {"input": {batch_axis: "batch"}, "output": {0: "batch"}}
    torch.onnx.export(model, x[:1] if fixed else x, file, input_names=["input"], output_names=["output"], dynamic_axes=axes, opset_version=opset)
    with torch.no_grad():
        y = after(model(x))
    graph = onnx.load_from_string(file.getvalue())
    for node in graph.graph.node:
        node.ClearField("doc_string")
    save(name, graph, x.movedim(batch_axis, 0), y)


class Forward(nn.Module):
    """Modules by name, and a function of them."""

    def __init__(self, function, **modules):
        super().__init__()
        self.function = function
        for name, module in modules.items():
            self.add_module(name, module)

    def forward(self, x):
        return self.function(self, x)


seq = nn.Sequential
export("pt-mlp", lambda: seq(nn.Linear(4, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 3), nn.Softmax(1)), [4])
export("pt-mlp-fixed", lambda: seq(nn.Flatten(), nn.Linear(12, 5), nn.BatchNorm1d(5), nn.Tanh(), nn.Linear(5, 1), nn.Sigmoid()), [3, 2, 2], fixed=True)
export(
    "pt-convnet",
    lambda: seq(nn.Conv2d(2, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(4 * 4 * 3, 3)),
    [2, 8, 6],
)
export(
    "pt-lenet",
    lambda: Forward(
        lambda m, x: F.log_softmax(m.f2(torch.relu(m.f1(m.pool(torch.relu(m.c2(m.pool(torch.tanh(m.c1(x)))))).view(x.size(0), -1)))), 1),
        c1=nn.Conv2d(1, 2, 5, padding=2), c2=nn.Conv2d(2, 3, 5), f1=nn.Linear(12, 6), f2=nn.Linear(6, 4), pool=nn.MaxPool2d(2, 2)),
    [1, 16, 16],
    after=torch.exp,
)
export(
    "pt-separable",
    lambda: seq(
        nn.Conv2d(3, 6, 3, stride=2, padding=1, groups=3, bias=False), nn.Conv2d(6, 4, 1), nn.LeakyReLU(0.1), nn.Conv2d(4, 4, 3, groups=2),
        nn.ELU(), nn.Conv2d(4, 4, (2, 1), groups=4), nn.Flatten(1)),
    [3, 9, 7],
)
export(
    "pt-residual",
    lambda: Forward(
        lambda m, x: m.end(torch.relu(m.b2(m.b1(x)) + m.cut(x))),
        b1=seq(nn.Conv2d(2, 4, 3, 2, 1, bias=False), nn.BatchNorm2d(4), nn.ReLU()), b2=seq(nn.Conv2d(4, 4, 3, 1, 1, bias=False), nn.BatchNorm2d(4)),
        cut=seq(nn.Conv2d(2, 4, 1, 2, bias=False), nn.BatchNorm2d(4)), end=seq(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3))),
    [2, 6, 6],
)
export(
    "pt-stem",
    lambda: Forward(
        lambda m, x: (lambda h: h + m.block(h))(m.stem(x)).mean([2, 3]),
        stem=seq(nn.Conv2d(1, 3, 3, 2, 1), nn.ReLU(), nn.MaxPool2d(3, 2, 1)), block=seq(nn.BatchNorm2d(3), nn.ReLU(), nn.Conv2d(3, 3, 3, 1, 1))),
    [1, 12, 12],
)
export(
    "pt-inception",
    lambda: Forward(
        lambda m, x: m.end(torch.cat([m.a(x), m.b(x), m.c(x), x], 1)),
        a=nn.Conv2d(2, 3, 1), b=seq(nn.Conv2d(2, 2, 1), nn.ReLU(), nn.Conv2d(2, 4, 3, padding=1)), c=seq(nn.AvgPool2d(3, 1, 1), nn.Conv2d(2, 2, 1)),
        end=seq(nn.ReLU(), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(11 * 4, 3))),
    [2, 4, 4],
)
for kind, layer in {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}.items():
    export("pt-" + kind, lambda: Forward(lambda m, x: m.out(m.r(x)[0][:, -1]), r=layer(3, 4, batch_first=True), out=nn.Linear(4, 2)), [5, 3])
export(
    "pt-lstm-fixed",
    lambda: Forward(lambda m, x: m.out(m.r(x)[0]), r=nn.LSTM(3, 4, batch_first=True, num_layers=2), out=nn.Linear(4, 2)), [5, 3], fixed=True)
export("pt-lstm-state", lambda: Forward(lambda m, x: m.out(m.r(x)[1][0][-1]), r=nn.LSTM(3, 4), out=nn.Linear(4, 2)), [5, 3], batch_axis=1)
export(
    "pt-bilstm",
    lambda: Forward(lambda m, x: m.out(m.r(x)[0]), r=nn.LSTM(3, 4, batch_first=True, bidirectional=True), out=nn.Linear(8, 2)), [5, 3])
export(
    "pt-bigru-state",
    lambda: Forward(
        lambda m, x: m.out((lambda h: torch.cat([h[-2], h[-1]], 1))(m.r(x)[1])), r=nn.GRU(3, 4, batch_first=True, bidirectional=True), out=nn.Linear(8, 2)),
    [5, 3],
)
export(
    "pt-bilstm-last",
    lambda: Forward(lambda m, x: m.out(m.r(x)[0][:, -1]), r=nn.LSTM(3, 4, batch_first=True, bidirectional=True), out=nn.Linear(8, 2)), [5, 3])
export(
    "pt-embedding-lstm",
    lambda: Forward(lambda m, x: m.out(m.r(m.e(x))[1][0][-1]), e=nn.Embedding(20, 5), r=nn.LSTM(5, 6, batch_first=True), out=nn.Linear(6, 3)),
    [7], indices=20)
export("pt-embedding-mean", lambda: Forward(lambda m, x: m.out(m.e(x).mean(1)), e=nn.Embedding(20, 5), out=nn.Linear(5, 3)), [7], indices=20)
export(
    "pt-textcnn",
    lambda: Forward(
        lambda m, x: m.out(torch.cat([torch.relu(c(m.e(x).transpose(1, 2))).max(2)[0] for c in (m.a, m.b)], 1)),
        e=nn.Embedding(20, 5), a=nn.Conv1d(5, 4, 3), b=nn.Conv1d(5, 3, 2), out=nn.Linear(7, 2)),
    [7], indices=20)
export(
    "pt-conv1d",
    lambda: seq(nn.Conv1d(3, 4, 3, padding=1), nn.BatchNorm1d(4), nn.ReLU(), nn.MaxPool1d(2), nn.AvgPool1d(2), nn.Flatten(), nn.Linear(8, 2)),
    [3, 8])
for opset in (14, 17):
    export(
        f"pt-layernorm-{opset}",
        lambda: seq(nn.Linear(4, 6), nn.LayerNorm(6), nn.GELU(), nn.Linear(6, 5), nn.GELU(approximate="tanh"), nn.Linear(5, 2), nn.Softplus()), [4],
        opset=opset)
export("pt-layernorm-steps", lambda: seq(nn.Linear(4, 6), nn.ReLU(), nn.LayerNorm(6), nn.Linear(6, 2)), [5, 4])
export(
    "pt-pooling",
    lambda: Forward(
        lambda m, x: torch.cat([F.adaptive_max_pool2d(x, 1).flatten(1), x.mean([2, 3]), F.adaptive_avg_pool2d(x, 2).flatten(1)], 1)), [2, 4, 6])
export("pt-pool-1d", lambda: seq(nn.Conv1d(3, 4, 3, padding=1), nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(4, 2)), [3, 8])
export(
    "pt-upsample",
    lambda: seq(nn.Conv2d(2, 3, 1), nn.Upsample(scale_factor=2), nn.ZeroPad2d((1, 0, 2, 1)), nn.Upsample(scale_factor=2, mode="bilinear"), nn.Conv2d(3, 2, 3)),
    [2, 3, 4])
export("pt-upsample-size", lambda: seq(nn.Upsample(size=(6, 8), mode="bilinear"), nn.ConstantPad2d(1, 0.0), nn.Conv2d(2, 2, 3)), [2, 3, 4])
export(
    "pt-decoder",
    lambda: Forward(lambda m, x: m.c(F.interpolate(torch.relu(m.l(x)).view(-1, 2, 3, 4), scale_factor=2)), l=nn.Linear(5, 24), c=nn.Conv2d(2, 1, 3, padding=1)),
    [5])
export("pt-dense-positions", lambda: Forward(lambda m, x: torch.softmax(m.l(x).flatten(1), -1), l=nn.Linear(3, 4)), [5, 3])
export("pt-scaled-input", lambda: Forward(lambda m, x: m.l((x - 0.5) / 0.25), l=nn.Conv2d(3, 2, 2)), [3, 4, 3])


# Graphs as tf2onnx 1.13 writes them for Keras's Sequential models: the input has channels last and is transposed before the first convolution, the
# weights are initializers in ONNX's order, the last picture is transposed back before Flatten, which is a Reshape, and dense layers are MatMul and Add.
def tensor(name, value):
    return onnx.numpy_helper.from_array(np.ascontiguousarray(value), name)


def graph(name, nodes, inputs, outputs, initializers, x, y):
    value = lambda item: helper.make_tensor_value_info(item[0], TensorProto.FLOAT, item[1])
    model = helper.make_model(
        helper.make_graph(nodes, "tf2onnx", [value(inputs)], [value(outputs)], initializers),
        producer_name="tf2onnx", opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 7
    save(name, model, x, y)


torch.manual_seed(1)
k1, k2, b1, b2 = torch.randn(3, 2, 3, 3), torch.randn(4, 3, 3, 3), torch.randn(3), torch.randn(4)
w1, w2, c1, c2 = torch.randn(16, 5), torch.randn(5, 3), torch.randn(5), torch.randn(3)
x = torch.randn(3, 8, 8, 2).round(decimals=3)
h = F.max_pool2d(torch.relu(F.conv2d(F.pad(x.permute(0, 3, 1, 2), (0, 1, 0, 1)), k1, b1, stride=2)), 2)
h = torch.relu(F.conv2d(h, k2, b2, padding=1)).permute(0, 2, 3, 1).reshape(3, -1)
graph(
    "tf-cnn",
    [
        helper.make_node("Transpose", ["conv2d_input"], ["conv2d__5"], perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["conv2d__5", "k1", "b1"], ["conv"], auto_pad="SAME_UPPER", strides=[2, 2], kernel_shape=[3, 3], dilations=[1, 1], group=1),
        helper.make_node("Relu", ["conv"], ["relu"]),
        helper.make_node("MaxPool", ["relu"], ["pool"], auto_pad="VALID", kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Conv", ["pool", "k2", "b2"], ["conv2"], auto_pad="SAME_UPPER", strides=[1, 1], kernel_shape=[3, 3], dilations=[1, 1], group=1),
        helper.make_node("Relu", ["conv2"], ["relu2"]),
        helper.make_node("Transpose", ["relu2"], ["relu2__12"], perm=[0, 2, 3, 1]),
        helper.make_node("Reshape", ["relu2__12", "shape"], ["flatten"]),
        helper.make_node("MatMul", ["flatten", "w1"], ["dense_mm"]),
        helper.make_node("Add", ["dense_mm", "c1"], ["dense_sum"]),
        helper.make_node("Relu", ["dense_sum"], ["dense"]),
        helper.make_node("MatMul", ["dense", "w2"], ["dense_1_mm"]),
        helper.make_node("Add", ["dense_1_mm", "c2"], ["dense_1_sum"]),
        helper.make_node("Softmax", ["dense_1_sum"], ["dense_1"], axis=-1),
    ],
    ("conv2d_input", ["unk__20", 8, 8, 2]), ("dense_1", ["unk__21", 3]),
    [tensor("k1", k1.numpy()), tensor("b1", b1.numpy()), tensor("k2", k2.numpy()), tensor("b2", b2.numpy()), tensor("w1", w1.numpy()),
     tensor("c1", c1.numpy()), tensor("w2", w2.numpy()), tensor("c2", c2.numpy()), tensor("shape", np.array([-1, 16], np.int64))],
    x, torch.softmax(torch.relu(h @ w1 + c1) @ w2 + c2, 1))

w1, w2, c1, c2 = torch.randn(6, 5), torch.randn(5, 1), torch.randn(5), torch.randn(1)
x = torch.randn(3, 2, 3).round(decimals=3)
graph(
    "tf-mlp",
    [
        helper.make_node("Reshape", ["flatten_input", "shape"], ["flatten"]),
        helper.make_node("MatMul", ["flatten", "w1"], ["dense_mm"]),
        helper.make_node("Add", ["dense_mm", "c1"], ["dense_sum"]),
        helper.make_node("Relu", ["dense_sum"], ["dense"]),
        helper.make_node("MatMul", ["dense", "w2"], ["dense_1_mm"]),
        helper.make_node("Add", ["dense_1_mm", "c2"], ["dense_1_sum"]),
        helper.make_node("Sigmoid", ["dense_1_sum"], ["dense_1"]),
    ],
    ("flatten_input", ["unk__20", 2, 3]), ("dense_1", ["unk__21", 1]),
    [tensor("w1", w1.numpy()), tensor("c1", c1.numpy()), tensor("w2", w2.numpy()), tensor("c2", c2.numpy()),
     tensor("shape", np.array([-1, 6], np.int64))],
    x, torch.sigmoid(torch.relu(x.reshape(3, 6) @ w1 + c1) @ w2 + c2))
