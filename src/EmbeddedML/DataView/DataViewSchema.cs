using System.Collections;
using System.Collections.Immutable;

namespace Microsoft.ML;

/// <summary>
/// The immutable list of a view's columns. Several columns may have one name; the last of them hides the others, and is
/// the one found by name.
/// </summary>
public sealed partial class DataViewSchema : IReadOnlyList<DataViewSchema.Column>
{
    private readonly ImmutableArray<Column> _columns;
    private readonly Dictionary<string, int> _visible;

    private DataViewSchema(IReadOnlyList<DetachedColumn> columns)
    {
        _visible = new Dictionary<string, int>(columns.Count);
        for (int i = 0; i < columns.Count; i++)
            _visible[columns[i].Name] = i;
        ImmutableArray<Column>.Builder builder = ImmutableArray.CreateBuilder<Column>(columns.Count);
        for (int i = 0; i < columns.Count; i++)
            builder.Add(new Column(columns[i], i, _visible[columns[i].Name] != i));
        _columns = builder.MoveToImmutable();
    }

    /// <summary>The number of columns, hidden ones included.</summary>
    public int Count => _columns.Length;

    /// <summary>The column of the given name that is not hidden.</summary>
    /// <exception cref="ArgumentNullException">The name is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public Column this[string name]
        => GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(nameof(name), $"Column '{name}' not found");

    /// <summary>The column at a position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not in 0..Count-1.</exception>
    public Column this[int columnIndex]
        => columnIndex >= 0 && columnIndex < _columns.Length
            ? _columns[columnIndex]
            : throw new ArgumentOutOfRangeException(nameof(columnIndex), columnIndex, $"The index must be 0 to {_columns.Length - 1}.");

    /// <summary>The column of the given name that is not hidden, or null where there is none.</summary>
    /// <exception cref="ArgumentNullException">The name is null or empty.</exception>
    public Column? GetColumnOrNull(string name)
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentNullException(nameof(name));
        return _visible.TryGetValue(name, out int index) ? _columns[index] : null;
    }

    /// <inheritdoc/>
    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The number of columns, as text.</summary>
    public override string ToString() => $"{Count} columns";
}
