import torch
from harness import digits, mean_seconds_of, serve
from pictures import conv_mnist
from torch import nn
import torch_training  # noqa: F401  (sets the number of threads)

row = torch.from_numpy(digits("t10k")[0][:1]).reshape(1, 1, 28, 28)
model = nn.Sequential(conv_mnist(), nn.Softmax(dim=1)).eval()


def predict():
    with torch.inference_mode():
        model(row)


serve(lambda: {"score-conv-one": mean_seconds_of(predict)})
