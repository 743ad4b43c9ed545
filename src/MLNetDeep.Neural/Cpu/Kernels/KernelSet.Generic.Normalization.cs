namespace MLNetDeep.Neural.Cpu.Kernels;

/// <content>Batch normalization. Fewer columns than a vector has lanes are processed by shorter vectors.</content>
internal sealed unsafe partial class KernelSet<S, V>
{
    public override void NormalizationStatistics(in NormalizationArguments arguments, int firstColumn, int endColumn)
    {
        if (AreFew(endColumn - firstColumn))
        {
            s_shorter.NormalizationStatistics(arguments, firstColumn, endColumn);
        }
        else
        {
            Normalization<S, V>.Statistics(arguments, firstColumn, endColumn);
        }
    }

    public override void Normalize(in NormalizationArguments arguments, int firstColumn, int endColumn)
    {
        if (AreFew(endColumn - firstColumn))
        {
            s_shorter.Normalize(arguments, firstColumn, endColumn);
        }
        else
        {
            Normalization<S, V>.Forward(arguments, firstColumn, endColumn);
        }
    }

    public override void NormalizationSums(in NormalizationArguments arguments, int firstColumn, int endColumn)
    {
        if (AreFew(endColumn - firstColumn))
        {
            s_shorter.NormalizationSums(arguments, firstColumn, endColumn);
        }
        else
        {
            Normalization<S, V>.Sums(arguments, firstColumn, endColumn);
        }
    }

    public override void NormalizationGradient(in NormalizationArguments arguments, float inverseCount, int firstColumn, int endColumn)
    {
        if (AreFew(endColumn - firstColumn))
        {
            s_shorter.NormalizationGradient(arguments, inverseCount, firstColumn, endColumn);
        }
        else
        {
            Normalization<S, V>.Gradient(arguments, inverseCount, firstColumn, endColumn);
        }
    }

    // No columns at all are no work for any kernel.
    private static bool AreFew(int columns) => columns > 0 && columns < S.Lanes;

    public override void NormalizePositions(in PositionNormalizationArguments arguments) => PositionNormalization<S, V>.Forward(arguments);

    public override void NormalizePositionsGradient(in PositionNormalizationArguments arguments) => PositionNormalization<S, V>.Backward(arguments);
}
