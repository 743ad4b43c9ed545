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

    // MLNetDeep's epsilon, which is Keras's.
    public static optim.Optimizer Adam(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), eps: 1e-7);

    public static optim.Optimizer Sgd(Module<Tensor, Tensor> model) => optim.SGD(model.parameters(), 0.5);
}
