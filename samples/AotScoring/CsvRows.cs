using System.Globalization;

namespace MLNetDeep.Samples.AotScoring;

/// <summary>Rows of numbers with commas between them, a line each. Empty lines are skipped.</summary>
/// <param name="name">The name of the text, for messages.</param>
/// <param name="reader">The text.</param>
internal sealed class CsvRows(string name, TextReader reader) : IRows
{
    private readonly List<float> _values = [];
    private int _line;

    public string Place => $"{name}, line {_line}";

    public float[]? Read()
    {
        while (reader.ReadLine() is { } line)
        {
            _line++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                return Parse(line);
            }
        }

        return null;
    }

    public void Dispose() => reader.Dispose();

    private float[] Parse(ReadOnlySpan<char> line)
    {
        _values.Clear();
        foreach (Range range in line.Split(','))
        {
            _values.Add(float.TryParse(line[range], NumberStyles.Float, CultureInfo.InvariantCulture, out float value)
                ? value
                : throw new InvalidDataException($"{Place}: '{line[range]}' is not a number."));
        }

        return [.. _values];
    }
}
