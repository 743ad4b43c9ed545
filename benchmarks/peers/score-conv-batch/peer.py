import torch
from harness import digits, mean_seconds_of, serve
from pictures import conv_mnist
from torch import nn
import torch_training  # noqa: F401  (sets the number of threads)

# At once they take more memory and more time.
BATCH = 100

batches = torch.from_numpy(digits("t10k")[0]).reshape(-1, 1, 28, 28).contiguous(memory_format=torch.channels_last).split(BATCH)
model = nn.Sequential(conv_mnist(), nn.Softmax(dim=1)).eval()


def predict():
    with torch.inference_mode():
        for batch in batches:
            model(batch)


predict()
serve(lambda: {"score-conv-batch": mean_seconds_of(predict)})
