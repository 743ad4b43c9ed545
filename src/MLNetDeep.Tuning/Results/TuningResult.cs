using System.Collections.Immutable;
using Microsoft.ML;

namespace MLNetDeep.Tuning;

/// <summary>What a search found: the best trial, its model, and all trials.</summary>
public sealed class TuningResult
{
    private readonly TuningTask _task;
    private readonly Func<IDataView, ITransformer> _fit;

    internal TuningResult(
        TuningTask task, ImmutableArray<TrialResult> trials, TrialResult best, ITransformer model, bool isComplete,
        Func<IDataView, ITransformer> fit)
    {
        _task = task;
        _fit = fit;
        (Trials, Best, Model, IsComplete) = (trials, best, model, isComplete);
    }

    /// <summary>The best trial: that with the best value of the metric on any rung; of equals, that with the lowest number.</summary>
    /// <remarks><c>result.Best.Get(rate)</c> is the value of the parameter <c>rate</c>.</remarks>
    public TrialResult Best { get; }

    /// <summary>The trained pipeline of <see cref="Best"/>, as it was when the trial had its value.</summary>
    /// <remarks>
    /// It was trained without the held-out rows; <see cref="Refit"/> trains it on other rows. If the trial ended in an earlier run of the
    /// search, the model was loaded from the file that the run saved, and its network transformer has no history.
    /// </remarks>
    public ITransformer Model { get; }

    /// <summary>All trials that have ended, by their numbers.</summary>
    public ImmutableArray<TrialResult> Trials { get; }

    /// <summary>Whether the whole search was made. False if it was stopped.</summary>
    public bool IsComplete { get; }

    /// <summary>The search's metric.</summary>
    public TuningMetric Metric => _task.Options.Metric;

    /// <summary>The parameters of the search space.</summary>
    public IReadOnlyList<Parameter> Parameters => _task.Space.Parameters;

    /// <summary>Trains the pipeline of the best trial from its beginning, with its values, seed and number of epochs.</summary>
    /// <remarks>A search that was stopped gently does not stop it; <see cref="TuningOptions.Cancellation"/> cancels it.</remarks>
    /// <param name="data">The rows, such as those of training and validation together.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ITransformer Refit(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return _fit(data);
    }

    /// <summary>Returns the table of the trials, best first, for a terminal.</summary>
    /// <param name="count">The number of trials. Default: all.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public string ToTable(int count = int.MaxValue) => new ResultTable(this, count).ToText();

    /// <summary>Returns the table of the trials, best first, in Markdown.</summary>
    /// <param name="count">The number of trials. Default: all.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public string ToMarkdown(int count = int.MaxValue) => new ResultTable(this, count).ToMarkdown();

    /// <summary>Returns the table of the trials: <see cref="ToTable"/>.</summary>
    public override string ToString() => ToTable();
}
