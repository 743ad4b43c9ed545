import torch
from harness import digits, mean_seconds_of, serve
from torch import nn
import torch_training  # noqa: F401  (sets the number of threads)

inputs = torch.from_numpy(digits("t10k")[0])
model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Dropout(0.2), nn.Linear(128, 10), nn.Softmax(dim=1)).eval()


def predict():
    with torch.inference_mode():
        model(inputs)


serve(lambda: {"score-batch": mean_seconds_of(predict)})
