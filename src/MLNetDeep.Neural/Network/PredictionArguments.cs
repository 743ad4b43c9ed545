namespace MLNetDeep.Neural;

/// <summary>Checks the arguments of <c>Predict</c> methods, for all backends.</summary>
internal static class PredictionArguments
{
    /// <summary>Throws if the features or the destination do not fit the network.</summary>
    /// <exception cref="ArgumentException">The features have the wrong kind, width or number of positions, or the destination is too short.</exception>
    public static void Check(NetworkSpec spec, FeatureMatrix features, ReadOnlySpan<float> destination)
    {
        if (features.Kind != spec.InputKind)
        {
            throw new ArgumentException($"The features are {features.Kind}; the network takes {spec.InputKind}.", nameof(features));
        }

        if (spec.FindIndexProblem(features) is { } problem)
        {
            throw new ArgumentException(problem, nameof(features));
        }

        if (features.ColumnCount != spec.InputSize)
        {
            throw new ArgumentException(
                $"The features have {features.ColumnCount} columns; the network takes {spec.InputSize}.", nameof(features));
        }

        if (!features.RowLengths.IsEmpty && features.PositionCount != spec.InputShape[0])
        {
            throw new ArgumentException(
                $"The features have row lengths of up to {features.PositionCount} positions; the network takes {spec.InputShape[0]}.",
                nameof(features));
        }

        CheckDestination((long)features.RowCount * spec.OutputSize, destination);
    }

    /// <summary>Throws if the destination is too short.</summary>
    /// <exception cref="ArgumentException">The destination holds fewer values than needed.</exception>
    public static void CheckDestination(long needed, ReadOnlySpan<float> destination)
    {
        if (destination.Length < needed)
        {
            throw new ArgumentException(
                $"The destination holds {destination.Length} values; at least {needed} are needed.", nameof(destination));
        }
    }
}
