using System.Globalization;
using System.Text;

namespace MLNetDeep.Neural;

/// <summary>Prints a network as Keras does: 65 columns, with the output shape at column 29 and the parameters at column 55.</summary>
internal static class NetworkSummary
{
    private const int Width = 65;
    private const int ShapeColumn = 29;
    private const int ParameterColumn = 55;

    public static string Write(NetworkSpec spec)
    {
        StringBuilder text = new();
        Rule(text, '_');
        Row(text, "Layer (type)", "Output Shape", "Param #");
        Rule(text, '=');
        Dictionary<string, int> used = [];
        for (int i = 0; i < spec.Layers.Length; i++)
        {
            string type = spec.Layers[i].TypeName;
            long parameters = spec.Layers[i].Parameters(spec.InputShapeOf(i)).Sum(parameter => (long)parameter.Size);
            Row(
                text,
                $"{UniqueName(type, used)} ({type})",
                $"(None, {string.Join(", ", spec.LayerShapes[i])})",
                parameters.ToString(CultureInfo.InvariantCulture));
        }

        Rule(text, '=');
        text.Append($"Total params: {Count(spec.ParameterCount)}\n");
        text.Append($"Trainable params: {Count(spec.TrainableParameterCount)}\n");
        text.Append($"Non-trainable params: {Count(spec.ParameterCount - spec.TrainableParameterCount)}\n");
        Rule(text, '_');
        return text.ToString();
    }

    private static string Count(long parameters) => parameters.ToString("N0", CultureInfo.InvariantCulture);

    // Keras numbers repeated kinds from the second one: dense, dense_1, dense_2.
    private static string UniqueName(string type, Dictionary<string, int> used)
    {
        string name = SnakeCase(type);
        int count = used.GetValueOrDefault(name);
        used[name] = count + 1;
        return count == 0 ? name : $"{name}_{count.ToString(CultureInfo.InvariantCulture)}";
    }

    // BatchNormalization is batch_normalization.
    private static string SnakeCase(string type) =>
        string.Concat(type.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{letter}")).ToLowerInvariant();

    private static void Row(StringBuilder text, string layer, string shape, string parameters)
    {
        // A long cell pushes the next ones to the right rather than being cut.
        string line = layer.PadRight(ShapeColumn - 1) + ' ' + shape;
        text.Append(line.PadRight(ParameterColumn - 1)).Append(' ').Append(parameters).Append('\n');
    }

    private static void Rule(StringBuilder text, char character) => text.Append(character, Width).Append('\n');
}
