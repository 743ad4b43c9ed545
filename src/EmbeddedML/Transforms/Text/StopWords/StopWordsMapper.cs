using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Computes columns of words without those on a list, and without empty ones.</summary>
internal sealed class StopWordsMapper : OneToOneRowMapper
{
    private readonly IReadOnlyList<StopWordList> _lists;

    /// <param name="inputSchema">The schema of the rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="lists">Gives the list of each column; it is asked once the columns have been found to fit.</param>
    public StopWordsMapper(DataViewSchema inputSchema, IReadOnlyList<InputOutputColumnPair> columns, Func<IReadOnlyList<StopWordList>> lists)
        : base(inputSchema, columns)
    {
        foreach (DataViewSchema.Column input in Inputs)
            TextColumns.CheckTextVectors(input);
        _lists = lists();
    }

    protected override DataViewSchema.DetachedColumn DescribeOutput(int column) => new(Columns[column].OutputColumnName, TextColumns.VariableVector);

    protected override Delegate CreateGetter(DataViewRow input, int column)
    {
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = input.GetGetter<VBuffer<ReadOnlyMemory<char>>>(Inputs[column]);
        StopWordList list = _lists[column];
        var kept = new List<ReadOnlyMemory<char>>();
        VBuffer<ReadOnlyMemory<char>> words = default;
        return (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            getter(ref words);
            kept.Clear();
            foreach (ReadOnlyMemory<char> word in words.GetValues())
            {
                if (!word.IsEmpty && !list.Contains(word.Span))
                    kept.Add(word);
            }
            TextLists.Copy(kept, ref value);
        });
    }

    /// <summary>The shape with the columns of the words that are left.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, or not one of vectors of texts.</exception>
    public static SchemaShape GetOutputSchema(SchemaShape inputSchema, IReadOnlyList<InputOutputColumnPair> columns)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(columns.Select(pair =>
        {
            inputSchema.FindTextVectors(pair.InputColumnName);
            return new SchemaShape.Column(pair.OutputColumnName, SchemaShape.Column.VectorKind.VariableVector, TextDataViewType.Instance, isKey: false);
        }));
    }
}
