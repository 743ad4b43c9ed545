using MLNetDeep.Neural;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>
/// One direction of a recurrent layer as a module of libtorch, which computes all steps in one call. Libtorch has no such function for
/// parameters of our own, so the parameters of the module get the memory of the network's parameters.
/// </summary>
internal sealed class TorchRecurrentModule : IDisposable
{
    private readonly nn.Module _module;

    /// <summary>Creates the module. The network's parameters must not be in use yet, since trained ones are replaced by the module's.</summary>
    /// <param name="layer">The layer, which must be one that <see cref="Supports"/>.</param>
    /// <param name="context">What the layer is created from.</param>
    /// <param name="suffix">What follows the names of the parameters.</param>
    public TorchRecurrentModule(RecurrentLayer layer, TorchLayerContext context, string suffix)
    {
        _module = Create(layer, context.InputShape[1]);
        if (context.Device.IsCuda)
        {
            _module.to(context.Device.Device);
        }

        using IDisposable noGradients = no_grad();
        foreach ((string name, Parameter own) in _module.named_parameters())
        {
            int index = context.IndexOf(name + suffix);
            own.set_(context.Parameters.Values(index));
            own.requires_grad = context.Parameters.IsTrained(index);
            if (own.requires_grad)
            {
                context.Parameters.Replace(index, own);
            }
        }
    }

    /// <summary>Whether libtorch has a module for the layer: with the usual activations and without masks of the states.</summary>
    public static bool Supports(RecurrentLayer layer) => layer.RecurrentDropout == 0 && layer switch
    {
        Neural.LSTM lstm => lstm.Activation is Neural.Tanh && lstm.RecurrentActivation is Neural.Sigmoid,
        Neural.GRU gru => gru.Activation is Neural.Tanh && gru.RecurrentActivation is Neural.Sigmoid,
        _ => layer.Activation is Neural.Tanh or Relu,
    };

    /// <summary>Computes the states after all steps: [rows, time, units].</summary>
    /// <param name="inputs">The inputs in the order of the steps: [rows, time, features].</param>
    public Tensor Forward(Tensor inputs) => _module switch
    {
        global::TorchSharp.Modules.LSTM lstm => lstm.forward(inputs).Item1,
        global::TorchSharp.Modules.GRU gru => gru.forward(inputs).Item1,
        _ => ((RNN)_module).forward(inputs, null).Item1,
    };

    public void Dispose() => _module.Dispose();

    // In a scope of its own, since the module outlives that of the caller.
    private static nn.Module Create(RecurrentLayer layer, long features)
    {
        using DisposeScope scope = NewDisposeScope();
        nn.Module module = layer switch
        {
            Neural.LSTM => nn.LSTM(features, layer.Units, bias: layer.UseBias, batchFirst: true),
            Neural.GRU => nn.GRU(features, layer.Units, bias: layer.UseBias, batchFirst: true),
            _ => nn.RNN(features, layer.Units, 1, NonLinearity(layer.Activation), layer.UseBias, batchFirst: true),
        };
        scope.Detach([.. scope.DisposablesView]);
        return module;
    }

    private static nn.NonLinearities NonLinearity(Activation activation) => activation is Relu ? nn.NonLinearities.ReLU : nn.NonLinearities.Tanh;
}
