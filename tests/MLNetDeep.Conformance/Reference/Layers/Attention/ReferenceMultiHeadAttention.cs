using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceMultiHeadAttention : ReferenceLayer
{
    public override Type Layer => typeof(MultiHeadAttention);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        MultiHeadAttention attention = (MultiHeadAttention)layer;
        (int time, int features) = (context.InputShape[0], context.InputShape[1]);
        (int heads, int size) = (attention.NumHeads, attention.KeyDim);
        double[] inner = context.Parameters[0], outer = context.Parameters[attention.UseBias ? 2 : 1];
        double[] innerBias = attention.UseBias ? context.Parameters[1] : new double[3 * heads * size];
        double[] outerBias = attention.UseBias ? context.Parameters[3] : new double[features];
        return [.. rows.Select((row, i) => Row(row, context.Lengths?[i] ?? time))];

        double[] Row(double[] row, int length)
        {
            double[][] projected = [.. row.Chunk(features).Select(position => ReferenceProduct.Of(inner, innerBias, position))];
            return [.. Enumerable.Range(0, time).SelectMany(t => ReferenceProduct.Of(outer, outerBias, Joined(projected, t, length)))];
        }

        // The outputs of all heads at a position, side by side.
        double[] Joined(double[][] projected, int position, int length)
        {
            double[] joined = new double[heads * size];
            int seen = attention.UseCausalMask ? Math.Min(length, position + 1) : length;
            for (int head = 0; head < heads; head++)
            {
                double[] powers = [.. projected.Take(seen).Select(key => Math.Exp(Score(head, projected[position], key)))];
                double total = powers.Sum();
                for (int key = 0; key < seen; key++)
                {
                    for (int k = head * size; k < (head + 1) * size; k++)
                    {
                        joined[k] += powers[key] / total * projected[key][(2 * heads * size) + k];
                    }
                }
            }

            return joined;
        }

        // The query of a position times the key of another, over √size.
        double Score(int head, double[] query, double[] key)
        {
            double sum = 0;
            for (int k = head * size; k < (head + 1) * size; k++)
            {
                sum += query[k] * key[(heads * size) + k];
            }

            return sum / Math.Sqrt(size);
        }
    }
}
