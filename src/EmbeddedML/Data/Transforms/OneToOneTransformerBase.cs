using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A transformer that makes each of its output columns from one input column.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected OneToOneTransformerBase(IHost host, IReadOnlyList<InputOutputColumnPair> columns) : base(host)
    {
        ColumnErrors.CheckDistinct(columns.Select(c => c.OutputColumnName), nameof(columns));
        foreach (InputOutputColumnPair column in columns)
            ColumnErrors.CheckName(column.InputColumnName, nameof(columns));
        Columns = columns;
    }

    /// <summary>The columns: what each output is called and from which input it is made.</summary>
    internal IReadOnlyList<InputOutputColumnPair> Columns { get; }

    /// <summary>Writes the number of columns and, for each, the names of its output and its input.</summary>
    private protected void SaveColumns(ModelSaveContext ctx)
    {
        ctx.Writer.Write(Columns.Count);
        foreach (InputOutputColumnPair column in Columns)
        {
            ctx.SaveNonEmptyString(column.OutputColumnName);
            ctx.SaveNonEmptyString(column.InputColumnName);
        }
    }

    /// <summary>Reads what <see cref="SaveColumns"/> wrote.</summary>
    internal static InputOutputColumnPair[] LoadColumns(ModelLoadContext ctx)
    {
        int count = ctx.Reader.ReadInt32();
        ctx.CheckCount(count, 2 * sizeof(int), "columns");
        var columns = new InputOutputColumnPair[count];
        for (int i = 0; i < count; i++)
        {
            string output = ctx.LoadNonEmptyString();
            columns[i] = new InputOutputColumnPair(output, ctx.LoadNonEmptyString());
        }
        return columns;
    }
}
