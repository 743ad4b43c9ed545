using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>
/// Layers in sequence at work: those of a network, or those in a layer. It sets the outputs of sequences beyond the lengths of the rows to 0.
/// </summary>
internal sealed class TorchLayerChain : IDisposable
{
    private readonly List<(PlacedLayer Place, TorchLayer Layer)> _layers = [];

    /// <summary>Creates the layers.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="context">The context of the network, or of the layer that contains the layers.</param>
    /// <param name="splitsActivation">Whether to leave out the activation at the end of the last layer.</param>
    /// <exception cref="NotSupportedException">A layer is not supported.</exception>
    public TorchLayerChain(IEnumerable<PlacedLayer> layers, TorchLayerContext context, bool splitsActivation = false)
    {
        PlacedLayer? last = splitsActivation ? layers.LastOrDefault() : null;
        try
        {
            foreach (PlacedLayer layer in layers)
            {
                if ((layer.Index == last?.Index ? layer.Spec.WithoutActivation() : layer.Spec) is { } spec)
                {
                    _layers.Add((layer, TorchLayerRegistry.Create(spec, context.For(layer.With(spec)))));
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Computes the outputs.</summary>
    /// <param name="input">The inputs, which are 0 beyond the lengths of the rows.</param>
    /// <param name="pass">How the batch passes through the layers, with the lengths of the inputs.</param>
    public Tensor Forward(Tensor input, in LayerPass pass)
    {
        LayerPass own = pass;
        foreach ((PlacedLayer place, TorchLayer layer) in _layers)
        {
            input = layer.Forward(input, own);
            if (own.Lengths is not null)
            {
                own = own with { Lengths = own.Lengths.After(place) };
                input = own.Lengths?.ClearBeyond(input) ?? input;
            }
        }

        return input;
    }

    /// <summary>See <see cref="TorchLayer.Commit"/>.</summary>
    public void Commit()
    {
        foreach ((_, TorchLayer layer) in _layers)
        {
            layer.Commit();
        }
    }

    public void Dispose()
    {
        foreach ((_, TorchLayer layer) in _layers)
        {
            layer.Dispose();
        }
    }
}
