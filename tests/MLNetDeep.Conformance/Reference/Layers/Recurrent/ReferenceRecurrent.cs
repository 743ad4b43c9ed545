using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Recurrent layers without dropout, one step and one value at a time, by the formulas of their documentation.</summary>
internal static class ReferenceRecurrent
{
    /// <summary>Returns the state after each step of one row, in the order of the steps.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="parameters">The weights of the inputs and of the states, and both biases if the layer has them.</param>
    /// <param name="row">The row, of which the first <paramref name="length"/> positions are used.</param>
    /// <param name="length">The number of steps.</param>
    /// <param name="isReversed">Whether the row is read from its last used position.</param>
    /// <param name="context">Applies activations.</param>
    public static double[][] States(
        RecurrentLayer layer, double[][] parameters, double[] row, int length, bool isReversed, ReferenceContext context)
    {
        int features = context.InputShape[1];
        double[] state = new double[layer.Units];
        double[] cell = new double[layer.Units];
        double[][] states = new double[length][];
        for (int step = 0; step < length; step++)
        {
            int position = isReversed ? length - 1 - step : step;
            ReadOnlySpan<double> input = row.AsSpan(position * features, features);
            double[] x = ReferenceProduct.Of(parameters[0], layer.UseBias ? parameters[2] : null, input);
            double[] s = ReferenceProduct.Of(parameters[1], layer.UseBias ? parameters[3] : null, state);
            states[step] = state = layer switch
            {
                LSTM lstm => Lstm(lstm, x, s, cell, context),
                GRU gru => Gru(gru, x, s, state, context),
                _ => context.Activate(layer.Activation, Add(x, s)),
            };
        }

        return states;
    }

    /// <summary>Returns the state after the last step; zeros if there is no step.</summary>
    public static double[] Last(RecurrentLayer layer, double[][] states) => states.Length == 0 ? new double[layer.Units] : states[^1];

    /// <summary>Returns the values of all positions one after another, with 0 beyond the last given one.</summary>
    public static double[] Padded(double[][] positions, int time, int size) =>
        [.. positions.SelectMany(values => values), .. new double[(time - positions.Length) * size]];

    private static double[] Lstm(LSTM layer, double[] x, double[] s, double[] cell, ReferenceContext context)
    {
        double[] sums = Add(x, s);
        double[] i = context.Activate(layer.RecurrentActivation, Gate(sums, 0, layer.Units));
        double[] f = context.Activate(layer.RecurrentActivation, Gate(sums, 1, layer.Units));
        double[] g = context.Activate(layer.Activation, Gate(sums, 2, layer.Units));
        double[] o = context.Activate(layer.RecurrentActivation, Gate(sums, 3, layer.Units));
        for (int unit = 0; unit < layer.Units; unit++)
        {
            cell[unit] = (f[unit] * cell[unit]) + (i[unit] * g[unit]);
        }

        return [.. context.Activate(layer.Activation, cell).Select((value, unit) => o[unit] * value)];
    }

    private static double[] Gru(GRU layer, double[] x, double[] s, double[] state, ReferenceContext context)
    {
        double[] sums = Add(x, s);
        double[] r = context.Activate(layer.RecurrentActivation, Gate(sums, 0, layer.Units));
        double[] z = context.Activate(layer.RecurrentActivation, Gate(sums, 1, layer.Units));
        double[] stateSums = Gate(s, 2, layer.Units);
        double[] n = context.Activate(layer.Activation, [.. Gate(x, 2, layer.Units).Select((value, unit) => value + (r[unit] * stateSums[unit]))]);
        return [.. state.Select((value, unit) => ((1 - z[unit]) * n[unit]) + (z[unit] * value))];
    }

    private static double[] Add(double[] left, double[] right)
    {
        double[] sums = (double[])left.Clone();
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += right[i];
        }

        return sums;
    }

    private static double[] Gate(double[] sums, int gate, int units) => sums[(gate * units)..((gate + 1) * units)];
}
