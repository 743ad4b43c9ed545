using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpPeer;

/// <summary>The networks and optimizers of the workloads.</summary>
internal static class Models
{
    public static Module<Tensor, Tensor> Quickstart() => Sequential(Linear(784, 128), ReLU(), Dropout(0.2), Linear(128, 10));

    public static Module<Tensor, Tensor> OneHiddenLayer() => Sequential(Linear(784, 128), ReLU(), Linear(128, 10));

    public static Module<Tensor, Tensor> Softmax() => Linear(784, 10);

    public static Module<Tensor, Tensor> TwoSmallLayers() =>
        Sequential(Linear(784, 8), Sigmoid(), Linear(8, 8), Sigmoid(), Linear(8, 10));

    public static Module<Tensor, Tensor> TwoWideLayers() => Sequential(Linear(784, 512), ReLU(), Linear(512, 512), ReLU(), Linear(512, 10));

    public static Module<Tensor, Tensor> BagOfWords() =>
        Sequential(Linear(Tensors.VocabularySize, 16), ReLU(), Linear(16, 16), ReLU(), Linear(16, 1));

    public static Module<Tensor, Tensor> ConvMnist() => Sequential(
        Conv2d(1, 32, 3), ReLU(), MaxPool2d(2), Conv2d(32, 64, 3), ReLU(), MaxPool2d(2), Flatten(), Linear(1600, 128), ReLU(), Linear(128, 10));

    public static Module<Tensor, Tensor> ConvCifar() => Sequential(
        Conv2d(3, 32, 3), ReLU(), MaxPool2d(2), Conv2d(32, 64, 3), ReLU(), MaxPool2d(2), Conv2d(64, 64, 3), ReLU(), Flatten(),
        Linear(1024, 64), ReLU(), Linear(64, 10));

    public static Module<Tensor, Tensor> LeNet() => Sequential(
        Conv2d(1, 6, 5), ReLU(), MaxPool2d(2), Conv2d(6, 16, 5), ReLU(), MaxPool2d(2), Flatten(), Linear(256, 120), ReLU(),
        Linear(120, 84), ReLU(), Linear(84, 10));

    public static Module<Tensor, Tensor> MatrixExponential() => Sequential(Linear(4, 32), Tanh(), Linear(32, 16), Tanh(), Linear(16, 4));

    // MLNetDeep's epsilon, which is Keras's.
    public static optim.Optimizer Adam(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), eps: 1e-7);

    public static optim.Optimizer SlowAdam(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), 3e-4, eps: 1e-7);

    public static optim.Optimizer Sgd(Module<Tensor, Tensor> model) => optim.SGD(model.parameters(), 0.5);
}
