using System.Globalization;
using System.Text;

namespace MLNetDeep.Neural;

/// <summary>Writes the table of a network's layers in the format of Keras.</summary>
/// <remarks>
/// A line has 65 characters. Output shapes start at character 29, numbers of parameters at character 55, counted from 0. Long names and shapes
/// make these columns wider.
/// </remarks>
internal static class NetworkSummary
{
    private const int LayerWidth = 29;
    private const int ShapeWidth = 26;
    private const int ParameterWidth = 10;

    public static string Write(NetworkSpec spec)
    {
        List<(string Layer, string Shape, string Parameters)> rows = [("Layer (type)", "Output Shape", "Param #")];
        Dictionary<string, int> nameCounts = [];
        for (int i = 0; i < spec.Layers.Length; i++)
        {
            string type = spec.Layers[i].TypeName;
            long parameters = spec.Layers[i].Parameters(spec.InputShapeOf(i)).Sum(parameter => (long)parameter.Size);
            rows.Add((
                $"{UniqueName(type, nameCounts)} ({type})",
                $"(None, {string.Join(", ", spec.LayerShapes[i])})",
                parameters.ToString(CultureInfo.InvariantCulture)));
        }

        int layerWidth = Math.Max(LayerWidth, rows.Max(row => row.Layer.Length) + 1);
        int shapeWidth = Math.Max(ShapeWidth, rows.Max(row => row.Shape.Length) + 1);
        int width = layerWidth + shapeWidth + ParameterWidth;
        StringBuilder text = new();
        AppendRule(text, '_', width);
        for (int i = 0; i < rows.Count; i++)
        {
            text.Append($"{rows[i].Layer.PadRight(layerWidth)}{rows[i].Shape.PadRight(shapeWidth)}{rows[i].Parameters}\n");
            if (i == 0)
            {
                AppendRule(text, '=', width);
            }
        }

        AppendRule(text, '=', width);
        text.Append($"Total params: {Format(spec.ParameterCount)}\n");
        text.Append($"Trainable params: {Format(spec.TrainableParameterCount)}\n");
        text.Append($"Non-trainable params: {Format(spec.ParameterCount - spec.TrainableParameterCount)}\n");
        AppendRule(text, '_', width);
        return text.ToString();
    }

    private static string Format(long parameters) => parameters.ToString("N0", CultureInfo.InvariantCulture);

    // As in Keras, layers of the same type get numbers from the second layer on: dense, dense_1, dense_2.
    private static string UniqueName(string type, Dictionary<string, int> nameCounts)
    {
        string name = SnakeCase(type);
        int count = nameCounts.GetValueOrDefault(name);
        nameCounts[name] = count + 1;
        return count == 0 ? name : $"{name}_{count.ToString(CultureInfo.InvariantCulture)}";
    }

    // BatchNormalization becomes batch_normalization, Conv2D conv2d, and LSTM lstm, as in Keras.
    private static string SnakeCase(string type) =>
        string.Concat(type.Select((letter, i) => StartsWord(type, i) ? $"_{letter}" : $"{letter}")).ToLowerInvariant();

    private static bool StartsWord(string type, int i) =>
        i > 0 && char.IsUpper(type[i]) && (char.IsLower(type[i - 1]) || (i + 1 < type.Length && char.IsLower(type[i + 1])));

    private static void AppendRule(StringBuilder text, char character, int width) => text.Append(character, width).Append('\n');
}
