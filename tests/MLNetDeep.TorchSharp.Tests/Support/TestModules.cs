using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp.Tests.Support;

/// <summary>Dense, tanh, dense: the network of MLNetDeep with the layers of these names.</summary>
internal sealed class PerceptronModule : nn.Module<Tensor, Tensor>
{
    private readonly Linear _first;
    private readonly Linear _second;

    public PerceptronModule(int inputs, int hidden, int outputs)
        : base(nameof(PerceptronModule))
    {
        _first = nn.Linear(inputs, hidden);
        _second = nn.Linear(hidden, outputs);
        register_module("first", _first);
        register_module("second", _second);
    }

    public override Tensor forward(Tensor input) => _second.forward(_first.forward(input).tanh());
}

/// <summary>Dense, batch normalization, dropout, dense, times a scalar parameter, with a constant of integers that is not saved.</summary>
internal sealed class NormalizedModule : nn.Module<Tensor, Tensor>
{
    private readonly Linear _first;
    private readonly BatchNorm1d _norm;
    private readonly nn.Module<Tensor, Tensor> _dropout = nn.Dropout(0.3);
    private readonly Linear _second;
    private readonly Parameter _scale = new(tensor(2f));
    private readonly Tensor _order = tensor(new long[] { 0, 1, 2 });

    public NormalizedModule(double? momentum = 0.1, int inputs = 4)
        : base(nameof(NormalizedModule))
    {
        _first = nn.Linear(inputs, 6);
        _norm = nn.BatchNorm1d(6, momentum: momentum!.Value);
        _second = nn.Linear(6, 3);
        register_module("first", _first);
        register_module("norm", _norm);
        register_module("dropout", _dropout);
        register_module("second", _second);
        register_parameter("scale", _scale);
        register_buffer("order", _order);
    }

    public override Tensor forward(Tensor input) =>
        _second.forward(_dropout.forward(_norm.forward(_first.forward(input)))).index_select(1, _order).mul(_scale);
}

/// <summary>Two layers without bias that share one weight.</summary>
internal sealed class TiedModule : nn.Module<Tensor, Tensor>
{
    private readonly Linear _first;
    private readonly Linear _second;

    public TiedModule(int size)
        : base(nameof(TiedModule))
    {
        _first = nn.Linear(size, size, hasBias: false);
        _second = nn.Linear(size, size, hasBias: false);
        _second.weight = _first.weight;
        register_module("a", _first);
        register_module("b", _second);
    }

    public override Tensor forward(Tensor input) => _second.forward(_first.forward(input));
}

/// <summary>A dense layer that takes batches of 9 rows in training, and any in inference.</summary>
internal sealed class NineRowsModule : nn.Module<Tensor, Tensor>
{
    private readonly Linear _dense = nn.Linear(4, 3);

    public NineRowsModule()
        : base(nameof(NineRowsModule)) => register_module("dense", _dense);

    public override Tensor forward(Tensor input) => training ? _dense.forward(input).view(9, 3) : _dense.forward(input);
}
