using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>
/// Refuses networks that do not fit into the memory of the process, with the columns that make them large. The number of classes comes from a
/// column's type, so one wrong key can ask for more than there is.
/// </summary>
internal static class NetworkMemory
{
    private const string Cure =
        "If there are fewer classes in the data than that, map the values that occur to keys with Conversion.MapValueToKey.";

    /// <summary>Throws if training takes more memory than there is. Called before anything is allocated.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="columns">The columns whose features and classes make it large.</param>
    /// <param name="options">The options of the trainer.</param>
    /// <param name="rows">The number of rows; null if it is not known.</param>
    /// <param name="availableBytes">The memory; null for that of the process.</param>
    /// <exception cref="InvalidOperationException">The memory is too small; the message names the columns and the counts.</exception>
    public static void Check(NetworkSpec spec, RowColumns columns, NeuralTrainerOptions options, long? rows, long? availableBytes = null)
    {
        long available = availableBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

        // The network and the session that trains it have a copy of each weight.
        double floats = 2.0 * spec.ParameterCount;
        long batch = 0;
        if (options.Backend is CpuBackend)
        {
            // The session also has the optimizer's states, and the outputs of each row of a batch with their gradients.
            batch = Math.Clamp(rows ?? 1, 1, options.BatchSize);
            floats += ((double)CpuBackend.StateCount(options.Optimizer) * spec.ParameterCount) + (2.0 * batch * spec.OutputSize);
        }

        double bytes = sizeof(float) * floats;
        if (bytes > available)
        {
            throw new InvalidOperationException(
                $"{Describe(spec, columns)} Training it takes at least {bytes:N0} bytes, with {batch} rows in a batch; this process has "
                + $"{available:N0}. {Cure}");
        }

        if (batch * spec.OutputSize > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"{Describe(spec, columns)} A batch of {batch} rows has {batch * spec.OutputSize} outputs; accepted: up to {Array.MaxLength}. "
                + $"Set {nameof(options.BatchSize)} to {Array.MaxLength / spec.OutputSize} or less. {Cure}");
        }
    }

    /// <summary>Describes memory that ran out all the same: others use it too.</summary>
    public static InvalidOperationException RanOut(NetworkSpec spec, RowColumns columns, OutOfMemoryException cause) => new(
        $"{Describe(spec, columns)} The memory for training it ran out. {Cure}", cause);

    private static string Describe(NetworkSpec spec, RowColumns columns) =>
        $"The network for the {columns.FeatureText} of column '{columns.Features.Name}' and the {columns.Label.OutputCount} outputs "
        + $"that label column '{columns.Label.Column.Name}' needs has {spec.ParameterCount} parameters.";
}
