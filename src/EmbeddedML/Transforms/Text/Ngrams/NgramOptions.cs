namespace Microsoft.ML.Transforms.Text;

/// <summary>Which n-grams of a column's keys there are, and what their slots hold.</summary>
internal sealed class NgramOptions
{
    /// <summary>The most keys, with those left out between them, over which an n-gram may stretch.</summary>
    public const int MaxWindow = 10;

    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public NgramOptions(
        int ngramLength, int skipLength, bool useAllLengths, int maximumNgramsCount, NgramExtractingEstimator.WeightingCriteria weighting)
    {
        if (ngramLength == 1 && skipLength != 0)
            throw new ArgumentOutOfRangeException(nameof(skipLength), skipLength, "Between the keys of n-grams of length 1 there is nothing to skip; it must be 0.");
        if (ngramLength + skipLength > MaxWindow)
            throw new ArgumentOutOfRangeException(nameof(skipLength), skipLength, $"Together with {nameof(ngramLength)} it must be at most {MaxWindow}.");
        if (ngramLength is <= 0 or > MaxWindow)
            throw new ArgumentOutOfRangeException(nameof(ngramLength), ngramLength, $"It must be from 1 to {MaxWindow}.");
        if (maximumNgramsCount <= 0)
            throw new ArgumentOutOfRangeException(nameof(maximumNgramsCount), maximumNgramsCount, "It must be positive.");
        NgramLength = ngramLength;
        SkipLength = skipLength;
        Weighting = weighting;
        Limits = new int[ngramLength];
        for (int i = useAllLengths ? 0 : ngramLength - 1; i < ngramLength; i++)
            Limits[i] = maximumNgramsCount;
    }

    public int NgramLength { get; }

    /// <summary>How many keys may be left out between the first and the last of an n-gram.</summary>
    public int SkipLength { get; }

    public NgramExtractingEstimator.WeightingCriteria Weighting { get; }

    /// <summary>For each length, from 1, the most n-grams of that length that are learned.</summary>
    public int[] Limits { get; }
}
