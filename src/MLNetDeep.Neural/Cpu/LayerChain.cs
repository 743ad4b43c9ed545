using System.Collections.Immutable;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Runs layers in sequence over batches, forward and backward: the layers of a network, or those in a layer. It sets outputs and gradients of
/// sequences beyond the lengths of the rows to 0, and computes no gradients below the first layer that is trained.
/// </summary>
internal sealed class LayerChain
{
    private readonly ImmutableArray<SequenceLengths?> _lengths;
    private readonly SequenceLengths[] _derivedLengths;
    private readonly int _firstTrained;

    /// <summary>Creates the layers that do not pass rows through.</summary>
    /// <param name="layers">The layers, including those that pass rows through.</param>
    /// <param name="context">The context of the network, or of the layer that contains the layers.</param>
    public LayerChain(IEnumerable<PlacedLayer> layers, LayerContext context)
    {
        Activations output = context.Input;
        SequenceLengths? lengths = context.Lengths;
        ImmutableArray<CpuLayer>.Builder created = ImmutableArray.CreateBuilder<CpuLayer>();
        ImmutableArray<int>.Builder indices = ImmutableArray.CreateBuilder<int>();
        ImmutableArray<SequenceLengths?>.Builder allLengths = ImmutableArray.CreateBuilder<SequenceLengths?>();
        List<SequenceLengths> derived = [];
        _firstTrained = int.MaxValue;
        PlacedLayer[] all = [.. layers];
        for (int i = 0; i < all.Length; i++)
        {
            PlacedLayer layer = all[i];
            SequenceLengths? before = lengths;
            lengths = lengths?.After(layer);
            if (lengths is not null && lengths != before)
            {
                derived.Add(lengths);
            }

            if (!layer.Spec.PassesThrough(context.Plan.IsTraining))
            {
                LayerContext own = context.For(layer, output, before);
                _firstTrained = own.IsTrained ? Math.Min(_firstTrained, created.Count) : _firstTrained;
                CpuLayerFactory factory = CpuLayerRegistry.GetFactory(layer.Spec);
                CpuLayer? both = i + 1 < all.Length
                    ? factory.TryCreateBoth(layer.Spec, own, all[i + 1].Spec, context.For(all[i + 1], output, lengths))
                    : null;
                if (both is not null)
                {
                    i++;
                    before = lengths;
                    lengths = lengths?.After(all[i]);
                    if (lengths is not null && lengths != before)
                    {
                        derived.Add(lengths);
                    }
                }

                created.Add(both ?? factory.Create(layer.Spec, own));
                indices.Add(layer.Index);
                allLengths.Add(lengths);
                output = created[^1].Output;
            }
        }

        Layers = created.ToImmutable();
        Indices = indices.ToImmutable();
        _lengths = allLengths.ToImmutable();
        _derivedLengths = [.. derived];
        Output = output;
        OutputLengths = lengths;
    }

    /// <summary>The layers that run. One of them may compute two layers of the network.</summary>
    public ImmutableArray<CpuLayer> Layers { get; }

    /// <summary>The index of each layer that runs; see <see cref="PlacedLayer.Index"/>.</summary>
    public ImmutableArray<int> Indices { get; }

    /// <summary>The output of the last layer that runs; the input if none runs.</summary>
    public Activations Output { get; }

    /// <summary>The lengths of the output's rows; null if it is no sequence.</summary>
    public SequenceLengths? OutputLengths { get; }

    /// <summary>See <see cref="CpuLayer.Statistics"/>.</summary>
    public IEnumerable<int> Statistics => Layers.SelectMany(layer => layer.Statistics);

    /// <summary>Whether any layer is trained.</summary>
    public bool IsTrained => _firstTrained < Layers.Length;

    /// <summary>Allocates memory for batches of this many rows.</summary>
    public void EnsureRows(int rows, bool training)
    {
        foreach (CpuLayer layer in Layers)
        {
            layer.EnsureRows(rows, training);
        }
    }

    /// <summary>Computes a range of layers, whose input must be computed.</summary>
    /// <param name="first">The zero-based position in <see cref="Layers"/> of the first layer to compute.</param>
    /// <param name="end">The position after the last.</param>
    /// <param name="rows">The number of rows in the batch.</param>
    /// <param name="step">In training, the number of steps taken so far; null in inference.</param>
    public void Forward(int first, int end, int rows, long? step)
    {
        foreach (SequenceLengths lengths in _derivedLengths)
        {
            lengths.Update();
        }

        for (int i = first; i < end; i++)
        {
            Layers[i].Forward(rows, step);
            _lengths[i]?.ClearBeyond(Layers[i].Output);
        }
    }

    /// <summary>
    /// Computes gradients and updates parameters, starting from the last layer's output gradient, back to a given layer.
    /// </summary>
    /// <param name="first">The position of the given layer, which is processed last.</param>
    /// <param name="rows">The number of rows in the batch.</param>
    /// <param name="inputGradient">Receives the gradient of the input of the first layer; null if it is not needed.</param>
    /// <param name="update">Applies or stores the gradients of the parameters.</param>
    /// <param name="layerDone">Called after each layer with the layer's index; may be null.</param>
    public void Backward(int first, int rows, Activations? inputGradient, CpuUpdate update, Action<int>? layerDone = null)
    {
        int lowest = inputGradient is null ? _firstTrained : 0;
        for (int i = Layers.Length - 1; i >= Math.Max(first, lowest); i--)
        {
            _lengths[i]?.ClearBeyond(Layers[i].OutputGradient);
            Layers[i].Backward(rows, i == 0 ? inputGradient : i > lowest ? Layers[i - 1].OutputGradient : null, update);
            layerDone?.Invoke(Indices[i]);
        }
    }

    /// <summary>See <see cref="CpuLayer.Commit"/>.</summary>
    public void Commit()
    {
        foreach (CpuLayer layer in Layers)
        {
            layer.Commit();
        }
    }
}
