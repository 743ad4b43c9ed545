using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceBidirectional : ReferenceLayer
{
    public override Type Layer => typeof(Bidirectional);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        Bidirectional both = (Bidirectional)layer;
        int time = context.InputShape[0];
        int half = context.Parameters.Length / 2;
        return
        [
            .. rows.Select((row, i) =>
            {
                int length = context.Lengths?[i] ?? time;
                double[][] forward = ReferenceRecurrent.States(both.Layer, context.Parameters[..half], row, length, false, context);
                double[][] backward = ReferenceRecurrent.States(both.Layer, context.Parameters[half..], row, length, true, context);
                return both.Layer.ReturnSequences
                    ? ReferenceRecurrent.Padded(
                        [.. forward.Zip(backward.Reverse(), (f, b) => Merge(both.MergeMode, f, b))], time, context.OutputShape[1])
                    : Merge(both.MergeMode, ReferenceRecurrent.Last(both.Layer, forward), ReferenceRecurrent.Last(both.Layer, backward));
            }),
        ];
    }

    private static double[] Merge(MergeMode mode, double[] forward, double[] backward) => mode switch
    {
        MergeMode.Concat => [.. forward, .. backward],
        MergeMode.Sum => [.. forward.Zip(backward, (f, b) => f + b)],
        MergeMode.Average => [.. forward.Zip(backward, (f, b) => (f + b) / 2)],
        _ => [.. forward.Zip(backward, (f, b) => f * b)],
    };
}
