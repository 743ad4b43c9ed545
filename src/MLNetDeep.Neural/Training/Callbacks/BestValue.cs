namespace MLNetDeep.Neural.Training;

/// <summary>The best value of a metric so far, for callbacks that compare epochs.</summary>
internal static class BestValue
{
    /// <summary>The cost before the first epoch.</summary>
    public const double NoCost = double.PositiveInfinity;

    /// <summary>
    /// Whether a cost is lower than the lowest so far by more than <paramref name="minDelta"/>. The first finite cost always is; NaN never.
    /// </summary>
    public static bool IsBetter(double cost, double lowest, double minDelta) =>
        cost < lowest - minDelta || (double.IsPositiveInfinity(lowest) && double.IsFinite(cost));
}
