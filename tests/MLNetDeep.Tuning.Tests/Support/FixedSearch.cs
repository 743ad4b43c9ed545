using Microsoft.ML;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tuning.Tests;

/// <summary>A search whose trials have given numbers as their metrics.</summary>
internal sealed class FixedSearch
{
    private readonly Func<Trial, double> _value;

    /// <param name="value">The metric of a trial; it may throw.</param>
    public FixedSearch(Func<Trial, double> value)
    {
        _value = value;
        X = Space.Uniform("x", 0, 1);
    }

    public SearchSpace Space { get; } = new();

    public Parameter<double> X { get; }

    /// <summary>The trials in the order in which they were trained, with their epochs.</summary>
    public List<(int Trial, int? Epochs)> Trained { get; } = [];

    public TuningResult Run(TuningOptions options)
    {
        MLContext ml = new();
        IDataView data = ml.Data.LoadFromEnumerable([new Row { Label = 1 }]);
        return ml.Tune(data, Space, Create, options with { ValidationData = data });
    }

    private FixedEstimator Create(Trial trial)
    {
        trial.Configure(new MultilayerPerceptronOptions());
        return new FixedEstimator(() =>
        {
            lock (Trained)
            {
                Trained.Add((trial.Number, trial.Epochs));
            }

            return _value(trial);
        });
    }

    private sealed class Row
    {
        public float Label { get; set; }
    }
}
