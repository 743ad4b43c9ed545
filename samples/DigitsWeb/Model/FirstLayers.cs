using System.Runtime.CompilerServices;
using Microsoft.ML;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>The first layers of the models that predict. Each lives as long as its model.</summary>
internal sealed class FirstLayers
{
    private readonly ConditionalWeakTable<ITransformer, FirstLayer> _layers = [];

    public FirstLayer Of(ITransformer model) => _layers.GetValue(model, key => new FirstLayer(key));
}
