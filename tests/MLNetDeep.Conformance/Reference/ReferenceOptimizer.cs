using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Double-precision optimizer steps, one weight at a time, by the formulas in the optimizers' documentation.</summary>
internal sealed class ReferenceOptimizer(OptimizerSpec spec)
{
    private readonly Dictionary<(int Tensor, int Index), (double A, double B, double C)> _states = [];
    private int _step;

    public void Step(NetworkSpec network, double[][] weights, double[][] gradient)
    {
        Clip(gradient);
        double rate = spec.LearningRate.At(_step);
        _step++;
        for (int t = 0; t < weights.Length; t++)
        {
            for (int i = 0; i < weights[t].Length && network.Parameters[t].IsTrainable; i++)
            {
                if (spec is Adam { LazyEmbeddings: true } && network.Parameters[t].IsLookupTable && IsRowZero(gradient[t], i, network.Parameters[t].Shape[1]))
                {
                    continue;
                }

                (double a, double b, double c) = _states.GetValueOrDefault((t, i), (InitialState, 0, 0));
                weights[t][i] = Updated(weights[t][i], gradient[t][i], rate, ref a, ref b, ref c);
                _states[(t, i)] = (a, b, c);
            }

            LimitNorms(network.Parameters[t], weights[t]);
        }
    }

    private double InitialState => spec is Adagrad adagrad ? adagrad.InitialAccumulator : 0;

    private static bool IsRowZero(double[] table, int i, int columns) =>
        !table.AsSpan(i / columns * columns, columns).ContainsAnyExcept(0.0);

    private static void LimitNorms(ParameterSpec parameter, double[] weights)
    {
        int inputs = weights.Length / parameter.Shape[0];
        for (int unit = 0; unit < parameter.Shape[0] && parameter is { IsTrainable: true, MaxNorm: not null }; unit++)
        {
            Span<double> row = weights.AsSpan(unit * inputs, inputs);
            double norm = Math.Sqrt(row.ToArray().Sum(weight => weight * weight));
            foreach (ref double weight in row)
            {
                weight *= norm > parameter.MaxNorm ? parameter.MaxNorm.Value / norm : 1;
            }
        }
    }

    private void Clip(double[][] gradient)
    {
        foreach (double[] tensor in gradient)
        {
            for (int i = 0; i < tensor.Length && spec.ClipValue is { } limit; i++)
            {
                tensor[i] = Math.Clamp(tensor[i], -limit, limit);
            }
        }

        double norm = Math.Sqrt(gradient.Sum(tensor => tensor.Sum(value => value * value)));
        foreach (double[] tensor in gradient)
        {
            for (int i = 0; i < tensor.Length && norm > spec.GlobalClipNorm; i++)
            {
                tensor[i] *= spec.GlobalClipNorm!.Value / norm;
            }
        }
    }

    private double Updated(double w, double g, double rate, ref double a, ref double b, ref double c)
    {
        switch (spec)
        {
            case Sgd sgd:
                rate /= 1 + (sgd.Decay * (_step - 1));
                a = (sgd.Momentum * a) - (rate * g);
                return sgd.Nesterov && sgd.Momentum > 0 ? w + (sgd.Momentum * a) - (rate * g) : w + a;
            case Adam adam:
                return AdamUpdated(w, g, rate, adam.Beta1, adam.Beta2, adam.Epsilon, ref a, ref b);
            case AdamW adam:
                return AdamUpdated(w - (rate * adam.WeightDecay * w), g, rate, adam.Beta1, adam.Beta2, adam.Epsilon, ref a, ref b);
            case Adagrad adagrad:
                a += g * g;
                return w - (rate * g / Math.Sqrt(a + adagrad.Epsilon));
            case Adadelta delta:
                a = (delta.Rho * a) + ((1 - delta.Rho) * g * g);
                double d = -g * Math.Sqrt(b + delta.Epsilon) / Math.Sqrt(a + delta.Epsilon);
                b = (delta.Rho * b) + ((1 - delta.Rho) * d * d);
                return w + (rate * d);
            case RmsProp rms:
                a = (rms.Rho * a) + ((1 - rms.Rho) * g * g);
                b = (rms.Rho * b) + ((1 - rms.Rho) * g);
                c = (rms.Momentum * c) + (rate * g / Math.Sqrt(a - (rms.Centered ? b * b : 0) + rms.Epsilon));
                return w - c;
            default:
                throw new NotSupportedException($"{spec}");
        }
    }

    private double AdamUpdated(double w, double g, double rate, double beta1, double beta2, double epsilon, ref double a, ref double b)
    {
        a = (beta1 * a) + ((1 - beta1) * g);
        b = (beta2 * b) + ((1 - beta2) * g * g);
        double corrected = rate * Math.Sqrt(1 - Math.Pow(beta2, _step)) / (1 - Math.Pow(beta1, _step));
        return w - (corrected * a / (Math.Sqrt(b) + epsilon));
    }
}
