using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

internal sealed class ReferenceConcatenate : ReferenceLayer
{
    public override Type Layer => typeof(Concatenate);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        IEnumerable<PlacedLayer> nested = context.Place.NestedLayers;
        IEnumerable<double[]> parameters = context.Parameters;
        List<(double[][] Rows, int Width)> outputs = [];
        foreach (int count in ((Concatenate)layer).Branches.Select(branch => branch.Length))
        {
            PlacedLayer[] branch = [.. nested.Take(count)];
            int width = count == 0 ? context.InputShape[^1] : branch[^1].OutputShape[^1];
            outputs.Add((context.Chain(branch, rows, parameters), width));
            parameters = parameters.Skip(branch.Sum(item => item.Spec.Parameters(item.InputShape).Length));
            nested = nested.Skip(count);
        }

        int positions = outputs[0].Rows[0].Length / outputs[0].Width;
        return
        [
            .. rows.Select((_, row) => Enumerable.Range(0, positions)
                .SelectMany(position => outputs.SelectMany(output => output.Rows[row].Skip(position * output.Width).Take(output.Width)))
                .ToArray()),
        ];
    }
}
