using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferencePermute : ReferenceLayer
{
    public override Type Layer => typeof(Permute);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        int[] input = [.. context.InputShape], output = [.. context.OutputShape];
        int[] dims = [.. ((Permute)layer).Dims];
        return [.. rows.Select(row => Enumerable.Range(0, row.Length).Select(i => row[Source(i)]).ToArray())];

        int Source(int position)
        {
            int[] indices = new int[dims.Length];
            for (int i = dims.Length - 1; i >= 0; i--)
            {
                indices[dims[i] - 1] = position % output[i];
                position /= output[i];
            }

            return indices.Zip(input).Aggregate(0, (sum, pair) => (sum * pair.Second) + pair.First);
        }
    }
}
