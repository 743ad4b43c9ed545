using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// How the positions along one axis change: some are added or removed at the ends, then each is repeated or interpolated.
/// </summary>
/// <param name="Input">The number of positions before.</param>
/// <param name="Before">The number of positions with the value 0 that are added before the first; negative for positions that are removed.</param>
/// <param name="After">The number of positions that are added after the last; negative for positions that are removed.</param>
/// <param name="Factor">The number of positions that each becomes.</param>
/// <param name="IsLinear">Whether the new positions are interpolated; otherwise each has the value of the nearest one.</param>
internal readonly record struct AxisChange(int Input, int Before = 0, int After = 0, int Factor = 1, bool IsLinear = false)
{
    /// <summary>
    /// The number of positions after the change, at most <see cref="int.MaxValue"/>, which <see cref="Shapes.Size"/> refuses.
    /// </summary>
    public int Output => LengthOf(Input);

    /// <summary>Returns the number of positions that an input of another length has after the change.</summary>
    public int LengthOf(int length) => (int)Math.Clamp(((long)length + Before + After) * Factor, 0, int.MaxValue);

    /// <summary>Returns the old positions from which a new one is computed, with their weights.</summary>
    /// <param name="position">The new position.</param>
    public (int Source, float Weight)[] SourcesOf(int position)
    {
        if (!IsLinear)
        {
            int source = (position / Factor) - Before;
            return source >= 0 && source < Input ? [(source, 1)] : [];
        }

        // The middles of the new positions lie evenly among those of the old ones. Beyond the first and last middle, values are constant.
        double place = ((position + 0.5) / Factor) - 0.5;
        int low = (int)Math.Floor(place);
        int first = Math.Max(low, 0), second = Math.Min(low + 1, Input - 1);
        return first == second ? [(first, 1)] : [(first, (float)(1 - (place - low))), (second, (float)(place - low))];
    }
}
