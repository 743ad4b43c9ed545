using Microsoft.ML;
using MLNetDeep.Tuning;

namespace MLNetDeep.Samples.TuningSample;

/// <summary>A pipeline with hyper-parameters, the data for it, and the values that the sample of these data has by default.</summary>
internal interface ITuningProblem
{
    /// <summary>The name on the command line.</summary>
    static abstract string Name { get; }

    TuningMetric Metric { get; }

    /// <summary>The fraction of the rows that the search holds out.</summary>
    double ValidationFraction { get; }

    /// <summary>Whether the search is by successive halving unless the command line says otherwise; if not, it is random.</summary>
    bool IsHalvedByDefault { get; }

    /// <summary>The parameters that are searched. The first trial has the defaults of the Digits or the Sentiment sample.</summary>
    SearchSpace Space { get; }

    /// <summary>Loads the rows to search with, and the rows that judge the result.</summary>
    (IDataView Training, IDataView Test) Load(MLContext ml);

    /// <summary>Creates the pipeline of a trial.</summary>
    IEstimator<ITransformer> CreatePipeline(MLContext ml, Trial trial);

    /// <summary>Returns the epochs of a trial where the search does not give them.</summary>
    int EpochsOf(TrialResult trial);

    /// <summary>Creates the pipeline with the defaults of the Digits or the Sentiment sample.</summary>
    IEstimator<ITransformer> CreateDefault(MLContext ml, int seed, CancellationToken cancellation);
}
