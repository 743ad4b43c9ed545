using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Reads the activations of a recurrent node.</summary>
internal static class RecurrentActivations
{
    /// <summary>Returns the function of the gates, linear if there is none, and the function of the new values.</summary>
    /// <exception cref="NotSupportedException">The activations differ in the directions, or are none that layers here have.</exception>
    public static (Activation Gate, Activation New) Read(NodeReader node, int directions)
    {
        // LSTM: the gates, the cell's input, the cell's output. GRU: the gates, the new state. RNN: the new state.
        int count = node.Operator switch { "LSTM" => 3, "GRU" => 2, _ => 1 };
        string[] names = node.FindTexts("activations") ?? [];
        if (names.Length == 0)
        {
            return (node.Operator == "RNN" ? Activation.Linear : Activation.Sigmoid, Activation.Tanh);
        }

        Queue<double> alphas = new(node.FindNumbers("activation_alpha")), betas = new(node.FindNumbers("activation_beta"));
        Activation[] activations = [.. names.Select(name => Find(name, alphas, betas, node))];
        Activation[] first = [.. activations.Take(count)];
        if (activations.Length != count * directions || !activations.SequenceEqual(Enumerable.Repeat(first, directions).SelectMany(item => item))
            || (count == 3 && first[1] != first[2]))
        {
            throw node.NotSupported(
                $"it has the activations {OnnxText.List(names)}; accepted: the same in both directions, and for LSTM the second and the third equal");
        }

        return (count == 1 ? Activation.Linear : first[0], first[^1]);
    }

    private static Activation Find(string name, Queue<double> alphas, Queue<double> betas, NodeReader node) => name.ToUpperInvariant() switch
    {
        "SIGMOID" => Activation.Sigmoid,
        "TANH" => Activation.Tanh,
        "RELU" => Activation.Relu,
        "SOFTPLUS" => Activation.Softplus,
        "ELU" => new Elu(alphas.TryDequeue(out double alpha) ? alpha : 1),
        "LEAKYRELU" => new LeakyRelu(alphas.TryDequeue(out double slope) ? slope : 0.01),
        "AFFINE" when alphas.TryDequeue(out double scale) && scale == 1 && betas.TryDequeue(out double offset) && offset == 0 => Activation.Linear,
        _ => throw node.NotSupported(
            $"it has the activation {OnnxText.Short(name)}; accepted: Sigmoid, Tanh, Relu, Softplus, Elu, LeakyRelu, and Affine with 1 and 0"),
    };
}
