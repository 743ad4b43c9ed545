using System.Diagnostics;

namespace MLNetDeep.Hosting;

/// <summary>Records what happens to one model.</summary>
internal sealed class ModelMetrics(PoolMetrics metrics, string modelName)
{
    private readonly KeyValuePair<string, object?> _name = new(PoolMetrics.ModelNameTag, RegisteredModel.Describe(modelName));

    /// <summary>Records a call that predicted rows.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="start">When the call began, as a timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="error">Why the call failed; null if it did not.</param>
    public void AddPredictions(int rows, long start, Exception? error = null)
    {
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (error is null)
        {
            metrics.Predictions.Add(rows, _name);
            metrics.PredictionDuration.Record(seconds, _name);
        }
        else
        {
            metrics.Predictions.Add(rows, _name, Tag(error));
            metrics.PredictionDuration.Record(seconds, _name, Tag(error));
        }
    }

    /// <summary>Records an attempt to load the model.</summary>
    /// <param name="error">Why it failed; null if it did not.</param>
    public void AddLoad(Exception? error = null)
    {
        if (error is null)
        {
            metrics.Loads.Add(1, _name);
        }
        else
        {
            metrics.Loads.Add(1, _name, Tag(error));
        }
    }

    private static KeyValuePair<string, object?> Tag(Exception error) => new(PoolMetrics.ErrorTag, error.GetType().FullName);
}
