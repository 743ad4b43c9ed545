using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Benchmarks.Deployment;

// The model zip in a program with ML.NET: a prediction engine, one row at a time.
ScoredDigits.Run(args, path =>
{
    MLContext ml = new();
    PredictionEngine<Digit, Prediction> engine = ml.Model.CreatePredictionEngine<Digit, Prediction>(ml.Model.Load(path, out _));
    return pixels => engine.Predict(new Digit { Image = pixels }).PredictedLabel;
});

internal sealed class Digit
{
    [VectorType(28, 28)]
    public byte[] Image { get; set; } = [];

    public byte Label { get; set; }
}

internal sealed class Prediction
{
    public byte PredictedLabel { get; set; }
}
