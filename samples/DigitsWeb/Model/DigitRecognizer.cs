using System.Collections.Immutable;
using Microsoft.ML;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>Recognises one digit at a time. It belongs to one thread at a time, as prediction engines do: requests borrow it from a pool.</summary>
internal sealed class DigitRecognizer(
    PredictionEngine<DigitImage, DigitPrediction> engine, Predictor firstLayer, ImmutableArray<int> mapShape) : IDisposable
{
    private readonly DigitImage _image = new();
    private readonly float[] _pixels = new float[DigitImage.PixelCount];
    private readonly float[] _activations = new float[firstLayer.OutputSize];
    private DigitPrediction _prediction = new();

    /// <summary>Predicts the digit that a picture shows.</summary>
    /// <param name="pixels">The 784 pixels row by row, from 0 to 255.</param>
    /// <param name="withActivations">Whether the response has the activations of the first layer.</param>
    public PredictResponse Recognize(ReadOnlySpan<byte> pixels, bool withActivations)
    {
        pixels.CopyTo(_image.Image);
        engine.Predict(_image, ref _prediction);
        return new PredictResponse(_prediction.PredictedLabel, [.. _prediction.Score], withActivations ? ComputeActivations() : null);
    }

    public void Dispose()
    {
        engine.Dispose();
        firstLayer.Dispose();
    }

    private Activations ComputeActivations()
    {
        for (int i = 0; i < _pixels.Length; i++)
        {
            _pixels[i] = _image.Image[i] / 255f;
        }

        firstLayer.Predict(_pixels, _activations);
        return Activations.From(_activations, mapShape[0], mapShape[1], mapShape[2]);
    }
}
