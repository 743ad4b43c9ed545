using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>The weights of a softmax regression and their gradients, in doubles: logits = W x + b.</summary>
internal sealed class SoftmaxModel
{
    private readonly NetworkSpec _spec;
    private readonly double[][] _values;
    private readonly float[] _row;

    public SoftmaxModel(NetworkSpec spec, IReadOnlyList<NamedTensor> weights)
    {
        _spec = spec;
        _values = [.. weights.Select(tensor => Array.ConvertAll(tensor.Values, value => (double)value))];
        _row = new float[spec.InputSize];
        Outputs = new double[spec.OutputSize];
    }

    /// <summary>The outputs of the last row: probabilities, or logits.</summary>
    public double[] Outputs { get; }

    public int InputSize => _row.Length;

    public int OutputSize => Outputs.Length;

    public IReadOnlyList<NamedTensor> Weights => Tensors(_values);

    /// <summary>Computes the outputs of a row. Returns log p of a class.</summary>
    public double Forward(ReadOnlySpan<float> row, int label = 0, bool logits = false)
    {
        double max = double.NegativeInfinity;
        for (int k = 0; k < OutputSize; k++)
        {
            double sum = _values[1][k];
            for (int i = 0; i < row.Length; i++)
            {
                sum += _values[0][(k * row.Length) + i] * row[i];
            }

            Outputs[k] = sum;
            max = Math.Max(max, sum);
        }

        double normalizer = max + Math.Log(Outputs.Sum(logit => Math.Exp(logit - max)));
        double logProbability = Outputs[label] - normalizer;
        for (int k = 0; k < OutputSize && !logits; k++)
        {
            Outputs[k] = Math.Exp(Outputs[k] - normalizer);
        }

        return logProbability;
    }

    /// <summary>Computes the loss and the metrics on some rows, and adds to the gradient of the mean loss if there is one.</summary>
    public EvaluationResult Evaluate(TrainingData data, ReadOnlySpan<int> rows, Func<int, float> classWeight, double[][]? gradient = null)
    {
        (double loss, long correct) = (0, 0);
        foreach (int row in rows)
        {
            int label = data.Targets.ClassOf(row);
            double weight = (data.Weights.IsEmpty ? 1 : data.Weights.Span[row]) * classWeight(label);
            data.Features.CopyRow(row, _row);
            loss -= weight * Forward(_row, label);
            correct += Array.IndexOf(Outputs, Outputs.Max()) == label ? 1 : 0;
            for (int k = 0; k < OutputSize && gradient is not null; k++)
            {
                double error = weight * (Outputs[k] - (k == label ? 1 : 0)) / rows.Length;
                gradient[1][k] += error;
                for (int i = 0; i < _row.Length; i++)
                {
                    gradient[0][(k * _row.Length) + i] += error * _row[i];
                }
            }
        }

        return new EvaluationResult(loss, correct, rows.Length);
    }

    public double[][] CreateGradient() => Array.ConvertAll(_values, values => new double[values.Length]);

    /// <summary>Subtracts the gradient times the rate.</summary>
    public void Update(double[][] gradient, double rate)
    {
        for (int tensor = 0; tensor < gradient.Length; tensor++)
        {
            for (int i = 0; i < gradient[tensor].Length; i++)
            {
                _values[tensor][i] -= rate * gradient[tensor][i];
            }
        }
    }

    /// <summary>Returns numbers in the shapes of the network's parameters.</summary>
    public IReadOnlyList<NamedTensor> Tensors(double[][] values) =>
        [.. _spec.Parameters.Select((parameter, i) => new NamedTensor(parameter.Name, parameter.Shape, Array.ConvertAll(values[i], value => (float)value)))];
}
