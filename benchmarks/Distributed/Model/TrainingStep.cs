namespace MLNetDeep.Benchmarks.Distributed.Model;

/// <summary>The time of a step of data-parallel training.</summary>
/// <param name="ComputeSeconds">The time in which a rank computes its part of the batch and updates its weights, without exchange.</param>
/// <param name="GradientBytes">The bytes of a gradient: 4 per trained parameter, and what the backend pads.</param>
/// <param name="OptimizerStates">The numbers that the optimizer keeps for each parameter: 2 for Adam, 1 for momentum, 0 for plain SGD.</param>
internal sealed record TrainingStep(double ComputeSeconds, double GradientBytes, int OptimizerStates)
{
    private const int ResultBytes = 6 * sizeof(double);

    /// <summary>1: gradients are summed in each step. K > 1: weights and optimizer states are averaged after every K steps.</summary>
    public int LocalSteps { get; init; } = 1;

    /// <summary>How MPI sums.</summary>
    public AllReduceAlgorithm Algorithm { get; init; } = AllReduceAlgorithm.Halving;

    /// <summary>The layers of batch normalization: each sums over the ranks once in the forward pass and once in the backward pass.</summary>
    public int NormalizationLayers { get; init; }

    /// <summary>The steps of an epoch, which share the small sum at its start that tells whether a rank wants to stop. Null: too many to count.</summary>
    /// <remarks>
    /// The second such sum of an epoch comes after its end. EpochResult.Duration, with which the times are compared, does not contain it.
    /// </remarks>
    public int? StepsPerEpoch { get; init; }

    /// <summary>The bytes of one exchange.</summary>
    public double ExchangeBytes => GradientBytes * (LocalSteps == 1 ? 1 : 1 + OptimizerStates);

    /// <summary>The bytes of the exchange per step, on average.</summary>
    public double BytesPerStep => ExchangeBytes / LocalSteps;

    /// <summary>The time of one exchange, in seconds. The sum of the results is sent at the same time as the gradients.</summary>
    public double ExchangeSeconds(int ranks, NetworkLink link)
    {
        double sums = LocalSteps > 1 ? 0 : 2 * NormalizationLayers * AllReduce.Seconds(Algorithm, ranks, ResultBytes, link);
        return sums + AllReduce.Seconds(Algorithm, ranks, ExchangeBytes, link);
    }

    /// <summary>The mean time of a step, in seconds. No overlap: that the exchange begins before the last gradient only helps.</summary>
    public double Seconds(int ranks, NetworkLink link)
    {
        double perEpoch = AllReduce.Seconds(Algorithm, ranks, ResultBytes, link);
        return ComputeSeconds + (ExchangeSeconds(ranks, link) / LocalSteps) + (StepsPerEpoch is { } steps ? perEpoch / steps : 0);
    }

    /// <summary>The rows per second of all ranks, divided by the number of ranks times those of one: 1 is perfect.</summary>
    /// <param name="ranks">The number of ranks.</param>
    /// <param name="link">The link of each.</param>
    /// <param name="aloneSeconds">The time of a rank without exchange for as many rows as one rank has in a step.</param>
    public double Efficiency(int ranks, NetworkLink link, double aloneSeconds) => aloneSeconds / Seconds(ranks, link);
}
