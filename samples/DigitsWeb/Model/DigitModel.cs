using System.Collections.Immutable;
using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>A trained model. Safe to use on several threads.</summary>
internal sealed class DigitModel
{
    private const int DigitCount = 10;

    private readonly MLContext _ml;
    private readonly ITransformer _pipeline;
    private readonly Network _firstLayer;
    private readonly ImmutableArray<int> _mapShape;

    private DigitModel(MLContext ml, ITransformer pipeline, Network network)
    {
        _ml = ml;
        _pipeline = pipeline;
        LayerSpec first = network.Spec.Layers[0];
        _mapShape = first.OutputShape(network.Spec.InputShape);
        _firstLayer = new Network(new NetworkSpec(network.Spec.InputShape, [first]));
        _firstLayer.SetWeights(0, network.GetWeights(0));
    }

    /// <summary>Loads a model from a file.</summary>
    /// <exception cref="InvalidDataException">The file does not hold a model of this program.</exception>
    public static DigitModel Load(string path)
    {
        MLContext ml = new();
        try
        {
            ITransformer pipeline = ml.Model.Load(path, out _);
            return NetworkTransformer.Find(pipeline)?.Model is { Spec: { InputSize: DigitImage.PixelCount, OutputSize: DigitCount } } network
                ? new DigitModel(ml, pipeline, network)
                : throw Refuse(path);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            throw Refuse(path, e);
        }
    }

    /// <summary>Creates a recogniser, which belongs to one thread at a time.</summary>
    public DigitRecognizer CreateRecognizer() => new(
        _ml.Model.CreatePredictionEngine<DigitImage, DigitPrediction>(_pipeline), _firstLayer.CreatePredictor(), _mapShape);

    private static InvalidDataException Refuse(string path, Exception? cause = null) =>
        new($"'{Path.GetFullPath(path)}' is not a model of this program. Delete it to train a new one, or name another file by --model.", cause);
}
