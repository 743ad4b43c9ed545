namespace MLNetDeep.Benchmarks.Distributed.Sameness;

/// <summary>How far the losses of a training on several ranks are from those of one process.</summary>
/// <param name="Network">The network.</param>
/// <param name="Ranks">The number of ranks.</param>
/// <param name="Steps">The number of steps.</param>
/// <param name="Batch">The rows of a step of all ranks.</param>
/// <param name="Difference">The largest difference of the losses of a step, divided by the loss of one process.</param>
/// <param name="StepsWithin">The steps before the first one whose difference is above <see cref="Limit"/>.</param>
/// <param name="FirstLoss">The loss of the first step.</param>
/// <param name="LastLoss">The loss of the last step.</param>
/// <param name="Hash">A hash of all losses of the ranks: two runs with the same bits have the same hash.</param>
/// <param name="Changed">
/// The same difference for trainings of one process of which a weight was changed at the start by one unit in the last place, each time
/// another weight.
/// </param>
internal sealed record SameResult(
    string Network,
    int Ranks,
    int Steps,
    int Batch,
    double Difference,
    int StepsWithin,
    double FirstLoss,
    double LastLoss,
    string Hash,
    double[] Changed)
{
    /// <summary>The difference of losses that is allowed where networks are smooth.</summary>
    public const double Limit = 1e-4;
}
