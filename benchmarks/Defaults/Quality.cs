using System.Diagnostics;
using Microsoft.ML;

namespace MLNetDeep.Benchmarks.Defaults;

/// <summary>The result of one trainer on one data set.</summary>
/// <param name="Value">R squared, the area under the ROC curve, or the accuracy, on the test rows.</param>
/// <param name="Seconds">The time to read the rows and to train.</param>
internal readonly record struct Quality(double Value, double Seconds)
{
    private const int Seed = 1;

    /// <summary>Trains on a data set's training rows and measures the quality on its test rows.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="createTrainer">Creates the trainer.</param>
    public static Quality Measure(DataSet data, Func<MLContext, DataSet, IEstimator<ITransformer>> createTrainer)
    {
        MLContext ml = new(Seed);
        IEstimator<ITransformer> trainer = createTrainer(ml, data);
        IDataView training = data.View(ml, data.Training);
        Stopwatch clock = Stopwatch.StartNew();
        ITransformer model = trainer.Fit(training);
        double seconds = clock.Elapsed.TotalSeconds;
        IDataView scored = model.Transform(data.View(ml, data.Test));
        double value = data.Kind switch
        {
            DataKind.Regression => ml.Regression.Evaluate(scored, data.Label).RSquared,
            DataKind.Binary => ml.BinaryClassification.EvaluateNonCalibrated(scored, data.Label).AreaUnderRocCurve,
            _ => ml.MulticlassClassification.Evaluate(scored, data.Label).MicroAccuracy,
        };
        return new Quality(value, seconds);
    }

    /// <summary>Returns the result of the highest quality.</summary>
    public static Quality Best(IReadOnlyList<Quality> results) => results.MaxBy(result => result.Value);
}
