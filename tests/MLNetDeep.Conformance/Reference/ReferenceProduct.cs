namespace MLNetDeep.Conformance;

/// <summary>The product of a matrix and a vector, in loops: gradients by differences call it millions of times.</summary>
internal static class ReferenceProduct
{
    /// <summary>Returns W x + b.</summary>
    /// <param name="weights">W: [outputs, inputs].</param>
    /// <param name="bias">b, one value per output; null for 0.</param>
    /// <param name="values">x, one value per input.</param>
    public static double[] Of(double[] weights, double[]? bias, ReadOnlySpan<double> values)
    {
        double[] sums = new double[weights.Length / values.Length];
        for (int output = 0; output < sums.Length; output++)
        {
            double sum = bias?[output] ?? 0;
            for (int i = 0; i < values.Length; i++)
            {
                sum += weights[(output * values.Length) + i] * values[i];
            }

            sums[output] = sum;
        }

        return sums;
    }

    /// <summary>Returns W x + b for each position of a row, one after another.</summary>
    /// <param name="weights">W: [outputs, inputs].</param>
    /// <param name="bias">b, one value per output; null for 0.</param>
    /// <param name="row">The positions, of so many values as W has inputs.</param>
    /// <param name="inputs">The number of inputs.</param>
    public static double[] OfPositions(double[] weights, double[]? bias, double[] row, int inputs)
    {
        int outputs = weights.Length / inputs;
        double[] sums = new double[row.Length / inputs * outputs];
        for (int position = 0; position < row.Length / inputs; position++)
        {
            Of(weights, bias, row.AsSpan(position * inputs, inputs)).CopyTo(sums, position * outputs);
        }

        return sums;
    }
}
