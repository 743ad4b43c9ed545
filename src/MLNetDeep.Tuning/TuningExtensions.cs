using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Tuning;

/// <summary>Searches hyper-parameters.</summary>
public static class TuningExtensions
{
    /// <summary>
    /// Trains the pipeline with values from a search space, evaluates each on held-out rows, and returns the best model and the table of all
    /// trials.
    /// </summary>
    /// <remarks>
    /// <para>The values of a trial depend on the seed and the trial's number alone, and a training of this library has the same result on any
    /// number of threads. So the search has the same result however many trials run at once, and however often it was interrupted.</para>
    /// <para>A trial that throws, or whose metric is not finite, is recorded as failed, and the search goes on.</para>
    /// </remarks>
    /// <param name="ml">The ML.NET context. Its log has a line for each trial.</param>
    /// <param name="data">The rows to train on, and to hold rows out from if the options have no <see cref="TuningOptions.ValidationData"/>.</param>
    /// <param name="space">The parameters with their ranges.</param>
    /// <param name="createPipeline">
    /// Creates the untrained pipeline of a trial. Called once for each training; by several threads at once where trials run in parallel.
    /// Options of trainers go through <see cref="Trial.Configure"/>.
    /// </param>
    /// <param name="options">The metric, the number of trials, and more.</param>
    /// <exception cref="ArgumentException">The space has no parameters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The strategy does not accept the number of trials.</exception>
    /// <exception cref="InvalidOperationException">
    /// All trials failed; the search was stopped before a trial ended; the pipeline does not call <see cref="Trial.Configure"/> where the
    /// strategy needs it; the journal is of another search, or in use; or processes that search together have different arguments.
    /// </exception>
    /// <exception cref="InvalidDataException">The journal's file is no journal, or is damaged.</exception>
    /// <exception cref="IOException">The journal cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled, in this process or another that searches with it.</exception>
    /// <example>
    /// <code>
    /// SearchSpace space = new();
    /// Parameter&lt;double&gt; rate = space.LogUniform("learning rate", 1e-4, 1e-1);
    /// Parameter&lt;int&gt; units = space.Integer("units", 16, 512, logarithmic: true);
    /// TuningResult result = ml.Tune(train, space, trial => ml.MulticlassClassification.Trainers.MultilayerPerceptron(
    ///     trial.Configure(new MultilayerPerceptronOptions { HiddenUnits = [trial.Get(units)], Optimizer = new Adam(trial.Get(rate)) })),
    ///     new TuningOptions { Metric = TuningMetric.MicroAccuracy, Journal = "digits.tuning.jsonl" });
    /// Console.WriteLine(result);
    /// </code>
    /// </example>
    public static TuningResult Tune(
        this MLContext ml, IDataView data, SearchSpace space, Func<Trial, IEstimator<ITransformer>> createPipeline, TuningOptions options)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(createPipeline);
        ArgumentNullException.ThrowIfNull(options);
        if (space.Parameters.Count == 0)
        {
            throw new ArgumentException("The search space has no parameters; accepted: one or more.", nameof(space));
        }

        (IDataView training, IDataView validation) = (data, options.ValidationData!);
        if (validation is null)
        {
            DataOperationsCatalog.TrainTestData split = ml.Data.TrainTestSplit(data, options.ValidationFraction, seed: options.Seed);
            (training, validation) = (split.TrainSet, split.TestSet);
        }

        using IChannel channel = ((IChannelProvider)ml).Start(nameof(Tune));
        using TuningRun run = new(ml, channel, new TuningTask(space, createPipeline, options, data, training, validation));
        return run.Run();
    }
}
