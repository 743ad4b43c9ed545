namespace Microsoft.ML.Data;

/// <summary>The values of a column of single values.</summary>
internal sealed class ScalarValues<T, TParser>(int rows, TParser parser) : ColumnValues where TParser : struct, IFieldParser<T>
{
    private readonly T[] _values = new T[rows];
    private readonly TParser _parser = parser;

    public T this[int row] => _values[row];

    public override void Clear(int row, int size) => _values[row] = default!;

    public override bool Read(int row, int slot, ReadOnlySpan<char> text) => _parser.TryParse(text, out _values[row]);
}
