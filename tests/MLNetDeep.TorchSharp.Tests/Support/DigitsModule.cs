using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp.Tests.Support;

/// <summary>A small convolutional network for images of 28 x 28 pixels: two convolutions with pooling, and two dense layers.</summary>
internal sealed class DigitsModule : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layers = nn.Sequential(
        ("conv1", nn.Conv2d(1, 8, 5)),
        ("relu1", nn.ReLU()),
        ("pool1", nn.MaxPool2d(2)),
        ("conv2", nn.Conv2d(8, 16, 5)),
        ("relu2", nn.ReLU()),
        ("pool2", nn.MaxPool2d(2)),
        ("flatten", nn.Flatten()),
        ("dense1", nn.Linear(256, 64)),
        ("relu3", nn.ReLU()),
        ("dense2", nn.Linear(64, 10)));

    public DigitsModule()
        : base(nameof(DigitsModule)) => register_module("layers", _layers);

    public override Tensor forward(Tensor input) => _layers.forward(input);
}
