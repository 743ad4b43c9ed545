using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferencePositionalEmbedding : ReferenceLayer
{
    public override Type Layer => typeof(PositionalEmbedding);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        int features = context.InputShape[1];
        return [.. rows.Select(row => row.Select((value, i) => value + Value(i)).ToArray())];

        double Value(int i)
        {
            if (!((PositionalEmbedding)layer).Sinusoidal)
            {
                return context.Parameters[0][i];
            }

            (int position, int feature) = (i / features, i % features);
            double angle = position * Math.Pow(10_000, -(feature - (feature % 2)) / (double)features);
            return feature % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
        }
    }
}
