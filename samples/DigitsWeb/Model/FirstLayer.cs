using System.Collections.Immutable;
using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>The first layer of a model's network. Safe to use on several threads.</summary>
internal sealed class FirstLayer
{
    private readonly Network _layer;
    private readonly ImmutableArray<int> _mapShape;

    public FirstLayer(ITransformer model)
    {
        Network network = NetworkTransformer.Find(model)!.Model;
        LayerSpec first = network.Spec.Layers[0];
        _mapShape = first.OutputShape(network.Spec.InputShape);
        _layer = new Network(new NetworkSpec(network.Spec.InputShape, [first]));
        _layer.SetWeights(0, network.GetWeights(0));
    }

    /// <summary>Computes the activations for one picture.</summary>
    /// <param name="pixels">The 784 pixels row by row, from 0 to 255.</param>
    public Activations Compute(byte[] pixels) => Activations.From(
        _layer.Predict(Array.ConvertAll(pixels, pixel => pixel / 255f)), _mapShape[0], _mapShape[1], _mapShape[2]);
}
