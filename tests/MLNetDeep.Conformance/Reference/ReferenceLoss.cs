using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Losses in double precision, computed from the outputs after the last activation.</summary>
internal static class ReferenceLoss
{
    public static int ClassOf(Targets targets, int row)
    {
        float[] values = targets is DenseTargets dense ? Row(dense, row) : [];
        return targets is ClassTargets classes ? classes.Labels.Span[row]
            : values.Length == 1 ? (int)Math.Round(values[0])
            : Array.IndexOf(values, values.Max());
    }

    public static double Value(LossSpec loss, double[] outputs, Targets targets, int row)
    {
        double[] wanted = targets is ClassTargets classes
            ? OneHot(classes.Labels.Span[row], outputs.Length)
            : [.. Row((DenseTargets)targets, row).Select(value => (double)value)];
        switch (loss)
        {
            case CategoricalCrossEntropy categorical:
                double spread = categorical.LabelSmoothing / outputs.Length;
                return -wanted.Zip(outputs, (t, p) => ((t * (1 - categorical.LabelSmoothing)) + spread) * Math.Log(p)).Sum();
            case BinaryCrossEntropy binary:
                return wanted.Zip(outputs, (target, p) =>
                {
                    double t = (target * (1 - binary.LabelSmoothing)) + (binary.LabelSmoothing / 2);
                    return -(t * Math.Log(p)) - ((1 - t) * Math.Log(1 - p));
                }).Average();
            default:
                return wanted.Zip(outputs, (t, p) => Error(loss, p, t)).Average();
        }
    }

    private static double Error(LossSpec loss, double p, double t) => loss switch
    {
        MeanSquaredError => (p - t) * (p - t),
        MeanAbsoluteError => Math.Abs(p - t),
        MeanSquaredLogarithmicError => Math.Pow(Math.Log(Math.Max(p, 1e-7) + 1) - Math.Log(Math.Max(t, 1e-7) + 1), 2),
        Huber huber => Math.Abs(p - t) <= huber.Delta ? (p - t) * (p - t) / 2 : huber.Delta * (Math.Abs(p - t) - (huber.Delta / 2)),
        _ => throw new NotSupportedException($"{loss}"),
    };

    // With a single output, the class index 0 or 1 is itself the target.
    private static double[] OneHot(int label, int outputs) =>
        outputs == 1 ? [label] : [.. Enumerable.Range(0, outputs).Select(i => i == label ? 1.0 : 0)];

    private static float[] Row(DenseTargets targets, int row) => targets.Values.Slice(row * targets.ColumnCount, targets.ColumnCount).ToArray();
}
